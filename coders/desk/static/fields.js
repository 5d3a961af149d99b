// The controls of a form, one kind of field each. A control shows a value as the sheet has it and hands
// a changed one over; what it means, and whether it holds, is the server's to say.

import { Combo, filtered } from "./combo.js";
import { whenShown, whenText } from "./days.js";
import { freshId, make, name } from "./dom.js";
import { server } from "./server.js";
import { plain, t } from "./words.js";

// `about` of a control: plan of the field, and the desk: change(fields, how), next(), candidates(kinds), walk(option),
// names(), quoteOf(option), form().
class Control {
  constructor(plan, desk) {
    this.plan = plan;
    this.desk = desk;
    this.element = make("div", { class: `control ${plan.kind}` });
  }

  get input() {
    return this.element.querySelector("input, textarea, button, [tabindex='0']");
  }

  focus() {
    this.input?.focus();
  }

  // Take a value, with the words of a candidate as its evidence where it is one.
  give(value, option = null, next = true) {
    const quote = option?.span ? this.desk.quoteOf(option) : null;
    this.desk.change(this.plan.name, value, { quote });
    if (next) this.desk.next(this.plan.name);
  }

  combo(settings) {
    return new Combo({
      label: this.plan.title,
      empty: () => this.desk.next(this.plan.name),
      active: (option) => this.desk.walk(option, this.plan.name),
      typing: (text) => this.desk.typing(this.plan.name, text),
      ...settings,
    });
  }

  candidates(...kinds) {
    return this.desk.candidates(kinds);
  }

  // Candidates have come while the field was in hand already.
  lit() {
    const combo = this.list ?? this.adder;
    if (combo instanceof Combo && !combo.typing && document.activeElement === combo.input) combo.focused();
  }
}

class ChoiceControl extends Control {
  constructor(plan, desk, kinds = []) {
    super(plan, desk);
    this.choices = (plan.choices ?? []).map((one) => ({
      value: one.code,
      label: one.label,
      group: one.group,
      detail: one.code !== one.label ? one.code : brief(one.about),
      also: `${one.group ?? ""} ${one.code}`,
      about: one,
    }));
    this.list = this.combo({
      openOn: true,
      candidates: () => (kinds.length ? this.candidates(...kinds) : []),
      source: (words) => filtered(this.choices, words),
      pick: (option) => this.give(option.value, option),
      typed: (text) => this.give(text || null, null, false),
    });
    this.element.append(this.list.element);
  }

  show(value) {
    const known = this.choices.find((one) => one.value === value);
    this.list.show(known ? known.label : plain(value));
  }
}

class BooleanControl extends Control {
  constructor(plan, desk) {
    super(plan, desk);
    const id = freshId("yes");
    this.box = make("input", { type: "checkbox", id, "aria-label": plan.title });
    this.box.addEventListener("change", () => this.desk.change(plan.name, this.box.checked || null, {}));
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.desk.next(plan.name);
      }
    });
    this.element.append(this.box, make("label", { for: id, text: plan.hint ?? t("field.yes") }));
  }

  show(value) {
    this.box.checked = value === true;
  }
}

class TextControl extends Control {
  constructor(plan, desk) {
    super(plan, desk);
    const long = plan.kind === "notes";
    this.box = make(long ? "textarea" : "input", { "aria-label": plan.title, dir: "auto", rows: long ? 3 : null, autocomplete: "off" });
    this.box.addEventListener("input", () => this.desk.change(plan.name, this.read(), { typing: true }));
    this.box.addEventListener("change", () => this.desk.change(plan.name, this.read(), {}));
    this.box.addEventListener("keydown", (event) => {
      const leave = event.key === "Enter" && (!long || event.ctrlKey) && !event.altKey;
      if (!leave || event.isComposing) return;
      if (long) return; // Ctrl+Enter hands in, as everywhere
      event.preventDefault();
      this.desk.next(plan.name);
    });
    this.element.append(this.box);
  }

  read() {
    const text = this.box.value;
    if (!text.trim()) return null;
    return this.plan.kind === "number" && /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
  }

  show(value) {
    if (document.activeElement === this.box) return;
    this.box.value = value === undefined || value === null ? "" : plain(value);
  }
}

class ListControl extends Control {
  constructor(plan, desk, kinds = []) {
    super(plan, desk);
    this.values = [];
    const choices = (plan.choices ?? []).map((one) => ({ value: one.code, label: one.label, detail: brief(one.about), about: one }));
    this.chips = make("span", { class: "chips" });
    this.list = this.combo({
      several: true,
      openOn: false,
      candidates: () => (kinds.length ? this.candidates(...kinds) : []).filter((one) => !this.values.includes(one.value)),
      source: (words) => (choices.length ? filtered(choices, words).filter((one) => !this.values.includes(one.value)) : words ? [{ value: words, label: words }] : []),
      pick: (option) => this.add(option.value, option.span ? this.desk.quoteOf(option) : null),
      typed: (text) => text && this.add(text),
      backspace: () => this.set(this.values.slice(0, -1)),
    });
    this.element.append(this.chips, this.list.element);
  }

  add(value, quote = null) {
    this.list.show("");
    this.list.input.value = "";
    this.set([...this.values, value], quote);
  }

  set(values, quote = null) {
    this.show(values);
    this.desk.change(this.plan.name, values.length ? values : null, { quote });
  }

  show(value) {
    this.values = Array.isArray(value) ? value : value ? [value] : [];
    this.chips.replaceChildren(
      ...this.values.map((one) => chip(one, () => this.set(this.values.filter((other) => other !== one)))),
    );
  }
}

class WhenControl extends Control {
  constructor(plan, desk) {
    super(plan, desk);
    this.means = make("p", { class: "means", "aria-live": "polite" });
    this.list = this.combo({
      free: true,
      placeholder: t(desk.published() ? "when.hint" : "when.hint.undated"),
      focused: () => this.show(this.value, this.row ?? {}),
      candidates: () => this.candidates("when"),
      source: () => [],
      pick: (option) => this.give(option.value, option),
      typed: (text) => this.give(text || null, null, false),
    });
    this.list.input.addEventListener("input", () => this.ask(this.list.input.value));
    this.element.append(this.list.element);
  }

  async ask(words) {
    const mine = (this.asked = (this.asked ?? 0) + 1);
    if (!words.trim()) {
      this.tell(this.undated());
      return;
    }
    try {
      const found = await server.get("/api/when", { q: words, published: this.desk.published() });
      if (mine !== this.asked) return;
      this.tell(found ? whenShown(found.shown, t) : this.undated() || t("when.unread"), !found);
    } catch {
      this.tell("");
    }
  }

  // "Tuesday" means nothing without a day to count from: said before somebody types it.
  undated() {
    return this.desk.published() ? "" : t("when.undated");
  }

  tell(says, unread = false) {
    this.means.textContent = says;
    this.means.classList.toggle("unread", unread);
  }

  show(value, row) {
    this.asked = (this.asked ?? 0) + 1;
    this.value = value;
    this.row = row;
    this.list.show(whenText(value));
    if (this.list.typing) return;
    const inHand = document.activeElement === this.list.input;
    this.tell(value && row.shown?.when ? whenShown(row.shown.when, t) : !value && inHand ? this.undated() : "");
  }
}

class WhereControl extends Control {
  constructor(plan, desk) {
    super(plan, desk);
    this.value = null;
    this.means = make("p", { class: "means" });
    this.list = this.combo({
      placeholder: t("where.hint"),
      candidates: () => this.candidates("where"),
      source: (words) => () => found("/api/places", { q: words }, placeOption, [this.adding(words)]),
      pick: (option) => (option.act ? option.act() : this.place(option)),
      typed: (text) => this.put({ ...(this.value ?? {}), place: text || undefined }),
      empty: () => (this.value?.place && !this.value.precision ? this.grades.querySelector("button")?.focus() : this.desk.next(plan.name)),
    });
    this.grades = make("div", { class: "grades", role: "radiogroup", "aria-label": t("where.precision") });
    this.rest = make("input", { type: "text", inputmode: "numeric", class: "rest", "aria-label": t("where.remainder"), placeholder: t("where.remainder"), tabindex: "-1" });
    this.rest.addEventListener("change", () => this.put({ ...this.value, remainder: this.rest.value.trim() ? Number(this.rest.value) : undefined }));
    const steps = desk.plan.precision;
    this.buttons = steps.map((step) =>
      make("button", { type: "button", role: "radio", "aria-checked": "false", tabindex: "-1", title: step.about, onclick: () => this.grade(step.code) }, `${step.code} ${step.label}`),
    );
    this.grades.append(...this.buttons);
    this.grades.addEventListener("keydown", (event) => this.gradeKey(event, steps));
    this.element.append(this.list.element, make("div", { class: "exact" }, this.grades, this.rest));
  }

  adding(words) {
    return { label: t("where.add", { name: words }), act: () => this.desk.addPlace(words), detail: "" };
  }

  gradeKey(event, steps) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.buttons.indexOf(document.activeElement);
    const typed = steps.find((step) => String(step.code) === event.key);
    if (typed) {
      event.preventDefault();
      this.grade(typed.code);
      this.desk.next(this.plan.name);
    } else if (["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const step = event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : -1;
      this.buttons[(at + step + this.buttons.length) % this.buttons.length].focus();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.grade(steps[at].code);
      this.desk.next(this.plan.name);
    }
  }

  grade(code) {
    this.put({ ...(this.value ?? {}), precision: code });
  }

  place(option) {
    const written = typeof option.value === "object" ? option.value : { place: option.value };
    const value = { ...(this.value ?? {}), ...written };
    const quote = option.span ? this.desk.quoteOf(option) : null;
    this.put(value, quote);
    this.show(value, { names: { [value.place]: { label: option.label } } });
    if (value.precision) this.desk.next(this.plan.name);
    else this.buttons[0].focus();
  }

  put(value, quote = null) {
    const clean = Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== ""));
    this.value = Object.keys(clean).length ? clean : null;
    this.desk.change(this.plan.name, this.value, { quote });
  }

  show(value, row) {
    this.value = typeof value === "string" ? { place: value } : (value ?? null);
    const known = row.names?.[this.value?.place];
    this.list.show(known ? known.label : plain(this.value?.place ?? ""));
    this.means.replaceChildren(...(known?.within ? [name(`${known.within} · ${known.kind} · ${known.point.map((one) => one.toFixed(3)).join(", ")}`)] : []));
    this.buttons.forEach((button, at) => {
      const on = this.desk.plan.precision[at].code === this.value?.precision;
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on || (!this.value?.precision && at === 0 && this.value?.place) ? 0 : -1;
    });
    this.rest.value = this.value?.remainder ?? "";
    this.rest.classList.toggle("quiet", !this.value?.remainder);
  }
}

class SideControl extends Control {
  constructor(plan, desk) {
    super(plan, desk);
    this.value = null;
    this.list = this.actorCombo((id) => this.put({ ...(this.value ?? {}), actor: id }), plan.title);
    this.more = make("div", { class: "more", hidden: true });
    this.certainty = make("select", { "aria-label": t("side.certainty") }, desk.plan.certainty.map((one) => make("option", { value: one, text: t(`certainty.${one}`) })));
    this.certainty.addEventListener("change", () => this.put({ ...this.value, certainty: this.certainty.value === "stated" ? undefined : this.certainty.value }));
    this.by = make("input", { type: "text", dir: "auto", "aria-label": t("side.by"), placeholder: t("side.by") });
    this.by.addEventListener("change", () => this.put({ ...this.value, by: this.by.value.trim() || undefined }));
    this.by.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.altKey || event.ctrlKey) return;
      event.preventDefault();
      this.desk.next(plan.name);
    });
    this.chips = make("span", { class: "chips" });
    this.others = this.actorCombo((id) => this.associates([...(this.value?.associates ?? []), id]), t("side.associates"), true);
    this.more.append(this.certainty, this.by, this.chips, this.others.element);
    this.toggle = make("button", { type: "button", class: "quiet small", tabindex: "-1", "aria-expanded": "false", text: t("side.more"), onclick: () => this.unfold(this.more.hidden) });
    this.element.append(make("div", { class: "row" }, this.list.element, this.toggle), this.more);
  }

  actorCombo(pick, label, several = false) {
    const combo = this.combo({
      label,
      several,
      placeholder: several ? t("side.associates") : t("side.hint"),
      candidates: () => this.candidates("actor"),
      source: (words) => () => found("/api/actors", { q: words, day: this.desk.day(), country: this.desk.country() }, actorOption, [{ label: t("side.propose", { name: words }), act: () => this.desk.proposeActor(words, this.plan.name), detail: "" }]),
      pick: (option) => {
        if (option.act) {
          option.act();
          return;
        }
        const given = typeof option.value === "object" ? option.value : null;
        if (given && !several) this.put({ ...(this.value ?? {}), ...given }, option);
        else {
          this.quoteNext = option.span ? option : null;
          pick(given ? given.actor : option.value);
        }
        combo.show(several ? "" : option.label);
        if (several) combo.input.value = "";
        else this.desk.next(this.plan.name);
      },
      typed: (text) => (several ? text && pick(text) : this.put(text ? { ...(this.value ?? {}), actor: text } : {})),
    });
    return combo;
  }

  unfold(open) {
    this.more.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (open) this.certainty.focus();
  }

  associates(listed) {
    this.put({ ...this.value, associates: listed.length ? listed : undefined });
    this.show(this.value, this.row ?? {});
  }

  put(value, option = this.quoteNext) {
    const quote = option?.span ? this.desk.quoteOf(option) : null;
    this.quoteNext = null;
    const clean = Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined && one !== "" && !(Array.isArray(one) && !one.length)));
    this.value = Object.keys(clean).length ? clean : null;
    this.desk.change(this.plan.name, this.value, { quote });
  }

  show(value, row) {
    this.row = row;
    this.value = typeof value === "string" ? { actor: value } : (value ?? null);
    const known = (id) => row.names?.[id]?.label ?? id ?? "";
    this.list.show(plain(known(this.value?.actor)));
    this.certainty.value = this.value?.certainty ?? "stated";
    if (document.activeElement !== this.by) this.by.value = plain(this.value?.by ?? "");
    const listed = this.value?.associates ?? [];
    this.chips.replaceChildren(...listed.map((one) => chip(known(one), () => this.associates(listed.filter((other) => other !== one)))));
    const filled = this.value && (this.value.certainty || this.value.by || listed.length);
    if (filled && this.more.hidden) {
      this.more.hidden = false;
      this.toggle.setAttribute("aria-expanded", "true");
    }
    this.toggle.classList.toggle("filled", Boolean(filled));
    const standing = row.names?.[this.value?.actor]?.standing;
    this.list.input.classList.toggle("proposed", standing === "proposed");
  }
}

// Ask the server for options; a list that cannot be had is an empty one.
export async function found(path, asked, shape, after = []) {
  try {
    const rows = await server.get(path, asked);
    return [...rows.map(shape), ...after];
  } catch {
    return after;
  }
}

function placeOption(row) {
  const people = row.population ? ` · ${row.population.toLocaleString("en")}` : "";
  return { value: row.id, label: row.label, detail: `${row.within} · ${row.kind}${people} · ${row.why}` };
}

function actorOption(row) {
  const proposed = row.standing === "proposed" ? ` · ${t("side.proposed")}` : "";
  const other = row.as && row.as !== row.label ? ` (${row.as})` : "";
  return { value: row.id, label: row.label, detail: `${row.types.join(", ")} · ${row.why}${other}${proposed}` };
}

export function chip(text, remove) {
  return make(
    "span",
    { class: "chip" },
    name(text),
    make("button", { type: "button", tabindex: "-1", "aria-label": t("chip.remove", { what: plain(text) }), onclick: remove }, "×"),
  );
}

export function brief(text) {
  return String(text ?? "").split(". ")[0].replace(/\.$/, "");
}

export { BooleanControl, ChoiceControl, Control, ListControl, SideControl, TextControl, WhenControl, WhereControl };
