/* What is asked for: read from the address and written to it, so that every view is a link.
 *
 * It stands behind the # of the address, which browsers do not send: a server does not learn what people look for. */

import { dayNumber } from "./table_file.js";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const EMPTY = Object.freeze({
  release: "", countries: [], from: "", to: "", types: [], actor: "", deaths: "", event: "", row: "", by: "events",
});

/** Return the filter that an address asks for; what cannot be read is left out. */
export function readFilter(fragment) {
  const said = new URLSearchParams(fragment.replace(/^#/, ""));
  const day = (name) => (DAY.test(said.get(name) ?? "") ? said.get(name) : "");
  const number = (name) => (/^\d{1,9}$/.test(said.get(name) ?? "") ? said.get(name) : "");
  return {
    release: said.get("release") ?? "",
    countries: said.getAll("country").slice(0, 300),
    from: day("from"),
    to: day("to"),
    types: said.getAll("type").slice(0, 100),
    actor: (said.get("actor") ?? "").slice(0, 200),
    deaths: number("atleast"),
    event: (said.get("event") ?? "").slice(0, 100),
    row: number("row"),
    by: said.get("by") === "count" ? "count" : "events",
  };
}

/** Return the fragment that asks for a filter. */
export function writeFilter(filter) {
  const said = new URLSearchParams();
  if (filter.release) said.set("release", filter.release);
  for (const one of filter.countries) said.append("country", one);
  if (filter.from) said.set("from", filter.from);
  if (filter.to) said.set("to", filter.to);
  for (const one of filter.types) said.append("type", one);
  if (filter.actor) said.set("actor", filter.actor);
  if (filter.deaths) said.set("atleast", filter.deaths);
  if (filter.by !== "events") said.set("by", filter.by);
  if (filter.event) said.set("event", filter.event);
  if (filter.event && filter.row) said.set("row", filter.row);
  return `#${said}`;
}

export const isEmpty = (filter) =>
  !filter.countries.length && !filter.from && !filter.to && !filter.types.length && !filter.actor && !filter.deaths;

/** Return whether row `i` of a group's columns is asked for. A type stands for all below it too. */
export function matcher(filter, book) {
  const first = filter.from ? dayNumber(filter.from) : -Infinity;
  const last = filter.to ? dayNumber(filter.to) : Infinity;
  const countries = new Set(filter.countries);
  const types = new Set(filter.types.flatMap((one) => [one, ...book.below(one)]));
  const actor = filter.actor.trim().toLocaleLowerCase();
  const least = Number(filter.deaths || 0);
  const known = new Map();
  const named = (name) => {
    if (!known.has(name)) known.set(name, name.toLocaleLowerCase().includes(actor));
    return known.get(name);
  };
  return (of, i) =>
    of.day[i] >= first && of.day[i] <= last &&
    (!countries.size || countries.has(of.iso3[i])) &&
    (!types.size || types.has(of.type[i])) &&
    (!actor || named(of.actor1[i]) || named(of.actor2[i])) &&
    (!least || of.best[i] >= least);
}

const COLUMNS = ["id", "iso3", "day", "type", "actor1", "actor2", "latitude", "longitude", "precision", "best"];

/** Return the rows asked for as columns of one length; `row` is their number in the files of the release. */
export function select(groups, filter, book) {
  const wanted = matcher(filter, book);
  const found = { length: 0, row: [], ...Object.fromEntries(COLUMNS.map((name) => [name, []])) };
  for (const group of groups) {
    for (let i = 0; i < group.rows; i++) {
      if (!wanted(group, i)) continue;
      for (const name of COLUMNS) found[name].push(group[name][i]);
      found.row.push(group.start + i);
    }
  }
  found.length = found.row.length;
  return found;
}
