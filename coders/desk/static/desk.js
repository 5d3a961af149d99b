// The coding page: an article on the left, its forms on the right, and all that a coder does between them.

import { typingAhead } from "./ahead.js";
import { Alike } from "./alike.js";
import { ArticleView, articleHead, titleOf } from "./article.js";
import { askPlace, askActor } from "./asking.js";
import { dayWords } from "./days.js";
import { make, name, say, toast } from "./dom.js";
import { FormView } from "./form.js";
import { showHelp } from "./helping.js";
import { Keeper } from "./keeper.js";
import { Keys } from "./keys.js";
import { listenLook } from "./looking.js";
import { Marks } from "./marks.js";
import { QuoteLine } from "./quoting.js";
import { Refused, Unreachable, server } from "./server.js";
import { Steps } from "./steps.js";
import { loadWords, plain, sentences, t } from "./words.js";

const sheet = document.body.dataset.sheet;
const at = (id) => document.getElementById(id);

class Desk {
  async open() {
    await loadWords(server);
    const [plan, state] = await Promise.all([server.get("/api/plan"), server.get(`/api/sheets/${encodeURIComponent(sheet)}`)]);
    this.plan = plan;
    this.article = state.article;
    this.person = state.person;
    this.text = new ArticleView(at("text"), state.article);
    at("about-article").replaceChildren(...articleHead(state.article, dayWords));
    document.title = `${plain(titleOf(state.article))} · Eventbook`;
    this.marks = new Marks(this.text, plan.type_field);
    this.steps = new Steps(sheet, (form, fields) => this.apply(form, fields));
    this.views = new Map();
    this.begun = new Set();
    this.keeper = new Keeper(sheet, {
      saved: (answer, form) => this.saved(answer, form),
      state: (kind, waiting) => this.indicate(kind, waiting),
      conflict: (form, conflicts) => this.conflict(form, conflicts),
      refused: (form, message) => toast(t("save.why", { message }), "fault"),
    });
    await this.keeper.open();
    this.quoting = new QuoteLine(this);
    this.alike = new Alike(this);
    this.keys = new Keys(this);
    this.listen();
    this.take(state);
    this.keeper.flushAll();
    if (this.form) this.view(this.form).focus();
    this.read();
  }

  // Candidates of the reading help; without them the page works the same, but for the marks.
  async read() {
    at("reading-help").textContent = t("reading.reads");
    try {
      const reading = await server.get(`/api/articles/${encodeURIComponent(this.article.id)}/reading`);
      this.marks.take(reading);
      for (const view of this.views.values()) view.fields.get("counts")?.control.helped?.();
      const focused = document.activeElement?.closest?.(".field")?.dataset.name;
      if (focused && this.form) this.view(this.form).fields.get(focused)?.control.lit?.();
      this.marks.draw(this.formState(), this.field);
    } catch (caught) {
      if (!(caught instanceof Refused || caught instanceof Unreachable)) throw caught;
    } finally {
      at("reading-help").textContent = this.marks.found.length ? t("reading.found", { count: this.marks.found.length }) : t("reading.none");
    }
  }

  // Take a sheet as the server has it; what waits here stays over it.
  take(state, show = "") {
    this.state = state;
    for (const id of this.begunHere()) this.addRow(id);
    const names = state.forms.map((form) => form.form);
    for (const [id, view] of this.views) {
      if (!names.includes(id)) {
        view.element.remove();
        this.views.delete(id);
      }
    }
    this.form = names.includes(show) ? show : names.includes(this.form) ? this.form : (names[0] ?? "");
    this.drawTabs();
    this.draw();
    at("nothing").hidden = state.forms.length > 0 && !state.nothing_to_code;
    at("nothing-why").value = plain(state.nothing_to_code);
  }

  // Events that were begun while the server was away, and that it has not made yet.
  begunHere() {
    const waiting = Object.entries(this.keeper.pending).filter(([, one]) => one.base === 0 && Object.keys(one.fields).length);
    const ids = new Set([...this.begun, ...waiting.map(([id]) => id)]);
    return [...ids].filter((id) => !this.row(id));
  }

  addRow(id) {
    this.state.forms.push({ form: id, section: "events", base: 0, status: "draft", editable: true, reason: "", fields: {}, names: {}, shown: {}, asked: [], detached: [] });
    this.state.problems[id] = { open: [], waived: [] };
  }

  row(id) {
    return this.state.forms.find((form) => form.form === id);
  }

  formState() {
    return this.form ? this.valuesOf(this.form) : {};
  }

  // What a form says here: what the server has, and over it what waits.
  valuesOf(id) {
    const row = this.row(id);
    const values = structuredClone(row?.fields ?? {});
    for (const [field, value] of Object.entries(this.keeper.overlay(id))) {
      const [whole, ...rest] = field.split(".");
      const part = rest.join(".");
      if (part) values[whole] = { ...(values[whole] ?? {}), [part]: value };
      else values[whole] = value;
    }
    return values;
  }

  view(id) {
    if (!this.views.has(id)) this.views.set(id, new FormView(this, this.plan, id));
    return this.views.get(id);
  }

  shown() {
    if (!this.form) return [];
    if (!this.beside) return [this.form];
    const names = this.state.forms.map((one) => one.form);
    const other = names[names.indexOf(this.form) + 1] ?? names[names.indexOf(this.form) - 1];
    return other ? [this.form, other].sort((one, two) => names.indexOf(one) - names.indexOf(two)) : [this.form];
  }

  draw() {
    const box = at("forms");
    const wanted = this.shown();
    const elements = wanted.map((id) => this.view(id).element);
    if (elements.length !== box.children.length || elements.some((one, index) => box.children[index] !== one)) box.replaceChildren(...elements);
    box.classList.toggle("two", wanted.length > 1);
    for (const id of wanted) this.view(id).show(this.row(id), this.valuesOf(id), this.state.problems[id]);
    this.drawProblems();
    this.marks.draw(this.formState(), this.field);
  }

  drawTabs() {
    const tabs = this.state.forms.map((row, index) => {
      const problems = this.state.problems[row.form]?.open ?? [];
      const worst = problems.some((one) => one.severity === "error") ? "error" : problems.length ? "warning" : "fine";
      return make(
        "button",
        { type: "button", role: "tab", class: `tab ${worst}`, "aria-selected": String(row.form === this.form), tabindex: row.form === this.form ? "0" : "-1", onclick: () => this.turn(row.form) },
        make("span", { class: "number", text: String(index + 1) }),
        name(this.brief(row) || t("tabs.empty")),
        row.status === "draft" ? null : make("span", { class: `status ${row.status}`, text: t(`status.${row.status}`) }),
      );
    });
    at("tabs").replaceChildren(...tabs);
  }

  brief(row) {
    const fields = this.valuesOf(row.form);
    const place = row.names?.[fields.where?.place]?.name ?? fields.where?.place;
    const when = fields.when?.last ?? fields.when;
    const what = fields[this.plan.type_field] ?? (fields.event ? t("tabs.corroborates", { event: fields.event }) : "");
    return [what, when && dayWords(when), place].filter(Boolean).map(plain).join(", ");
  }

  drawProblems() {
    const every = this.openProblems();
    const errors = every.filter(([, one]) => one.severity === "error").length;
    const warnings = every.length - errors;
    const box = at("problems");
    box.textContent = errors || warnings ? t("problems.count", { errors, warnings }) : t("problems.none");
    box.className = errors ? "count error" : warnings ? "count warning" : "count fine";
    at("submit").classList.toggle("ready", !every.length);
    const sheetWide = this.state.problems.sheet ?? [];
    at("sheet-problems").replaceChildren(...sheetWide.map((one) => make("p", { class: `problem ${one.severity}` }, make("span", { class: "says", text: this.saysOf(one) }), make("code", { class: "rule", text: one.rule }))));
  }

  // What a rule says, in the words of the page: fields by their titles, events by their number, what to do by keys.
  saysOf(one) {
    const titles = new Map([["precision", t("where.precision")], ...this.plan.fields.map((each) => [each.name, each.title])]);
    return sentences(one)
      .replace(/'(\w+)'/g, (whole, field) => titles.get(field) ?? whole)
      .replace(/\bevents\[(\d+)\]/g, (_, index) => t("tabs.number", { number: Number(index) + 1 }));
  }

  // Every open problem with its form, in the order in which the form shows its fields.
  openProblems() {
    const order = new Map(this.plan.fields.map((one, index) => [one.name, index]));
    const place = (one) => order.get(one.field) ?? order.size;
    return this.state.forms.flatMap((row) =>
      [...(this.state.problems[row.form]?.open ?? [])].sort((one, two) => place(one) - place(two)).map((one) => [row.form, one]),
    );
  }

  // ---- values

  // Take a changed field; `quote` ties words to it in the same step.
  change(id, field, value, { quote = null, typing = false } = {}) {
    if (this.settling) return;
    const fields = { [field]: value };
    if (quote && !["counts"].includes(field)) {
      const now = this.valuesOf(id);
      const same = Array.isArray(value) || JSON.stringify(now[field] ?? null) === JSON.stringify(value);
      const old = same ? now.evidence?.[field] : null; // words of another value are no evidence of this one
      const listed = Array.isArray(old) ? old : old ? [old] : [];
      const there = listed.some((one) => one.start === quote.start && one.end === quote.end);
      if (!there) fields[`evidence.${field}`] = [...listed, quote];
    }
    if (value === null && !field.includes(".") && this.valuesOf(id).evidence?.[field]) fields[`evidence.${field}`] = null;
    this.keeper.release(id, field);
    this.steps.note(id, fields, (one) => this.valueAt(id, one), typing);
    this.apply(id, fields, typing);
  }

  apply(id, fields, typing = false) {
    this.keeper.change(id, this.row(id)?.base ?? 0, fields, { typing });
    if (!typing && this.shown().includes(id)) this.view(id).show(this.row(id), this.valuesOf(id), this.state.problems[id]);
    this.marks.draw(this.formState(), this.field);
    if (!this.shown().includes(id)) this.turn(id);
  }

  valueAt(id, field) {
    const [whole, ...rest] = field.split(".");
    const value = this.valuesOf(id)[whole];
    return rest.length ? value?.[rest.join(".")] : value;
  }

  // Keep letters that are being typed where something is to be chosen, against the death of the tab.
  typing(id, field, text) {
    if (field === "counts" || field === "relations") return;
    const value = { where: { place: text }, side1: { actor: text }, side2: { actor: text } }[field] ?? text;
    if (text.trim()) this.keeper.change(id, this.row(id)?.base ?? 0, { [field]: value }, { typing: "hold" });
    else this.keeper.release(id, field);
  }

  saved(answer, id) {
    const row = this.row(id);
    if (!row) return;
    Object.assign(row, answer.form);
    Object.assign(this.state.problems, answer.problems);
    this.drawTabs();
    this.draw();
    this.alike.look(id);
  }

  indicate(kind, waiting) {
    const box = at("state");
    box.className = `state ${kind}`;
    box.textContent = t(`save.${kind}`, { waiting });
  }

  // Somebody else's version stands in the fields; one's own is kept beside them, and one is asked.
  conflict(id, conflicts) {
    const box = at("conflicts");
    for (const one of conflicts) {
      this.letStand(id, one.name.split(".")[0]);
      const line = make("p", { class: "conflict", role: "alert" });
      const leave = (done) => {
        line.remove();
        done?.();
        this.view(id).focus(one.name.split(".")[0]);
      };
      line.append(
        t("conflict.says", { author: one.author, field: this.title(one.name), theirs: this.spoken(one.theirs, one.labels), mine: this.spoken(one.mine, one.labels) }),
        " ",
        make("button", { type: "button", text: t("conflict.mine"), onclick: () => leave(() => this.change(id, one.name, one.mine, {})) }),
        make("button", { type: "button", text: t("conflict.theirs"), onclick: () => leave() }),
      );
      box.append(line);
    }
  }

  // Put what stands into a field that is being written in: left as it is, it would be saved over it.
  letStand(id, field) {
    const inHand = document.activeElement;
    if (!this.views.get(id)?.fields.get(field)?.element.contains(inHand)) return;
    this.settling = true;
    inHand.blur();
    this.draw();
    this.settling = false;
    this.view(id).focus(field);
  }

  title(field) {
    const [whole, part] = field.split(".");
    return this.plan.fields.find((one) => one.name === (part ?? whole))?.title ?? field;
  }

  // A value in words: names for ids, and no brackets.
  spoken(value, labels) {
    if (Array.isArray(value)) return value.map((one) => this.spoken(one, labels)).join("; ");
    if (value && typeof value === "object") return value.exact ? `“${value.exact}”` : this.spoken(Object.values(value), labels);
    return plain(labels[value] ?? value ?? "") || "—";
  }

  // ---- words of the article

  inHand(id, field) {
    this.form = id;
    this.field = field;
    this.marks.draw(this.formState(), field);
    this.help();
    at("in-hand").textContent = this.plan.fields.find((one) => one.name === field)?.title ?? "";
  }

  candidates(kinds, id, field) {
    const others = this.state.forms.filter((row) => row.form !== id).map((row) => this.valuesOf(row.form));
    return this.marks.candidates(kinds, this.valuesOf(id), others, field);
  }

  walk(option) {
    this.marks.walk(option?.span ?? null);
    this.option = option;
    this.help();
    if (option?.span) this.text.reveal(option.span.start, option.span.end);
  }

  quoteOf(option) {
    return this.text.quoteAt(option.span.start, option.span.end);
  }

  reveal(quote) {
    if (typeof quote?.start !== "number") return;
    this.text.reveal(quote.start, quote.end);
    this.marks.walk({ start: quote.start, end: quote.end });
  }

  tie(quote) {
    if (!quote || !this.form || !this.field) return false;
    const done = this.view(this.form).tie(this.field, quote);
    const title = this.plan.fields.find((one) => one.name === this.field)?.title;
    toast(done ? t("quote.tied", { field: title }) : t("quote.nothing", { field: title }), done ? "" : "fault");
    return done;
  }

  untie(id, field, index) {
    const old = this.valuesOf(id).evidence?.[field];
    const listed = Array.isArray(old) ? old : old ? [old] : [];
    const left = listed.filter((_, other) => other !== index);
    this.change(id, `evidence.${field}`, left.length ? left : null, {});
  }

  untieLast() {
    const old = this.formState().evidence?.[this.field];
    const count = Array.isArray(old) ? old.length : old ? 1 : 0;
    if (count) this.untie(this.form, this.field, count - 1);
  }

  dayOf(id) {
    const when = this.valuesOf(id).when;
    const day = typeof when === "string" ? when : when?.last;
    return /^\d{4}-\d{2}-\d{2}$/.test(day ?? "") ? day : "";
  }

  // The country in which a form's event was, else that of the event before.
  countryOf(id) {
    const own = this.row(id)?.names?.[this.valuesOf(id).where?.place]?.country;
    if (own) return own;
    const rows = this.state.forms.map((row) => row.names?.[row.fields.where?.place]?.country);
    return rows.filter(Boolean).at(-1) ?? "";
  }

  others(id) {
    return this.state.forms.filter((row) => row.form !== id).map((row) => ({ form: row.form, says: this.brief(row) }));
  }

  // ---- forms of the sheet

  turn(id, focus = true) {
    this.form = id;
    this.alike.draw();
    this.drawTabs();
    this.draw();
    if (focus) this.view(id).focus(this.plan.type_field);
  }

  turnBy(step) {
    const names = this.state.forms.map((row) => row.form);
    if (names.length) this.turn(names[(names.indexOf(this.form) + step + names.length) % names.length]);
  }

  afterLast() {
    at("submit").focus();
  }

  // An empty event needs no server: it gets its id here, and is made there with its first field.
  beginHere() {
    const id = `${sheet.slice(0, 56)}-${Math.random().toString(36).slice(2, 8)}`;
    this.begun.add(id);
    this.addRow(id);
    at("nothing").hidden = true;
    this.turn(id);
  }

  async asked(promise, done = "", away = () => toast(t("server.away"), "fault")) {
    try {
      const state = await promise;
      if (done) say(done);
      return state;
    } catch (caught) {
      if (!(caught instanceof Refused || caught instanceof Unreachable)) throw caught;
      if (caught instanceof Unreachable) away();
      else toast(caught.message, "fault");
      return null;
    }
  }

  path(end) {
    return `/api/sheets/${encodeURIComponent(sheet)}/${end}`;
  }

  addForm(body = {}, field = "") {
    return typingAhead(async () => {
      await this.keeper.settled();
      const empty = !Object.keys(body).length;
      const state = await this.asked(server.post(this.path("forms"), body), "", empty ? () => this.beginHere() : undefined);
      if (!state) return;
      this.take(state, state.form);
      this.steps.created(state.form);
      this.view(state.form).focus(field || (body.event ? "counts" : body.copy ? "when" : this.plan.type_field));
    });
  }

  async step(body, show = "") {
    await this.keeper.settled();
    const state = await this.asked(server.post(this.path("do"), body));
    if (state) this.take(state, show);
    return state;
  }

  async drop() {
    const gone = this.form;
    if (!gone) return;
    const state = await this.step({ do: "drop", form: gone });
    if (!state) return;
    this.steps.dropped(gone);
    toast(t("tabs.dropped"));
    if (this.form) this.view(this.form).focus();
  }

  async restore(id) {
    await this.step({ do: "restore", form: id }, id);
  }

  async takeBack(id) {
    await this.step({ do: "take back", form: id }, id);
    at("submitted").hidden = true;
    this.view(id).focus();
  }

  async move(step) {
    const order = this.state.forms.map((row) => row.form);
    const from = order.indexOf(this.form);
    const to = from + step;
    if (to < 0 || to >= order.length) return;
    order.splice(to, 0, ...order.splice(from, 1));
    await this.step({ do: "order", order }, this.form);
  }

  // The same as on the event before: value and words of the field in hand.
  sameAsBefore() {
    const names = this.state.forms.map((row) => row.form);
    const before = names[names.indexOf(this.form) - 1];
    if (!before || !this.field) return;
    const values = this.valuesOf(before);
    const fields = { [this.field]: values[this.field] ?? null };
    const words = values.evidence?.[this.field];
    if (words) fields[`evidence.${this.field}`] = words;
    this.steps.note(this.form, fields, (one) => this.valueAt(this.form, one));
    this.apply(this.form, fields);
    this.view(this.form).next(this.field);
  }

  // To the next thing that waits for an answer: another's version of a field, then what the rules say.
  async nextProblem() {
    await this.keeper.settled();
    const asked = at("conflicts").querySelector("button");
    if (asked && asked !== document.activeElement) {
      asked.focus();
      return;
    }
    const every = this.openProblems();
    if (!every.length) {
      at("submit").focus();
      return;
    }
    const here = every.findIndex(([form, one]) => form === this.form && one.field === this.field);
    const [form, one] = every[(here + 1) % every.length];
    if (form !== this.form) this.turn(form, false);
    const box = this.view(form).fields.get(one.field);
    const why = one.severity === "warning" ? box?.problems.querySelector(".why") : null;
    if (why) why.focus();
    else this.view(form).focus(one.field);
  }

  async submit() {
    document.activeElement?.blur?.();
    if (!(await this.keeper.settled())) {
      toast(t("submit.unsaved"), "fault");
      return;
    }
    const state = await this.asked(server.post(this.path("submit"), {}));
    if (!state) return;
    this.take(state);
    if (state.submitted) {
      toast(t("submit.done"));
      at("submitted").hidden = false;
      at("on").focus();
    } else {
      for (const row of this.state.forms) this.view(row.form).strict = true;
      this.draw();
      toast(t("submit.refused"), "fault");
      this.nextProblem();
    }
  }

  async nothing(why) {
    await this.step({ do: "nothing to code", reason: why });
  }

  // ---- entries that are missing

  async addPlace(id, words) {
    const place = await askPlace(this, words);
    if (place) this.change(id, "where", { ...(this.valuesOf(id).where ?? {}), place: place.id }, {});
    this.view(id).focus("where");
  }

  async proposeActor(id, field, words) {
    const actor = await askActor(this, words);
    if (actor) this.change(id, field, { ...(this.valuesOf(id)[field] ?? {}), actor: actor.id }, {});
    this.view(id).focus(field);
  }

  // ---- the page

  help() {
    showHelp(this);
  }

  toggleHelp() {
    at("help").hidden = !at("help").hidden;
    this.help();
  }

  toggleBeside() {
    this.beside = !this.beside;
    document.body.classList.toggle("beside", this.beside);
    this.draw();
    this.view(this.form).focus(this.field);
  }

  // Show every field of the form in hand, asked or not.
  showAll() {
    for (const box of this.view(this.form).fields.values()) box.wanted = true;
    this.draw();
  }

  // Open what is folded away beside the field in hand.
  unfold() {
    this.view(this.form).fields.get(this.field)?.control.unfold?.(true);
  }

  askNothing() {
    at("nothing").hidden = false;
    at("nothing-why").focus();
  }

  listen() {
    listenLook();
    at("add").addEventListener("click", () => this.addForm());
    at("submit").addEventListener("click", () => this.submit());
    at("problems").addEventListener("click", () => this.nextProblem());
    at("nothing-why").addEventListener("change", (event) => this.nothing(event.target.value));
    at("on").addEventListener("click", () => this.goOn());
    at("text").addEventListener("mouseup", () => this.tieSelected());
    for (const back of ["online", "focus"]) window.addEventListener(back, () => this.keeper.waiting && this.keeper.flushAll());
    window.addEventListener("pagehide", () => this.keeper.flushAll());
    window.addEventListener("beforeunload", (event) => {
      if (this.keeper.waiting && !this.keeper.local) event.preventDefault();
    });
  }

  tieSelected() {
    const quote = this.text.selected();
    if (quote && this.tie(quote)) document.getSelection().removeAllRanges();
  }

  // To the worklist, if the server is there to show it.
  async toWork() {
    if (await this.asked(server.get("/api/messages"))) location.assign("/");
  }

  // To the next article that waits.
  async goOn() {
    const work = await this.asked(server.get("/api/work", { view: "todo" }));
    const next = work?.rows[0];
    if (!next) {
      location.assign("/");
      return;
    }
    const opened = await this.asked(server.post(`/api/articles/${encodeURIComponent(next.article)}/open`, {}));
    if (opened) location.assign(`/sheets/${encodeURIComponent(opened.sheet)}`);
  }
}

const desk = new Desk();
desk
  .open()
  .then(() => document.body.classList.add("open"))
  .catch((caught) => {
    toast(caught.message, "fault");
    throw caught;
  });
export { desk };
