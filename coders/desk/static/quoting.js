// Tying words to a field without a mouse: type how they begin, arrow keys choose which and how far.

import { make } from "./dom.js";
import { t } from "./words.js";

export class QuoteLine {
  constructor(desk) {
    this.desk = desk;
    this.box = document.getElementById("quoting");
    this.input = make("input", { type: "text", dir: "auto", "aria-label": t("quoting.label"), placeholder: t("quoting.hint"), autocomplete: "off", spellcheck: "false" });
    this.shown = make("output", { class: "found", dir: "auto", "aria-live": "polite" });
    this.label = make("b");
    this.box.append(this.label, this.input, this.shown, make("span", { class: "keys", text: t("quoting.keys") }));
    this.input.addEventListener("input", () => this.seek());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close(false));
  }

  // Ask for the words of a field; `after` is where the hands go then, else back to the field.
  open(asked = null) {
    if (!this.desk.form || !this.desk.field) return;
    this.back = asked ?? { form: this.desk.form, field: this.desk.field };
    this.label.textContent = t("quoting.for", { field: this.desk.plan.fields.find((one) => one.name === this.back.field)?.title ?? "" });
    this.box.hidden = false;
    this.input.value = "";
    this.hits = [];
    this.shown.textContent = "";
    this.input.focus();
  }

  seek() {
    const text = this.desk.text;
    this.hits = text.find(this.input.value).map(([from, to]) => text.whole(from, to));
    this.at = 0;
    this.draw();
  }

  draw() {
    const hit = this.hits[this.at];
    const text = this.desk.text;
    this.shown.textContent = hit ? `${this.at + 1}/${this.hits.length} “${text.points.text.slice(hit[0], hit[1])}”` : this.input.value ? t("quoting.none") : "";
    const span = hit ? { start: text.points.toPoint(hit[0]), end: text.points.toPoint(hit[1]) } : null;
    this.desk.marks.walk(span);
    if (span) text.reveal(span.start, span.end);
  }

  key(event) {
    const hit = this.hits[this.at];
    const text = this.desk.text;
    const end = this.input.selectionStart === this.input.value.length;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter") this.take(hit);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!this.hits.length) return;
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + this.hits.length) % this.hits.length;
      this.draw();
    } else if (hit && (event.key === "ArrowRight" || event.key === "ArrowLeft") && (end || event.altKey)) {
      const ahead = (event.key === "ArrowRight") !== (getComputedStyle(this.input).direction === "rtl");
      if (event.shiftKey) hit[0] = ahead ? Math.min(text.step(hit[0], true), hit[1] - 1) : startOfWord(text, hit[0]);
      else hit[1] = ahead ? text.step(hit[1], true) : Math.max(text.step(hit[1], false), hit[0] + 1);
      this.draw();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(hit) {
    if (!hit) return;
    const quote = this.desk.text.quote(...this.desk.text.trimmed(hit[0], hit[1]));
    this.desk.form = this.back.form;
    this.desk.field = this.back.field;
    this.desk.tie(quote);
    this.close();
  }

  close(focus = true) {
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.desk.marks.walk(null);
    if (!focus) return;
    if (this.back.after) this.back.after();
    else this.desk.view(this.back.form).focus(this.back.field);
  }
}

function startOfWord(text, unit) {
  let at = text.step(unit, false);
  const all = text.points.text;
  while (at > 0 && /\S/.test(all[at - 1])) at -= 1;
  return at;
}
