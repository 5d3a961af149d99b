/* The map: events as dots on outlines of the world, drawn on a canvas so that a hundred thousand are no burden.
 *
 * Events that fall close together on the screen share a dot, the larger the more they are, in the colour of the
 * commonest type among them. A dot is filled where the place is exact, a ring where it is near a place, and a
 * dashed ring where the coordinates only stand for a region: it must not be read as the place. */

import { acrossOf, downOf, outlines } from "./outlines.js";

const CELL = 7; // Pixels within which events share a dot.
const FINE = 9; // From this zoom on (times the whole world) the finer outlines are worth their bytes.
const DEEPEST = 4096;
const LARGEST = 17; // Pixels that the largest dot has more than the least; less where dots are cells of a grid.
const LARGEST_CELL = 11;
const LEAST_SPAN = 0.014; // Of the world's width: about five degrees, so that some country around is seen.
const ROOM = 28; // Pixels left free around what is fitted.

export class WorldMap {
  /** `pick` is called with the numbers of the events under a click, `tell` with those under the pointer. */
  constructor(canvas, { pick, tell, fetchOutlines }) {
    Object.assign(this, { canvas, pick, tell, fetchOutlines, dots: [], found: null, centre: [0.52, 0.42], zoom: 1 });
    this.context = canvas.getContext("2d");
    this.listen();
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Show events: columns `latitude` and `longitude`, how each is drawn (`kind`, `place`) and how much it counts. */
  show(found, fit) {
    this.found = found;
    const { length, latitude, longitude } = found;
    this.across = Float64Array.from({ length }, (_, i) => acrossOf(longitude[i]));
    this.down = Float64Array.from({ length }, (_, i) => downOf(latitude[i]));
    if (fit) this.fit();
    this.draw();
  }

  /** Zoom to where the events are. */
  fit() {
    let [west, east, north, south] = [1, 0, 1, 0];
    for (let i = 0; i < this.found.length; i++) {
      if (Number.isNaN(this.across[i]) || Number.isNaN(this.down[i])) continue;
      [west, east] = [Math.min(west, this.across[i]), Math.max(east, this.across[i])];
      [north, south] = [Math.min(north, this.down[i]), Math.max(south, this.down[i])];
    }
    if (west > east) return this.home();
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const wide = (width - 2 * ROOM) / Math.max(east - west, LEAST_SPAN);
    const high = (height - 2 * ROOM) / Math.max(south - north, LEAST_SPAN);
    this.centre = [(west + east) / 2, (north + south) / 2];
    this.zoom = Math.max(1, Math.min(Math.min(wide, high) / this.unit, DEEPEST));
  }

  home() {
    this.centre = [0.52, 0.42];
    this.zoom = 1;
  }

  /** Pixels that the whole world is wide at zoom 1. */
  get unit() {
    return Math.max(this.canvas.clientWidth, this.canvas.clientHeight, 1);
  }

  move(across, down) {
    const scale = this.unit * this.zoom;
    this.centre = [this.centre[0] - across / scale, Math.max(0, Math.min(1, this.centre[1] - down / scale))];
    this.draw();
  }

  /** Zoom by a factor; the point at x, y of the canvas stays where it is. */
  zoomBy(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    const before = this.unit * this.zoom;
    this.zoom = Math.max(0.8, Math.min(this.zoom * factor, DEEPEST));
    const after = this.unit * this.zoom;
    const [dx, dy] = [x - this.canvas.clientWidth / 2, y - this.canvas.clientHeight / 2];
    this.centre = [this.centre[0] + dx / before - dx / after, this.centre[1] + dy / before - dy / after];
    this.draw();
  }

  draw() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.paint();
    });
  }

  paint() {
    const { canvas, context } = this;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const dense = window.devicePixelRatio || 1;
    if (!width) return;
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(height * dense);
    const colour = this.colours();
    context.setTransform(dense, 0, 0, dense, 0, 0);
    context.fillStyle = colour("--sea");
    context.fillRect(0, 0, width, height);
    const scale = this.unit * this.zoom;
    const [left, top] = [width / 2 - this.centre[0] * scale, height / 2 - this.centre[1] * scale];
    const shapes = this.shapes();
    if (shapes) {
      context.setTransform(dense * scale, 0, 0, dense * scale, dense * left, dense * top);
      context.fillStyle = colour("--land");
      context.fill(shapes.land, "evenodd");
      context.strokeStyle = colour("--border");
      context.lineWidth = 0.8 / scale;
      context.stroke(shapes.lines);
      context.setTransform(dense, 0, 0, dense, 0, 0);
      this.paintNames(shapes.labels, scale, left, top, colour("--quiet"));
    }
    if (!this.found) return;
    this.dots = this.gather(scale, left, top, width, height);
    this.paintDots(colour);
  }

  /** Return a function that gives the colour a style sheet's name stands for now, in light or in darkness. */
  colours() {
    this.probe ??= this.canvas.parentElement.appendChild(Object.assign(document.createElement("i"), { hidden: true }));
    return (name) => {
      this.probe.style.color = `var(${name})`;
      return getComputedStyle(this.probe).color;
    };
  }

  /** Return the outlines that fit the zoom, as far as they are here; finer ones are fetched when first needed. */
  shapes() {
    const wanted = this.zoom >= FINE ? "fine" : "coarse";
    this.kept ??= {};
    if (!(wanted in this.kept)) {
      this.kept[wanted] = null;
      this.fetchOutlines(wanted).then((topology) => {
        this.kept[wanted] = outlines(topology);
        this.draw();
      }, () => {});
    }
    return this.kept[wanted] ?? this.kept.coarse;
  }

  /** Write the names of countries that are drawn wide enough for them. */
  paintNames(labels, scale, left, top, colour) {
    const { context } = this;
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "center";
    context.fillStyle = colour;
    context.globalAlpha = 0.85;
    for (const { name, x, y, wide } of labels) {
      if (wide * scale > name.length * 6 + 14) context.fillText(name, left + x * scale, top + y * scale);
    }
    context.globalAlpha = 1;
  }

  gather(scale, left, top, width, height) {
    const { length, kind, place, weight } = this.found;
    const cells = new Map();
    for (let i = 0; i < length; i++) {
      const [x, y] = [left + this.across[i] * scale, top + this.down[i] * scale];
      if (!(x > -40 && y > -40 && x < width + 40 && y < height + 40)) continue;
      const key = (Math.round(x / CELL) * 8192 + Math.round(y / CELL)) * 4 + place[i];
      let cell = cells.get(key);
      if (!cell) cells.set(key, (cell = { x: 0, y: 0, weight: 0, count: 0, place: place[i], kinds: [], members: [] }));
      const counts = weight ? weight[i] : 1;
      cell.x += x;
      cell.y += y;
      cell.count += 1;
      cell.weight += counts;
      cell.kinds[kind[i]] = (cell.kinds[kind[i]] ?? 0) + counts;
      cell.members.push(i);
    }
    const dots = [...cells.values()];
    const most = dots.reduce((high, one) => Math.max(high, one.weight), 1);
    const least = Math.max(2, 5.5 - Math.log10(length + 1) * 0.65);
    for (const dot of dots) {
      dot.x /= dot.count;
      dot.y /= dot.count;
      dot.size = least + (most > 1 ? Math.sqrt((dot.weight - 1) / most) * (weight ? LARGEST_CELL : LARGEST) : 0);
      dot.kind = dot.kinds.reduce((best, counts, at) => (counts > (dot.kinds[best] ?? 0) ? at : best), 0);
    }
    return dots.sort((one, other) => other.size - one.size || one.x - other.x);
  }

  paintDots(colour) {
    const { context } = this;
    const colours = Array.from({ length: 8 }, (_, n) => colour(`--kind-${n}`));
    const paper = colour("--land");
    for (const dot of this.dots) {
      const hue = colours[dot.kind % 8];
      const size = dot.place === 2 ? Math.max(dot.size + 3, 8) : dot.size;
      context.beginPath();
      context.arc(dot.x, dot.y, size, 0, 2 * Math.PI);
      context.setLineDash(dot.place === 2 ? [3, 3] : []);
      context.globalAlpha = this.found.weight ? 0.5 : dot.place === 0 ? 0.78 : dot.place === 1 ? 0.3 : 0.14;
      context.fillStyle = hue;
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = dot.place === 0 ? 0.7 : 1.6;
      context.strokeStyle = dot.place === 0 ? paper : hue;
      context.stroke();
    }
    context.setLineDash([]);
  }

  /** Return the numbers of the events drawn at a point of the canvas. */
  at(x, y) {
    let nearest = null;
    for (const dot of this.dots) {
      const off = Math.hypot(dot.x - x, dot.y - y) - dot.size;
      if (off < 6 && (!nearest || off < nearest.off || dot.size < nearest.dot.size)) nearest = { off, dot };
    }
    return nearest?.dot ?? null;
  }

  listen() {
    const { canvas } = this;
    const held = new Map();
    let moved = 0;
    const where = (event) => [event.offsetX, event.offsetY];
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      held.set(event.pointerId, where(event));
      if (held.size === 1) moved = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!held.has(event.pointerId)) return this.tell(this.at(...where(event)), ...where(event));
      const [x, y] = where(event);
      const [wasX, wasY] = held.get(event.pointerId);
      const others = [...held].filter(([id]) => id !== event.pointerId);
      moved += Math.hypot(x - wasX, y - wasY);
      held.set(event.pointerId, [x, y]);
      if (!others.length) return this.move(x - wasX, y - wasY);
      const [otherX, otherY] = others[0][1];
      const wide = (ax, ay) => Math.max(Math.hypot(ax - otherX, ay - otherY), 1);
      this.zoomBy(wide(x, y) / wide(wasX, wasY), (x + otherX) / 2, (y + otherY) / 2);
    });
    const released = (event) => {
      const tapped = held.delete(event.pointerId) && moved < 5 && event.type === "pointerup";
      const dot = tapped && this.at(...where(event));
      if (dot) this.pick(dot);
    };
    canvas.addEventListener("pointerup", released);
    canvas.addEventListener("pointercancel", released);
    canvas.addEventListener("pointerleave", () => this.tell(null));
    canvas.addEventListener("dblclick", (event) => this.zoomBy(2, ...where(event)));
    // A page is scrolled with the wheel; the map takes it only from those who work on the map.
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
      event.preventDefault();
      this.zoomBy(Math.exp(-event.deltaY / 300), ...where(event));
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      const step = 60;
      const does = {
        ArrowLeft: () => this.move(step, 0), ArrowRight: () => this.move(-step, 0),
        ArrowUp: () => this.move(0, step), ArrowDown: () => this.move(0, -step),
        "+": () => this.zoomBy(1.6), "=": () => this.zoomBy(1.6), "-": () => this.zoomBy(1 / 1.6),
      }[event.key];
      if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      does();
    });
  }
}
