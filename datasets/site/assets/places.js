/* The names of places, which stand in the large file of events: fetched for rows by number, a group at a time. */

/** Return a function that gives the names of places of rows, by row; each group's names are fetched once. */
export function placeNames(release) {
  const known = new Map();
  return async (rows) => {
    const events = await release.table("events");
    const wanted = new Set(rows);
    const groups = events.groups.filter((group) => rows.some((row) => row >= group.start && row < group.start + group.rows));
    const read = await Promise.all(groups.map(async (group) => {
      if (!known.has(group.index)) known.set(group.index, events.columns(group, ["location"]));
      return [group, await known.get(group.index)];
    }));
    const names = new Map();
    for (const [group, { location }] of read) {
      for (const row of wanted) {
        const name = location[row - group.start];
        if (name) names.set(row, name);
      }
    }
    return names;
  };
}
