// Fields that hold several things with parts of their own: counts, relations, the records of a codebook.

import { Combo, filtered } from "./combo.js";
import { make } from "./dom.js";
import { Control, brief } from "./fields.js";
import { plain, t } from "./words.js";

class RowsControl extends Control {
  constructor(plan, desk) {
    super(plan, desk);
    this.rows = [];
    this.body = make("div", { class: "rows" });
    this.element.append(this.body);
  }

  focus() {
    this.adder.input.focus();
  }

  get input() {
    return this.adder.input;
  }

  // Keep the rows as they now are; `quote` ties words to the field as a whole.
  put(rows, how = {}) {
    this.rows = rows.map((row) => clean(row));
    this.desk.change(this.plan.name, this.rows.length ? this.rows : null, how);
    if (!how.typing) this.draw();
  }

  set(at, part, value, how = {}) {
    this.put(
      this.rows.map((row, other) => (other === at ? { ...row, [part]: value } : row)),
      how,
    );
  }

  show(value) {
    const rows = Array.isArray(value) ? value : [];
    if (this.body.contains(document.activeElement) && JSON.stringify(rows.map(clean)) === JSON.stringify(this.rows)) return;
    if (this.body.contains(document.activeElement)) {
      this.rows = rows;
      return;
    }
    this.rows = rows;
    this.draw();
  }

  draw() {
    this.body.replaceChildren(...this.rows.map((row, at) => this.row(row, at)));
  }

  text(row, at, part, label, width = "") {
    const input = make("input", { type: "text", dir: "auto", class: `part ${width}`, "aria-label": label, placeholder: label });
    input.value = plain(Array.isArray(row[part]) ? row[part].join(", ") : (row[part] ?? ""));
    const read = () => this.partOf(part, input.value.trim());
    input.addEventListener("input", () => this.set(at, part, read(), { typing: true }));
    input.addEventListener("change", () => this.set(at, part, read(), { typing: true }));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.altKey || event.ctrlKey) return;
      event.preventDefault();
      this.focus();
    });
    return input;
  }

  partOf(part, text) {
    return text || undefined;
  }

  select(row, at, part, label, choices) {
    const box = make("select", { "aria-label": label }, choices.map(([value, text]) => make("option", { value, text })));
    box.value = row[part] ?? "";
    box.addEventListener("change", () => this.set(at, part, box.value || undefined));
    return box;
  }

  remover(at) {
    return make("button", {
      type: "button",
      class: "quiet small",
      "aria-label": t("rows.remove"),
      text: "×",
      onclick: () => {
        this.put(this.rows.filter((_, other) => other !== at));
        this.focus();
      },
    });
  }

  // The words of a row: a button that shows where they stand.
  quoted(quote, what) {
    if (!quote) return make("span", { class: "noquote", text: t("rows.noquote", { what }) });
    const exact = typeof quote === "string" ? quote : (quote.exact ?? "");
    return make("button", { type: "button", class: "quote", tabindex: "-1", dir: "auto", onclick: () => this.desk.reveal(quote), text: `“${exact}”` });
  }
}

class CountsControl extends RowsControl {
  constructor(plan, desk) {
    super(plan, desk);
    this.kinds = desk.plan.counts.map((one) => ({ value: one.code, label: one.label, detail: brief(one.about), about: { ...one } }));
    this.adder = this.combo({
      several: true,
      placeholder: t("counts.hint"),
      candidates: () => this.candidates("count"),
      source: (words) => this.read(words),
      pick: (option) => this.add(option),
      typed: () => {},
    });
    this.element.append(this.adder.element);
  }

  // Options for words such as `deaths at least 3`: the count, then what is counted.
  read(words) {
    if (!words) return [];
    const [first, ...rest] = words.split(/\s+/);
    const count = rest.join(" ");
    const hits = filtered(this.kinds, first);
    return hits.map((one) => ({ ...one, label: count ? `${one.label}: ${count}` : one.label, value: { what: one.value, count: count || "unknown" } }));
  }

  add(option) {
    const quote = option.span ? this.desk.quoteOf(option) : null;
    const claim = typeof option.value === "object" ? { ...option.value } : { what: option.value, count: "unknown" };
    if (quote) claim.phrase = quote;
    this.adder.input.value = "";
    this.adder.show("");
    this.put([...this.rows, claim]);
    this.desk.row = this.rows.length - 1;
    this.adder.input.focus();
    this.adder.focused();
  }

  // Tie words to the row in hand, which is the newest unless another one is being written in.
  tie(quote) {
    const at = this.body.contains(document.activeElement)
      ? [...this.body.children].findIndex((row) => row.contains(document.activeElement))
      : (this.rows.map((row) => !row.phrase).lastIndexOf(true));
    const chosen = at < 0 ? this.rows.length - 1 : at;
    if (chosen < 0) return false;
    this.set(chosen, "phrase", quote);
    return true;
  }

  row(row, at) {
    const what = this.select(row, at, "what", t("counts.what"), this.kinds.map((one) => [one.value, one.label]));
    const extra = make("details", { class: "extra" }, make("summary", { text: t("counts.more") }), [
      this.select(row, at, "kind", t("counts.kind"), [["", t("counts.cumulative")], ["new", t("counts.new")]]),
      this.select(row, at, "of", t("counts.of"), [["", t("counts.all")], ...this.desk.plan.groups.map((one) => [one, t(`group.${one}`)])]),
      this.text(row, at, "split_over", t("counts.split")),
    ]);
    extra.open = Boolean(row.kind || row.of || row.split_over);
    return make(
      "div",
      { class: "one" },
      make("div", { class: "line" }, what, this.text(row, at, "count", t("counts.count"), "short"), this.text(row, at, "by", t("counts.by")), this.text(row, at, "as_of", t("counts.asof"), "day"), this.remover(at)),
      make("div", { class: "line" }, this.quoted(row.phrase, t("counts.words")), this.stance(row.phrase), extra),
    );
  }

  // What is denied or doubted is coded all the same; whoever looks at the line sees that it is.
  stance(phrase) {
    const stance = this.desk.stanceOf(phrase);
    return stance ? make("span", { class: `stance ${stance}`, text: t(`stance.${stance}`) }) : null;
  }

  partOf(part, text) {
    if (part === "split_over") return text ? text.split(/[\s,]+/) : undefined;
    return text || undefined;
  }

  // The reading help has come, and knows what is denied.
  helped() {
    if (!this.body.contains(document.activeElement)) this.draw();
  }
}

class RelationsControl extends RowsControl {
  constructor(plan, desk) {
    super(plan, desk);
    const kinds = desk.plan.relation_kinds;
    this.adder = this.combo({
      several: true,
      placeholder: t("relations.hint"),
      source: (words) => this.targets(kinds, words),
      pick: (option) => {
        this.adder.input.value = "";
        this.put([...this.rows, option.value]);
        this.adder.input.focus();
      },
      typed: () => {},
    });
    this.element.append(this.adder.element);
  }

  targets(kinds, words) {
    if (!words) return [];
    const [first, ...rest] = words.split(/\s+/);
    const others = this.desk.others().map((one) => ({ to: one.form, says: one.says }));
    const typed = rest.join(" ").trim();
    const targets = typed ? [...others.filter((one) => one.to.includes(typed)), { to: typed, says: "" }] : others;
    return filtered(kinds.map((one) => ({ label: one })), first).flatMap((kind) =>
      targets.map((one) => ({ label: `${kind.label} → ${one.to}`, detail: one.says, value: { kind: kind.label, to: one.to } })),
    );
  }

  tie(quote) {
    if (!this.rows.length) return false;
    this.set(this.rows.length - 1, "quote", quote);
    return true;
  }

  row(row, at) {
    return make(
      "div",
      { class: "one" },
      make("div", { class: "line" }, this.select(row, at, "kind", t("relations.kind"), this.desk.plan.relation_kinds.map((one) => [one, one])), this.text(row, at, "to", t("relations.to")), this.remover(at)),
      make("div", { class: "line" }, this.quoted(row.quote, t("relations.words"))),
    );
  }
}

class RecordsControl extends RowsControl {
  constructor(plan, desk) {
    super(plan, desk);
    this.adder = { input: make("button", { type: "button", class: "quiet", text: t("records.add", { what: plan.title }), onclick: () => this.add() }) };
    this.element.append(this.adder.input);
  }

  add() {
    this.rows = [...this.rows, {}];
    this.draw();
    this.body.lastElementChild?.querySelector("input, select")?.focus();
  }

  row(row, at) {
    return make(
      "div",
      { class: "one" },
      make("div", { class: "line slots" }, this.plan.slots.map((slot) => this.slot(slot, row, at)), this.remover(at)),
      make("div", { class: "line" }, this.quoted(Array.isArray(row.quote) ? row.quote[0] : row.quote, this.plan.title)),
    );
  }

  slot(slot, row, at) {
    if (slot.kind === "choice" || slot.kind === "country") {
      return this.select(row, at, slot.name, slot.title, [["", slot.title], ...slot.choices.map((one) => [one.code, one.label])]);
    }
    if (slot.kind === "boolean") {
      return this.select(row, at, slot.name, slot.title, [["", slot.title], ["true", t("field.yes")], ["false", t("field.no")]]);
    }
    return this.text(row, at, slot.name, slot.title);
  }

  partOf(part, text) {
    const slot = this.plan.slots.find((one) => one.name === part);
    if (slot?.kind === "choices" || slot?.kind === "tags") return text ? text.split(/\s*,\s*/).filter(Boolean) : undefined;
    if (slot?.kind === "number" && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
    return text || undefined;
  }

  set(at, part, value, how = {}) {
    const slot = this.plan.slots.find((one) => one.name === part);
    const plainValue = slot?.kind === "boolean" && value ? value === "true" : value;
    super.set(at, part, plainValue, how);
  }

  tie(quote) {
    if (!this.rows.length) return false;
    this.set(this.rows.length - 1, "quote", quote);
    return true;
  }
}

function clean(row) {
  return Object.fromEntries(Object.entries(row).filter(([, one]) => one !== undefined && one !== "" && !(Array.isArray(one) && !one.length)));
}

export { CountsControl, RecordsControl, RelationsControl };
