/* One release, read from its folder: what its codebook says, and its events as far as they were asked for. */

import { MissingError } from "./remote.js";
import { TableFile, dayNumber } from "./table_file.js";

const TAIL = 1 << 17;

export async function fetchJson(url) {
  const response = await fetch(url);
  if (!response.ok) throw new MissingError(url, response.status);
  return response.json();
}

/** The part of a codebook that the explorer needs: types with their parents, classes of place, the first count. */
export class Book {
  constructor(said) {
    this.title = said.codebook?.title ?? "Events";
    this.typeField = said.types.field;
    this.counts = (said.count ?? []).map(({ name, title }) => ({ name, title }));
    this.measureTitle = this.counts[0]?.title ?? "";
    this.precision = (said.places?.precision ?? []).map(({ code, label, km }) => ({ code, label, km }));
    this.kinds = new Map(said.type.map((one) => [one.code, { parent: one.parent || one.code, selective: one.selective }]));
    this.parents = [...new Set(said.type.map((one) => one.parent || one.code))];
  }

  parent(type) {
    return this.kinds.get(type)?.parent ?? type;
  }

  /** Whether events of a type, or of all types below it, are coded only where they matter. */
  selective(type) {
    const known = this.kinds.get(type);
    if (known) return known.selective;
    const below = [...this.kinds.values()].filter((one) => one.parent === type);
    return below.length > 0 && below.every((one) => one.selective);
  }

  below(parent) {
    return [...this.kinds].filter(([code, one]) => one.parent === parent && code !== parent).map(([code]) => code);
  }
}

/** A release whose large files are kept no more. */
class GivenUpError extends Error {
  constructor(version) {
    super(`Release ${version} keeps its changes only; its large files were given up to save room. ` +
      `“eventbook release rebuild ${version}” makes them again. Choose another release above.`);
  }
}

export class Release {
  static async open(base, version) {
    const folder = new URL(`${version}/`, base);
    const [said, lite] = await Promise.all([
      fetchJson(new URL("codebook.json", folder)),
      TableFile.open(new URL("events_lite.parquet", folder), TAIL).catch((fault) => {
        throw fault.status === 404 ? new GivenUpError(version) : fault;
      }),
    ]);
    return new Release(folder, version, new Book(said), lite);
  }

  constructor(folder, version, book, lite) {
    Object.assign(this, { folder, version, book, lite, loaded: new Map(), opened: new Map() });
    this.best = lite.names.find((name) => name.endsWith("_best")) ?? "";
  }

  get size() {
    return this.lite.rows;
  }

  /** Return the groups of rows that can hold what a filter asks for. */
  groups({ countries, from, to }) {
    const first = from ? dayNumber(from) : -Infinity;
    const last = to ? dayNumber(to) : Infinity;
    return this.lite.groups.filter(({ bounds: { iso3, event_date: date } }) => {
      if (date.max < first || date.min > last) return false;
      return !countries.length || countries.some((one) => (one ? one >= iso3.min && one <= iso3.max : iso3.blanks));
    });
  }

  /** Return how many bytes reading these groups would still cost. */
  cost(groups) {
    return groups.reduce((sum, one) => sum + (this.loaded.has(one.index) ? 0 : one.bytes), 0);
  }

  /** Return the columns of groups of rows; each is fetched once. */
  load(groups) {
    return Promise.all(
      groups.map((group) => {
        if (!this.loaded.has(group.index)) this.loaded.set(group.index, this.read(group));
        return this.loaded.get(group.index);
      }),
    );
  }

  async read(group) {
    try {
      return this.shaped(group, await this.lite.columns(group, this.lite.names));
    } catch (fault) {
      this.loaded.delete(group.index);
      throw fault;
    }
  }

  shaped(group, raw) {
    const numbers = (name) => Float64Array.from(raw[name] ?? new Array(group.rows), (one) => (one == null ? NaN : Number(one)));
    return {
      start: group.start,
      rows: group.rows,
      id: raw.event_id,
      iso3: raw.iso3.map((one) => one ?? ""),
      day: Int32Array.from(raw.event_date),
      type: raw[this.book.typeField],
      actor1: raw.actor1.map((one) => one ?? ""),
      actor2: raw.actor2.map((one) => one ?? ""),
      latitude: numbers("latitude"),
      longitude: numbers("longitude"),
      precision: numbers("geo_precision"),
      best: numbers(this.best),
    };
  }

  /** Return another table of the release, opened once. */
  table(name) {
    if (!this.opened.has(name)) {
      this.opened.set(name, TableFile.open(new URL(`${name}.parquet`, this.folder), TAIL));
    }
    return this.opened.get(name);
  }
}
