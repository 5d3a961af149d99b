// The worklist: what waits, what is mine, what came back and why. Arrow keys walk, Enter opens.

import { Adding } from "./adding.js";
import { dayWords } from "./days.js";
import { make, name, toast } from "./dom.js";
import { listenLook } from "./looking.js";
import { Refused, Unreachable, server } from "./server.js";
import { loadWords, t } from "./words.js";

const VIEWS = ["todo", "mine", "returned", "submitted", "all"];
const at = (id) => document.getElementById(id);

class Work {
  async open() {
    await loadWords(server);
    listenLook();
    this.adding = new Adding(() => this.turn("todo"));
    this.view = new URLSearchParams(location.search).get("view") ?? "";
    this.start = 0;
    at("search").addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.load(), 120);
    });
    at("search").addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter") {
        event.preventDefault();
        this.list()[0]?.focus();
        if (event.key === "Enter") this.list()[0]?.click();
      }
    });
    at("rows").addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keydown", (event) => this.anywhere(event));
    at("earlier").addEventListener("click", () => this.page(-1));
    at("later").addEventListener("click", () => this.page(1));
    await this.load(true);
    this.list()[0]?.focus();
  }

  list() {
    return [...at("rows").querySelectorAll("button.article")];
  }

  anywhere(event) {
    if (document.querySelector("dialog[open]")) return;
    if (event.altKey && !event.ctrlKey && /^Digit[1-5]$/.test(event.code)) {
      event.preventDefault();
      this.turn(VIEWS[Number(event.code.at(-1)) - 1]);
    } else if (event.altKey && event.code === "KeyF") {
      event.preventDefault();
      at("search").focus();
    } else if (event.altKey && event.code === "KeyN") {
      event.preventDefault();
      this.adding.open();
    }
  }

  key(event) {
    const rows = this.list();
    const now = rows.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length }[event.key];
    if (!step || now < 0) return;
    event.preventDefault();
    if (now + step < 0 && event.key === "ArrowUp") at("search").focus();
    else rows[Math.max(0, Math.min(rows.length - 1, now + step))].focus();
  }

  turn(view) {
    this.view = view;
    this.start = 0;
    history.replaceState(null, "", `?view=${view}`);
    this.load().then(() => this.list()[0]?.focus());
  }

  page(step) {
    this.start = Math.max(0, this.start + step * 60);
    this.load();
  }

  async load(first = false) {
    clearTimeout(this.waiting); // what was typed last is asked for now
    const mine = (this.asked = (this.asked ?? 0) + 1);
    try {
      const asked = { view: this.view || "todo", q: at("search").value, start: this.start };
      let work = await server.get("/api/work", asked);
      if (first && !this.view) {
        this.view = ["returned", "mine", "todo"].find((one) => work.counts[one]) ?? "todo";
        if (this.view !== "todo") work = await server.get("/api/work", { ...asked, view: this.view });
      }
      if (mine !== this.asked) return;
      this.draw(work);
    } catch (caught) {
      if (!(caught instanceof Refused || caught instanceof Unreachable)) throw caught;
      toast(caught.message, "fault");
    }
  }

  draw(work) {
    at("views").replaceChildren(
      ...VIEWS.map((view, index) =>
        make("button", { type: "button", class: "tab", "aria-pressed": String(view === this.view), title: `Alt+${index + 1}`, onclick: () => this.turn(view) }, t(`view.${view}`), make("span", { class: "number", text: String(work.counts[view]) })),
      ),
    );
    const coded = work.counts.submitted;
    at("progress").max = Math.max(1, work.counts.all);
    at("progress").value = coded;
    at("progress-words").textContent = t("work.progress", { done: coded, all: work.counts.all });
    at("rows").replaceChildren(...work.rows.map((row) => this.row(row)));
    if (!work.rows.length) at("rows").append(make("p", { class: "empty", text: t(at("search").value ? "work.none" : `work.empty.${this.view}`) }));
    if (at("search").value.trim() && this.view !== "all") at("rows").append(make("p", { class: "hint" }, make("button", { type: "button", class: "quiet", text: t("work.inall", { view: t(`view.${this.view}`) }), onclick: () => this.turn("all") })));
    at("earlier").hidden = this.start === 0;
    at("later").hidden = !work.more;
  }

  row(row) {
    const sheet = row.sheets[0];
    const states = sheet ? Object.entries(sheet.forms) : [];
    const reasons = sheet?.reasons ?? [];
    return make(
      "div",
      { class: "entry" },
      make(
        "button",
        { type: "button", class: "article", onclick: () => this.enter(row) },
        make("span", { class: "title" }, name(row.title || row.opening || row.article)),
        make("span", { class: "from" }, name(row.outlet ?? ""), " · ", row.published ? dayWords(row.published) : t("work.undated"), row.language ? ` · ${row.language}` : ""),
        make("span", { class: "states" }, states.map(([status, count]) => make("span", { class: `status ${status}`, text: `${count} ${t(`status.${status}`)}` })), sheet && !states.length ? make("span", { class: "status", text: t("work.nothing") }) : null, row.sheets.slice(1).map((one) => name(one.coder, { class: "coder" }))),
      ),
      reasons.map((one) => make("p", { class: "reason", dir: "auto" }, name(one.author), `: ${one.reason}`)),
    );
  }

  async enter(row) {
    try {
      const opened = await server.post(`/api/articles/${encodeURIComponent(row.article)}/open`, {});
      location.assign(`/sheets/${encodeURIComponent(opened.sheet)}`);
    } catch (caught) {
      toast(caught.message, "fault");
    }
  }
}

new Work().open();
