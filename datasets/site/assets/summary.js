/* What a release holds in sum: made beside the releases, so that a first view of millions needs no events. */

import { TableFile } from "./table_file.js";

/** Return events and counts by country, year and broader type; nothing where the sums were not made. */
export async function fetchYears(base, entry) {
  const file = await TableFile.open(new URL(`${entry.summary}years.parquet`, base)).catch(() => null);
  return file ? (await file.all()).map((one) => numbers(one, ["year", "events", "best", "unknown"])) : [];
}

/** Return events by half degree of the globe. */
export async function fetchGrid(base, entry) {
  const file = await TableFile.open(new URL(`${entry.summary}grid.parquet`, base), 1 << 18).catch(() => null);
  return file ? (await file.all()).map((one) => numbers(one, ["latitude", "longitude", "events"])) : [];
}

function numbers(row, names) {
  const said = { ...row, iso3: row.iso3 ?? "" };
  for (const name of names) said[name] = Number(row[name] ?? 0);
  return said;
}
