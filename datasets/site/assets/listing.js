/* The table: what was found, fifty rows at a time, each row's button opens the event. */

import { aside, make, number } from "./element.js";
import { dayText } from "./table_file.js";

const ROWS = 50;

const ORDERS = {
  newest: (found) => (one, other) => found.day[other] - found.day[one] || found.row[one] - found.row[other],
  oldest: (found) => (one, other) => found.day[one] - found.day[other] || found.row[one] - found.row[other],
  deadliest: (found) => (one, other) =>
    (Number.isNaN(found.best[one]) - Number.isNaN(found.best[other])) || found.best[other] - found.best[one] ||
    found.day[other] - found.day[one] || 0,
};

export class Listing {
  /** `open` is called with a row of what was found; `places` gives the names of places by row number of the release. */
  constructor(place, { open, places, order }) {
    Object.assign(this, { place, open, places, page: 0, order: "newest" });
    order.addEventListener("change", () => {
      this.order = order.value;
      this.page = 0;
      this.render();
    });
  }

  show(found, release, countries) {
    Object.assign(this, { found, release, countries, page: 0 });
    this.render();
  }

  render() {
    const { found, page } = this;
    if (!found) return;
    this.sorted = Uint32Array.from(found.row.keys()).sort(ORDERS[this.order](found));
    const here = this.sorted.subarray(page * ROWS, (page + 1) * ROWS);
    const body = make("tbody", {}, [...here].map((at) => this.line(at)));
    const table = make("table", {},
      make("caption", { class: "hidden" }, "Events that were found"),
      make("thead", {}, make("tr", {},
        ...["Date", "Where", "What", "Who"].map((name) => make("th", { scope: "col" }, name)),
        make("th", { scope: "col", class: "number" }, this.release.book.measureTitle || "Count"))),
      body);
    this.place.replaceChildren(make("div", { class: "wide", role: "region", "aria-label": "Table of events", tabindex: "0" }, table), this.pager());
    this.name(here, body);
  }

  line(at) {
    const { found, release: { book } } = this;
    const kind = book.parents.indexOf(book.parent(found.type[at]));
    const who = [found.actor1[at], found.actor2[at]].filter(Boolean);
    return make("tr", {},
      make("td", { class: "day" }, make("button", { type: "button", class: "link", "data-row": found.row[at], onclick: () => this.open(at),
        "aria-label": `${dayText(found.day[at])}, ${found.type[at]}, ${found.id[at]}: open` }, dayText(found.day[at]))),
      make("td", {}, make("span", { class: "where" }, aside(this.countries.get(found.iso3[at]) ?? found.iso3[at]))),
      make("td", {}, make("span", { class: `chip kind-${kind % 8}` }), aside(found.type[at])),
      make("td", {}, who.flatMap((one, n) => [n ? make("span", { class: "quiet" }, " · ") : null, aside(one)])),
      make("td", { class: "number" }, Number.isNaN(found.best[at]) ? make("span", { class: "quiet", title: "not known" }, "?") : number(found.best[at])));
  }

  /** Put the names of places in: they stand in a larger file and come a little later. */
  async name(here, body) {
    const rows = [...here].map((at) => this.found.row[at]);
    const names = await this.places(rows).catch(() => new Map());
    if (!body.isConnected) return;
    [...body.rows].forEach((line, n) => {
      const known = names.get(rows[n]);
      if (known) line.querySelector(".where").prepend(aside(known), ", ");
    });
  }

  pager() {
    const { page, found } = this;
    const pages = Math.max(1, Math.ceil(found.length / ROWS));
    const turn = (to) => {
      this.page = to;
      this.render();
      this.place.querySelector(".wide").focus({ preventScroll: true });
      this.place.scrollIntoView({ block: "start" });
    };
    const button = (says, to, off) => make("button", { type: "button", disabled: off, onclick: () => turn(to) }, says);
    if (pages === 1) return "";
    return make("nav", { class: "pager", "aria-label": "Pages of the table" },
      button("Earlier page", page - 1, page === 0),
      make("span", {}, `${number(page * ROWS + 1)} to ${number(Math.min((page + 1) * ROWS, found.length))} of ${number(found.length)}`),
      button("Next page", page + 1, page + 1 >= pages));
  }
}
