// Beside the form: events that are known already and that it may tell of too, found while it is filled in.

import { dayWords } from "./days.js";
import { make, name } from "./dom.js";
import { Refused, Unreachable, server } from "./server.js";
import { t } from "./words.js";

const WAIT = 500; // milliseconds after a save before likenesses are looked for

export class Alike {
  constructor(desk) {
    this.desk = desk;
    this.box = document.getElementById("alike");
    this.found = new Map(); // form → events
    this.keys = new Map(); // form → what was asked about it last
  }

  // Look again where something that events are compared by has changed.
  look(form) {
    const values = this.desk.valuesOf(form);
    const key = JSON.stringify([values.when, values.where, values.side1, values.side2, values[this.desk.plan.type_field], values.counts]);
    if (!values.when || !values.where || this.keys.get(form) === key) return;
    this.keys.set(form, key);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(async () => {
      try {
        const found = await server.get(`/api/sheets/${encodeURIComponent(this.desk.state.sheet)}/alike/${encodeURIComponent(form)}`);
        this.found.set(form, found);
        this.draw();
      } catch (caught) {
        if (!(caught instanceof Refused || caught instanceof Unreachable)) throw caught;
      }
    }, WAIT);
  }

  // The events beside the form in hand, as a list offers them.
  offered() {
    return (this.found.get(this.desk.form) ?? []).map((one) => ({ form: one.id, says: says(one), outlet: one.published ? t("alike.published") : "" }));
  }

  draw() {
    const found = this.desk.row(this.desk.form)?.editable ? (this.found.get(this.desk.form) ?? []) : [];
    this.box.hidden = !found.length;
    this.box.replaceChildren(make("p", { class: "heading", text: t("alike.heading") }), ...found.map((one) => this.row(one)));
  }

  row(one) {
    return make(
      "p",
      { class: "known" },
      make("b", { text: `${Math.round(one.sure * 100)} %` }),
      name(says(one)),
      one.notes ? make("span", { class: "notes", dir: "auto", text: one.notes }) : null,
      make("span", { class: "reasons", text: one.reasons.slice(0, 3).join(" · ") }),
      make("button", { type: "button", tabindex: "-1", text: t("alike.add"), onclick: () => this.desk.addForm({ event: one.id, instead: this.desk.form }) }),
    );
  }
}

function says(one) {
  const deaths = one.deaths === null ? "" : t("alike.deaths", { deaths: one.deaths });
  return [one.type, dayWords(one.day), one.place, one.actors.join(" / "), deaths].filter(Boolean).join(", ");
}
