/* Coasts and borders out of TopoJSON, on the square that Mercator makes of the world: both axes from 0 to 1. */

const EDGE = 85; // Degrees: nearer the poles the square ends.

export const acrossOf = (longitude) => (longitude + 180) / 360;

export function downOf(latitude) {
  const held = Math.max(-EDGE, Math.min(EDGE, latitude)) * (Math.PI / 180);
  return (1 - Math.log(Math.tan(held) + 1 / Math.cos(held)) / Math.PI) / 2;
}

/** Return paths over the unit square: the land to fill, and each border and coast once to draw. */
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
  for (const shape of topology.objects.countries.geometries) {
    const polygons = shape.type === "Polygon" ? [shape.arcs] : shape.type === "MultiPolygon" ? shape.arcs : [];
    for (const ring of polygons.flat()) {
      ring.forEach((index, n) => trace(land, index < 0 ? [...arcs[~index]].reverse() : arcs[index], n === 0));
      land.closePath();
    }
  }
  return { land, lines };
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
