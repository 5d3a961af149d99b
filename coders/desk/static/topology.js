// TopoJSON to GeoJSON: borders that two countries share are stored once, as whole-number steps.

export function outlines(topology, object) {
  const arcs = topology.arcs.map((arc) => unpacked(arc, topology.transform));
  const geometries = topology.objects[object].geometries;
  return {
    type: "FeatureCollection",
    features: geometries.filter((one) => one.arcs).map((one) => ({
      type: "Feature",
      properties: one.properties ?? {},
      geometry: { type: one.type, coordinates: one.type === "Polygon" ? rings(one.arcs, arcs) : one.arcs.map((part) => rings(part, arcs)) },
    })),
  };
}

function unpacked(arc, transform) {
  if (!transform) return arc;
  let x = 0;
  let y = 0;
  return arc.map(([east, north]) => {
    x += east;
    y += north;
    return [x * transform.scale[0] + transform.translate[0], y * transform.scale[1] + transform.translate[1]];
  });
}

function rings(listed, arcs) {
  return listed.map((ring) => {
    const points = [];
    for (const index of ring) {
      const arc = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
      points.push(...(points.length ? arc.slice(1) : arc));
    }
    return points;
  });
}
