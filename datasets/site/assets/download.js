/* What was found as a file: CSV that a spreadsheet opens unharmed, or GeoJSON. Made in the browser. */

import { dayText } from "./table_file.js";

const SIGNS = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\n", "\r"];

/** Return text that no spreadsheet takes for a formula: an apostrophe before a leading sign. */
export function defused(text) {
  const starts = (one) => SIGNS.some((sign) => one.startsWith(sign));
  return starts(text) || starts(text.replace(/^[ \u00a0\u200b\u200e\u200f\ufeff]+/, "")) ? `'${text}` : text;
}

const cell = (value) => {
  const text = typeof value === "number" ? (Number.isNaN(value) ? "" : String(value)) : defused(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Return the rows of what was found, as the release's own columns with the names of country and place. */
function rows(found, release, countries, places) {
  return Array.from({ length: found.length }, (_, i) => ({
    event_id: found.id[i],
    event_date: dayText(found.day[i]),
    iso3: found.iso3[i],
    country: countries.get(found.iso3[i]) ?? "",
    location: places.get(found.row[i]) ?? "",
    [release.book.typeField]: found.type[i],
    actor1: found.actor1[i],
    actor2: found.actor2[i],
    latitude: found.latitude[i],
    longitude: found.longitude[i],
    geo_precision: found.precision[i],
    [release.best || "count"]: found.best[i],
  }));
}

/** Return what was found as CSV: the mark by which spreadsheets know UTF-8 first, unknown blank. */
export function asCsv(...given) {
  const lines = rows(...given);
  const names = Object.keys(lines[0] ?? { event_id: "" });
  return `\ufeff${[names, ...lines.map((one) => Object.values(one))].map((one) => one.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** Return what was found as GeoJSON; unknown is null. */
export function asGeoJson(...given) {
  const features = rows(...given).map(({ latitude, longitude, ...said }) => ({
    type: "Feature",
    geometry: Number.isNaN(latitude) || Number.isNaN(longitude) ? null : { type: "Point", coordinates: [longitude, latitude] },
    properties: Object.fromEntries(Object.entries(said).map(([name, value]) => [name, Number.isNaN(value) ? null : value])),
  }));
  return JSON.stringify({ type: "FeatureCollection", features });
}

/** Hand a text to the reader as a file. */
export function save(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
