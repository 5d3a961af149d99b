/* A Parquet file of a release: its rows by number or by what stands in them, its groups of rows by their
 * statistics, so that only what is wanted is fetched. */

import { compressors, parquetMetadata, parquetRead, parquetReadObjects } from "./parquet.js";
import { open } from "./remote.js";

const DAY = 86_400_000;
const parsers = { dateFromDays: (days) => days };

export const dayText = (day) => (day == null ? "" : new Date(day * DAY).toISOString().slice(0, 10));
export const dayNumber = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY);

export class TableFile {
  /** Open a file; `tail` is how many bytes of its end to fetch at once. */
  static async open(url, tail) {
    const file = await open(url, tail);
    const last = new DataView(await file.slice(file.byteLength - 8));
    if (last.getUint32(4, true) !== 0x31524150) throw new Error(`${decodeURI(url.pathname)} is no Parquet file`);
    const length = last.getUint32(0, true) + 8;
    const footer = await file.slice(file.byteLength - length);
    return new TableFile(file, parquetMetadata(footer, { parsers }));
  }

  constructor(file, metadata) {
    this.file = file;
    this.metadata = metadata;
    this.rows = Number(metadata.num_rows);
    let start = 0;
    this.groups = metadata.row_groups.map((group, index) => {
      const rows = Number(group.num_rows);
      const found = { index, start, rows, bytes: 0, bounds: {} };
      for (const { meta_data: meta } of group.columns) {
        found.bytes += Number(meta.total_compressed_size);
        const said = meta.statistics ?? {};
        found.bounds[meta.path_in_schema.join(".")] = {
          min: said.min_value ?? said.min,
          max: said.max_value ?? said.max,
          blanks: Number(said.null_count ?? rows),
        };
      }
      start += rows;
      return found;
    });
    this.names = [...new Set(metadata.row_groups[0]?.columns.map((one) => one.meta_data.path_in_schema[0]))];
  }

  get options() {
    return { file: this.file, metadata: this.metadata, compressors, parsers };
  }

  /** Return some columns of a group of rows, by name, as arrays. */
  async columns(group, columns) {
    const whole = Object.fromEntries(columns.map((name) => [name, new Array(group.rows)]));
    await parquetRead({
      ...this.options,
      columns,
      rowStart: group.start,
      rowEnd: group.start + group.rows,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const target = whole[columnName];
        const offset = rowStart - group.start;
        for (let i = 0; i < columnData.length; i++) target[offset + i] = columnData[i];
      },
    });
    return whole;
  }

  /** Return one row by its number, without its point: latitude and longitude say the same. */
  async row(number) {
    const columns = this.names.filter((name) => name !== "geometry");
    const where = { columns, rowStart: number, rowEnd: number + 1, useOffsetIndex: true };
    const [row] = await parquetReadObjects({ ...this.options, ...where });
    return row;
  }

  /** Return the rows in whose column stands one of the values. */
  async where(column, values, columns) {
    if (!this.rows || !values.length) return [];
    const filter = { [column]: values.length === 1 ? { $eq: values[0] } : { $in: values } };
    return parquetReadObjects({ ...this.options, columns, filter, useOffsetIndex: true, usePageIndex: true });
  }

  /** Return some columns of all rows. */
  async all(columns) {
    return this.rows ? parquetReadObjects({ ...this.options, columns }) : [];
  }
}
