// Keys: one table says what there is, the page shows it, the palette finds it by name.
// Every shortcut is a chord or a function key, so that none can fire from what one types.

import { make } from "./dom.js";
import { filtered } from "./combo.js";
import { t } from "./words.js";

const at = (id) => document.getElementById(id);

// what: [key as the event's code or key, modifiers, what is done]
const TABLE = [
  ["submit", "Ctrl+Enter", (desk) => desk.submit()],
  ["problem", "F8", (desk) => desk.nextProblem()],
  ["quote", "F2", (desk) => desk.quoting.open()],
  ["unquote", "Alt+Backspace", (desk) => desk.untieLast()],
  ["down", "Alt+ArrowDown", (desk) => desk.form && desk.view(desk.form).next(desk.field)],
  ["up", "Alt+ArrowUp", (desk) => desk.form && desk.view(desk.form).next(desk.field, true)],
  ["doubt", "Alt+D", (desk) => desk.form && desk.field && desk.view(desk.form).doubtField(desk.field)],
  ["same", "Alt+S", (desk) => desk.sameAsBefore()],
  ["add", "Alt+N", (desk) => desk.addForm()],
  ["copy", "Alt+C", (desk) => desk.addForm({ copy: desk.form, without: ["counts", "notes"] })],
  ["split", "Alt+P", (desk, keys) => keys.split()],
  ["corroborate", "Alt+O", (desk, keys) => keys.corroborate()],
  ["drop", "Alt+Delete", (desk) => desk.drop()],
  ["next", "Alt+PageDown", (desk) => desk.turnBy(1)],
  ["before", "Alt+PageUp", (desk) => desk.turnBy(-1)],
  ["later", "Alt+Shift+PageDown", (desk) => desk.move(1)],
  ["earlier", "Alt+Shift+PageUp", (desk) => desk.move(-1)],
  ["beside", "Alt+B", (desk) => desk.toggleBeside()],
  ["all", "Alt+A", (desk) => desk.showAll()],
  ["more", "Alt+M", (desk) => desk.unfold()],
  ["nothing", "Alt+0", (desk) => desk.askNothing()],
  ["undo", "Alt+Z", (desk) => desk.steps.undo(desk)],
  ["redo", "Alt+Y", (desk) => desk.steps.redo(desk)],
  ["help", "F1", (desk) => desk.toggleHelp()],
  ["palette", "Ctrl+K", (desk, keys) => keys.palette()],
  ["map", "Alt+H", (desk, keys) => keys.map()],
  ["article", "Alt+T", () => at("text").focus()],
  ["on", "Alt+G", (desk) => desk.goOn()],
  ["work", "Alt+W", (desk) => desk.toWork()],
];

export class Keys {
  constructor(desk) {
    this.desk = desk;
    document.addEventListener("keydown", (event) => this.pressed(event));
    at("open-keys").addEventListener("click", () => this.map());
    at("open-palette").addEventListener("click", () => this.palette());
    this.dialog = at("palette");
    this.words = at("palette-words");
    this.words.addEventListener("input", () => this.list());
    this.words.addEventListener("keydown", (event) => this.paletteKey(event));
    for (const dialog of document.querySelectorAll("dialog")) dialog.addEventListener("close", () => this.comeBack());
  }

  pressed(event) {
    if (event.isComposing || event.getModifierState?.("AltGraph")) return;
    if (document.querySelector("dialog[open]")) return;
    const said = spelt(event);
    const row = TABLE.find(([, keys]) => keys === said);
    const turned = /^Alt\+([1-9])$/.exec(said);
    if (!row && !turned) return;
    event.preventDefault();
    event.stopPropagation();
    if (turned) {
      const form = this.desk.state.forms[Number(turned[1]) - 1];
      if (form) this.desk.turn(form.form);
    } else row[2](this.desk, this);
  }

  leave() {
    this.back = document.activeElement;
  }

  comeBack() {
    if (this.back?.isConnected) this.back.focus();
    this.back = null;
  }

  map() {
    this.leave();
    const rows = TABLE.map(([what, keys]) => make("tr", {}, make("td", {}, ...keysShown(keys)), make("td", { text: t(`key.${what}`) })));
    const walked = ["take", "walk", "leave", "field"].map((one) => make("tr", {}, make("td", {}, ...keysShown(t(`walk.${one}.key`))), make("td", { text: t(`walk.${one}`) })));
    at("keymap-rows").replaceChildren(...walked, ...rows);
    at("keymap").showModal();
  }

  palette() {
    this.leave();
    this.words.value = "";
    this.dialog.showModal();
    this.list();
  }

  list() {
    const every = TABLE.map(([what, keys, act]) => ({ label: t(`key.${what}`), keys, act }));
    const fields = this.desk.form
      ? this.desk.plan.fields.map((one) => ({ label: t("palette.field", { field: one.title }), keys: "", act: (desk) => this.toField(desk, one.name) }))
      : [];
    const forms = this.desk.state.forms.map((row, index) => ({ label: t("palette.event", { number: index + 1, says: this.desk.brief(row) }), keys: index < 9 ? `Alt+${index + 1}` : "", act: (desk) => desk.turn(row.form) }));
    this.hits = filtered([...every, ...fields, ...forms], this.words.value);
    this.at = 0;
    at("palette-list").replaceChildren(
      ...this.hits.map((one, index) =>
        make("li", { role: "option", id: `palette-${index}`, "aria-selected": String(index === 0), onclick: () => this.run(one) }, make("span", { text: one.label }), make("span", { class: "keys" }, ...keysShown(one.keys))),
      ),
    );
    this.words.setAttribute("aria-activedescendant", "palette-0");
  }

  toField(desk, field) {
    this.back = null;
    const box = desk.view(desk.form).fields.get(field);
    box.wanted = true;
    desk.view(desk.form).focus(field);
  }

  paletteKey(event) {
    if (event.key === "Enter" && this.hits[this.at]) this.run(this.hits[this.at]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const items = at("palette-list").children;
      items[this.at]?.setAttribute("aria-selected", "false");
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + this.hits.length) % Math.max(1, this.hits.length);
      items[this.at]?.setAttribute("aria-selected", "true");
      items[this.at]?.scrollIntoView({ block: "nearest" });
      this.words.setAttribute("aria-activedescendant", `palette-${this.at}`);
    } else return;
    event.preventDefault();
  }

  run(one) {
    const back = this.back;
    this.back = null;
    this.dialog.close();
    back?.focus?.();
    one.act(this.desk, this);
  }

  split() {
    import("./asking.js").then((asking) => asking.askSplit(this.desk));
  }

  corroborate() {
    import("./asking.js").then((asking) => asking.askEvent(this.desk));
  }
}

const SHORT = { ArrowDown: "↓", ArrowUp: "↑", PageDown: "PgDn", PageUp: "PgUp", Backspace: "⌫", Delete: "Del" };

// A pressed key as the table spells it.
function spelt(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (event.altKey || event.ctrlKey)) parts.push("Shift");
  const letter = /^Key([A-Z])$/.exec(event.code ?? "")?.[1] ?? /^Digit(\d)$/.exec(event.code ?? "")?.[1];
  parts.push(letter && (event.altKey || event.ctrlKey || event.metaKey) ? letter : event.key);
  return parts.join("+");
}

export function keysShown(keys) {
  return keys ? keys.split("+").flatMap((one, index) => [index ? "+" : "", make("kbd", { text: SHORT[one] ?? one })]).filter((one) => one !== "") : [];
}
