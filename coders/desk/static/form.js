// One form on the page: its fields in the codebook's order, each with its evidence, its problems and its doubt.

import { Combo } from "./combo.js";
import { freshId, make, name } from "./dom.js";
import { BooleanControl, ChoiceControl, ListControl, SideControl, TextControl, WhenControl, WhereControl } from "./fields.js";
import { CountsControl, RecordsControl, RelationsControl } from "./rows.js";
import { plain, t } from "./words.js";

const CONTROLS = {
  type: (plan, desk) => new ChoiceControl(plan, desk, ["type"]),
  when: (plan, desk) => new WhenControl(plan, desk),
  where: (plan, desk) => new WhereControl(plan, desk),
  side: (plan, desk) => new SideControl(plan, desk),
  counts: (plan, desk) => new CountsControl(plan, desk),
  choice: (plan, desk) => new ChoiceControl(plan, desk),
  country: (plan, desk) => new ChoiceControl(plan, desk),
  choices: (plan, desk) => new ListControl(plan, desk, plan.name === "target" ? ["target"] : []),
  tags: (plan, desk) => new ListControl(plan, desk),
  boolean: (plan, desk) => new BooleanControl(plan, desk),
  records: (plan, desk) => new RecordsControl(plan, desk),
  relations: (plan, desk) => new RelationsControl(plan, desk),
};

// Fields whose words stand with their rows, not beside the field.
const ROWED = new Set(["counts", "records", "relations"]);
// Rules that only say that something is still to come.
const WAITING = new Set(["required", "side-missing", "field-required", "evidence-missing"]);
// Fields that an article seldom tells, folded away until they are wanted.
const SELDOM = new Set(["summary", "relations"]);

export class FormView {
  // `desk` is the page: it keeps values, knows candidates, and moves on.
  constructor(desk, plan, id) {
    this.desk = desk;
    this.plan = plan;
    this.id = id;
    this.fields = new Map();
    this.touched = new Set();
    this.element = make("div", { class: "form", role: "group", "aria-label": t("form.label", { form: id }) });
    this.remark = make("p", { class: "remark", hidden: true });
    this.element.append(this.remark);
    this.about = make("p", { class: "about", hidden: true });
    this.element.append(this.about);
    for (const field of plan.fields) this.addField(field);
    this.element.addEventListener("focusin", (event) => this.entered(event));
  }

  addField(field) {
    const own = this.deskFor(field);
    const control = (CONTROLS[field.kind] ?? ((one, desk) => new TextControl(one, desk)))(field, own);
    const label = freshId("label");
    const problems = freshId("problems");
    const box = {
      plan: field,
      control,
      quotes: make("div", { class: "quotes" }),
      problems: make("div", { class: "problems", id: problems }),
      doubt: make("div", { class: "doubt" }),
    };
    const flag = make("button", {
      type: "button",
      class: "flag",
      tabindex: "-1",
      title: t("doubt.title"),
      "aria-label": t("doubt.of", { field: field.title }),
      "aria-pressed": "false",
      text: "?",
      onclick: () => this.doubtField(field.name),
    });
    box.flag = flag;
    box.element = make(
      "div",
      { class: `field ${field.kind}`, "data-name": field.name, role: "group", "aria-labelledby": label },
      make("div", { class: "head" }, make("span", { class: "label", id: label, text: field.title }), flag),
      make("div", { class: "body" }, control.element, make("div", { class: "under" }, control.means, box.quotes), box.problems, box.doubt),
    );
    control.input?.setAttribute("aria-describedby", problems);
    this.fields.set(field.name, box);
    this.element.append(box.element);
  }

  // What a control may ask of the page, for this form and field.
  deskFor(field) {
    const desk = this.desk;
    return {
      plan: this.plan,
      change: (name, value, how) => desk.change(this.id, name, value, how),
      typing: (name, text) => desk.typing(this.id, name, text),
      next: (name) => this.next(name),
      candidates: (kinds) => desk.candidates(kinds, this.id, field.name),
      walk: (option) => desk.walk(option),
      quoteOf: (option) => desk.quoteOf(option),
      reveal: (quote) => desk.reveal(quote),
      stanceOf: (quote) => desk.marks.stanceOf(quote),
      published: () => desk.article.published,
      day: () => desk.dayOf(this.id),
      country: () => desk.countryOf(this.id),
      others: () => desk.others(this.id),
      addPlace: (words) => desk.addPlace(this.id, words),
      proposeActor: (words, name) => desk.proposeActor(this.id, name, words),
    };
  }

  visible() {
    return [...this.fields.values()].filter((box) => !box.element.hidden);
  }

  // On to the next field; but where the codebook wants words for this one and there are none, first to them.
  next(name, back = false) {
    const here = this.fields.get(name);
    if (!back && this.lacksWords(here)) {
      here.wordsAsked = this.asksFor(name);
      this.desk.quoting.open({ form: this.id, field: name, after: () => this.next(name) });
      return;
    }
    const shown = this.visible();
    const at = shown.findIndex((box) => box.plan.name === name);
    const box = shown[at + (back ? -1 : 1)];
    if (box) box.control.focus();
    else this.desk.afterLast(this.id);
  }

  // What words are asked for: once for each value of a field.
  asksFor(field) {
    return JSON.stringify(this.desk.valuesOf(this.id)[field] ?? null);
  }

  lacksWords(box) {
    const field = box.plan.name;
    if (box.wordsAsked === this.asksFor(field) || ROWED.has(box.plan.kind) || !this.plan.evidence.includes(field)) return false;
    const values = this.desk.valuesOf(this.id);
    return values[field] !== undefined && values[field] !== null && !values.evidence?.[field];
  }

  focus(name = "") {
    const box = name ? this.fields.get(name) : this.visible()[0];
    if (!box) return;
    box.element.hidden = false;
    box.control.focus();
    box.element.scrollIntoView({ block: "nearest" });
  }

  entered(event) {
    const box = event.target.closest(".field");
    if (!box) return;
    if (this.left && this.left !== box.dataset.name) this.touched.add(this.left);
    if (this.left !== box.dataset.name) this.refreshProblems(this.left);
    this.left = box.dataset.name;
    this.desk.inHand(this.id, box.dataset.name);
  }

  // What is only not filled in yet is no news before the field was left, or the sheet was to be handed in.
  told(field, problem) {
    if (problem.rule === "required" || problem.rule === "field-required") {
      const value = this.values?.[field];
      if (value !== undefined && value !== null) return false; // it is on its way to the server
    }
    return !WAITING.has(problem.rule) || this.strict || this.touched.has(field);
  }

  refreshProblems(field) {
    const box = this.fields.get(field);
    if (box) this.showProblems(box, this.problems?.open.filter((one) => one.field === field) ?? []);
  }

  // Show a form as it stands: what the server has, and over it what is still on its way there.
  show(row, values, problems) {
    this.row = row;
    this.values = values;
    this.problems = problems;
    const asked = new Set(row.asked);
    const short = row.section === "corroborations";
    for (const [field, box] of this.fields) {
      const value = values[field];
      const filled = value !== undefined && value !== null && value !== false;
      const conditional = box.plan.conditional && !asked.has(field);
      const away = conditional || (short ? !["counts", "notes", "when", "where", "side1", "side2"].includes(field) : SELDOM.has(field));
      box.element.hidden = away && !filled && !box.wanted;
      box.control.show(value, row);
      this.showQuotes(box, values.evidence?.[field]);
      this.showDoubt(box, values.doubts ?? []);
      this.showProblems(box, problems?.open.filter((one) => one.field === field) ?? []);
    }
    this.showRest(row, values, problems);
    for (const input of this.element.querySelectorAll("input, textarea, select, button")) input.disabled = !row.editable && !input.matches(".takeback, .quote");
  }

  showRest(row, values, problems) {
    const known = new Set(this.fields.keys());
    const rest = (problems?.open ?? []).filter((one) => !known.has(one.field));
    const says = [];
    if (row.reason && ["returned", "reopened", "held"].includes(row.status)) says.push(t("form.reason", { status: t(`status.${row.status}`), author: row.author, reason: row.reason }));
    if (!row.editable) says.push(t("form.closed", { status: t(`status.${row.status}`) }));
    const back = row.status === "submitted" ? make("button", { type: "button", class: "takeback", text: t("form.takeback"), onclick: () => this.desk.takeBack(this.id) }) : null;
    this.remark.hidden = !says.length && !rest.length;
    this.remark.replaceChildren(
      ...says.map((one) => make("span", { class: "said", text: one })),
      ...rest.map((one) => this.problem(one)),
      ...(back ? [back] : []),
    );
    this.about.hidden = !values.event;
    if (values.event) this.about.replaceChildren(t("form.corroborates"), " ", name(values.event));
  }

  showQuotes(box, quotes) {
    if (ROWED.has(box.plan.kind)) return;
    const listed = Array.isArray(quotes) ? quotes : quotes ? [quotes] : [];
    const gone = new Set(this.row.detached);
    box.quotes.replaceChildren(
      ...listed.map((quote, at) => {
        const exact = typeof quote === "string" ? quote : quote.exact;
        const loose = gone.has(exact);
        return make(
          "span",
          { class: loose ? "quoted loose" : "quoted" },
          make("button", { type: "button", class: "quote", tabindex: "-1", dir: "auto", title: t("quote.show"), text: `“${exact}”`, onclick: () => this.desk.reveal(quote) }),
          loose ? make("span", { class: "detached", text: t("quote.detached") }) : null,
          make("button", { type: "button", class: "quiet small", tabindex: "-1", "aria-label": t("quote.remove", { words: plain(exact) }), text: "×", onclick: () => this.desk.untie(this.id, box.plan.name, at) }),
        );
      }),
    );
  }

  showProblems(box, every) {
    const problems = every.filter((one) => this.told(box.plan.name, one));
    box.element.classList.toggle("needed", every.length > problems.length);
    const key = JSON.stringify(problems);
    const typing = box.problems.contains(document.activeElement);
    if (box.problemsKey === key || typing) return;
    box.problemsKey = key;
    box.problems.replaceChildren(...problems.map((one) => this.problem(one)));
    const worst = problems.some((one) => one.severity === "error") ? "error" : problems.length ? "warning" : "";
    box.element.dataset.worst = worst;
    box.control.input?.setAttribute("aria-invalid", String(worst === "error"));
  }

  problem(one) {
    const warning = one.severity === "warning";
    const line = make(
      "p",
      { class: `problem ${one.severity}` },
      make("span", { class: "sign", "aria-hidden": "true", text: warning ? "!" : "✕" }),
      make("span", { class: "says", dir: "auto", text: this.desk.saysOf(one) }),
      make("code", { class: "rule", text: one.rule }),
    );
    if (!warning) return line;
    const why = make("input", { type: "text", class: "why", dir: "auto", placeholder: t("waive.why"), "aria-label": t("waive.of", { rule: one.rule }) });
    why.addEventListener("change", () => why.value.trim() && this.desk.change(this.id, `waive.${one.rule}`, why.value.trim(), {}));
    why.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.altKey || event.ctrlKey) return;
      event.preventDefault();
      why.blur();
      this.desk.nextProblem();
    });
    line.append(why);
    return line;
  }

  // Say that a field is doubtful; the reasons that coders give most are one key away.
  doubtField(field) {
    const box = this.fields.get(field);
    const mine = (this.values.doubts ?? []).filter((one) => one.field === field);
    if (!mine.length) {
      const doubts = [...(this.values.doubts ?? []), { field, reason: t("doubt.unsaid") }];
      this.desk.change(this.id, "doubts", doubts, {});
    }
    box.doubtOpen = true;
    this.showDoubt(box, this.desk.valuesOf(this.id).doubts ?? []);
    box.doubt.querySelector("input")?.focus();
  }

  showDoubt(box, doubts) {
    const at = doubts.findIndex((one) => one.field.split(".")[0] === box.plan.name);
    box.flag.setAttribute("aria-pressed", String(at >= 0));
    box.element.classList.toggle("doubtful", at >= 0);
    if (box.doubt.contains(document.activeElement)) return;
    if (at < 0) {
      box.doubt.replaceChildren();
      box.doubtShown = null;
      return;
    }
    const doubt = doubts[at];
    if (box.doubtShown?.field === doubt.field) {
      box.doubtShown.update(doubt); // made anew, it would take the next control from under the hands
      return;
    }
    const put = (part, value) => {
      const now = this.desk.valuesOf(this.id).doubts ?? [];
      this.desk.change(this.id, "doubts", now.map((one) => (one.field === doubt.field ? { ...one, [part]: value || undefined } : one)), {});
    };
    const reasons = ["vague", "differ", "hearsay", "inferred"].map((one) => ({ value: t(`doubt.${one}`), label: t(`doubt.${one}`) }));
    const reason = new Combo({
      label: t("doubt.why", { field: box.plan.title }),
      openOn: true,
      free: true,
      candidates: () => (doubt.reason === t("doubt.unsaid") ? reasons : []),
      source: () => [],
      pick: (option) => {
        put("reason", option.value);
        reason.show(option.label);
        box.control.focus();
      },
      typed: (text) => text && put("reason", text),
      empty: () => box.control.focus(),
    });
    reason.show(doubt.reason === t("doubt.unsaid") ? "" : plain(doubt.reason));
    const other = make("input", { type: "text", dir: "auto", placeholder: t("doubt.alternative"), "aria-label": t("doubt.alternative") });
    other.value = plain(doubt.alternative ?? "");
    other.addEventListener("change", () => put("alternative", other.value.trim()));
    const drop = make("button", {
      type: "button",
      class: "quiet small",
      tabindex: "-1",
      "aria-label": t("doubt.drop"),
      text: "×",
      onclick: () => this.desk.change(this.id, "doubts", (this.desk.valuesOf(this.id).doubts ?? []).filter((one) => one.field !== doubt.field), {}),
    });
    box.doubtShown = {
      field: doubt.field,
      update: (now) => {
        reason.show(now.reason === t("doubt.unsaid") ? "" : plain(now.reason));
        if (document.activeElement !== other) other.value = plain(now.alternative ?? "");
      },
    };
    const words = doubt.quote ? make("span", { class: "quote", dir: "auto", text: `“${doubt.quote.exact ?? doubt.quote}”` }) : null;
    box.doubt.replaceChildren(reason.element, other, drop, words ?? "");
  }

  // Tie words to a field: as evidence beside it, or to the row in hand of a field of rows.
  tie(field, quote) {
    const box = this.fields.get(field);
    if (!box || !this.row?.editable) return false;
    if (ROWED.has(box.plan.kind)) return box.control.tie(quote);
    const old = this.values.evidence?.[field];
    const listed = Array.isArray(old) ? old : old ? [old] : [];
    if (listed.some((one) => one.start === quote.start && one.end === quote.end)) return true;
    this.desk.change(this.id, `evidence.${field}`, [...listed, quote], {});
    return true;
  }
}
