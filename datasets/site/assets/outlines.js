/* Coasts and borders out of TopoJSON, on the square that Mercator makes of the world: both axes from 0 to 1. */

const EDGE = 85; // Degrees: nearer the poles the square ends.

export const acrossOf = (longitude) => (longitude + 180) / 360;

export function downOf(latitude) {
  const held = Math.max(-EDGE, Math.min(EDGE, latitude)) * (Math.PI / 180);
  return (1 - Math.log(Math.tan(held) + 1 / Math.cos(held)) / Math.PI) / 2;
}

/** Return paths over the unit square: the land to fill, each border and coast once to draw, and where names may stand. */
export function outlines(topology) {
  const { scale, translate } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [acrossOf(x * scale[0] + translate[0]), downOf(y * scale[1] + translate[1])];
    });
  });
  const lines = new Path2D();
  for (const arc of arcs) trace(lines, arc, true);
  const land = new Path2D();
  const labels = [];
  for (const shape of topology.objects.countries.geometries) {
    let largest = null;
    const polygons = shape.type === "Polygon" ? [shape.arcs] : shape.type === "MultiPolygon" ? shape.arcs : [];
    for (const ring of polygons.flat()) {
      const points = ring.flatMap((index) => (index < 0 ? [...arcs[~index]].reverse() : arcs[index]));
      trace(land, points, true);
      land.closePath();
      const box = boxOf(points);
      if (!largest || box.area > largest.area) largest = box;
    }
    if (largest) labels.push({ name: shape.properties.name, ...largest });
  }
  return { land, lines, labels };
}

const SPLIT = 0.6; // Wider than any country: one that seems to be lies on both edges of the square.

/** Return the middle, width and area of the box around points; of a country on both edges, of its eastern part. */
function boxOf(points) {
  const across = points.map(([x]) => x);
  const [least, most] = ends(across);
  const [west, east] = most - least > SPLIT ? ends(across.filter((x) => x > 0.5)) : [least, most];
  const [north, south] = ends(points.map(([, y]) => y));
  return { x: (west + east) / 2, y: (north + south) / 2, wide: east - west, area: (east - west) * (south - north) };
}

function ends(values) {
  return values.reduce(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);
}

/** Add points to a path. Where the line leaps from one edge of the square to the other it is broken off. */
function trace(path, points, fresh) {
  let before = null;
  for (const [x, y] of points) {
    const leaps = before !== null && Math.abs(x - before) > 0.5;
    if (leaps || (before === null && fresh)) path.moveTo(x, y);
    else path.lineTo(x, y);
    before = x;
  }
}
