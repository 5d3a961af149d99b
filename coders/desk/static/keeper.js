// Keeps what is typed: at once in the browser, then on the server, which makes a revision of it.
// What the server has not taken yet waits in this browser, and goes on waiting when tab, browser or server die.

import { Refused, Unreachable, server } from "./server.js";

const PAUSE = 700; // milliseconds after the last key before what is being typed is sent
const RETRIES = [1000, 2000, 4000, 8000];

export class Keeper {
  // `heard` is told: saved(answer, form), state(name), conflict(form, conflicts), refused(form, message)
  constructor(sheet, heard) {
    this.sheet = sheet;
    this.heard = heard;
    this.pending = {}; // form → {base, fields: {name: {value, n, typing}}}
    this.count = 0;
    this.sending = new Set();
    this.timers = new Map();
    this.failures = 0;
    this.stuck = new Map();
  }

  async open() {
    const prefix = `eventbook:${this.sheet}:`;
    this.tab = await ownTab();
    this.key = prefix + this.tab;
    const alive = await tabsAlive();
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(prefix))) {
      const tab = key.slice(prefix.length);
      if (tab !== this.tab && alive.has(tab)) continue;
      this.adopt(key);
      if (key !== this.key) localStorage.removeItem(key);
    }
    this.write();
  }

  adopt(key) {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return;
    }
    for (const [form, one] of Object.entries(kept)) {
      const mine = (this.pending[form] ??= { base: one.base, fields: {} });
      mine.base = Math.min(mine.base, one.base);
      for (const [field, held] of Object.entries(one.fields)) {
        this.count += 1;
        mine.fields[field] ??= { value: held.value, n: this.count };
      }
    }
  }

  write() {
    const waiting = Object.entries(this.pending).filter(([, one]) => Object.keys(one.fields).length);
    try {
      if (waiting.length) localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(waiting)));
      else localStorage.removeItem(this.key);
      this.local = true;
    } catch {
      this.local = false; // the browser's room is full or closed; the server still takes it
    }
    this.tell();
  }

  // What of a form waits to be saved, by field.
  overlay(form) {
    const fields = this.pending[form]?.fields ?? {};
    return Object.fromEntries(Object.entries(fields).map(([name, held]) => [name, held.value]));
  }

  // Take a change: kept at once, sent now, or after a pause while it is still being typed.
  change(form, base, fields, { typing = false } = {}) {
    const mine = (this.pending[form] ??= { base, fields: {} });
    if (!Object.keys(mine.fields).length && !this.sending.has(form)) mine.base = base;
    for (const [name, value] of Object.entries(fields)) {
      this.count += 1;
      mine.fields[name] = { value: value ?? null, n: this.count, typing };
    }
    this.stuck.delete(form);
    this.write();
    clearTimeout(this.timers.get(form));
    if (typing !== "hold") this.timers.set(form, setTimeout(() => this.flush(form), typing ? PAUSE : 0));
  }

  // Forget what was only being typed in a field, because something was chosen or left.
  release(form, name) {
    const held = this.pending[form]?.fields[name];
    if (held?.typing === "hold") {
      delete this.pending[form].fields[name];
      this.write();
    }
  }

  async flush(form) {
    const mine = this.pending[form];
    if (!mine || this.sending.has(form)) return;
    const sent = Object.entries(mine.fields).filter(([, held]) => held.typing !== "hold");
    if (!sent.length) return;
    this.sending.add(form);
    this.tell();
    try {
      const fields = Object.fromEntries(sent.map(([name, held]) => [name, held.value]));
      const path = `/api/sheets/${encodeURIComponent(this.sheet)}/forms/${encodeURIComponent(form)}`;
      const answer = await server.post(path, { base: mine.base, fields });
      this.failures = 0;
      for (const [name, held] of sent) if (mine.fields[name]?.n === held.n) delete mine.fields[name];
      mine.base = answer.form.base;
      for (const one of answer.conflicts) {
        if (mine.fields[one.name]) one.mine = mine.fields[one.name].value; // letters since then are of the same version
        delete mine.fields[one.name];
      }
      this.write();
      this.heard.saved(answer, form);
      if (answer.conflicts.length) this.heard.conflict(form, answer.conflicts);
    } catch (caught) {
      if (caught instanceof Unreachable) this.retry();
      else if (caught instanceof Refused) {
        this.stuck.set(form, caught.message);
        this.heard.refused(form, caught.message);
      } else throw caught;
    } finally {
      this.sending.delete(form);
      this.tell();
    }
    const again = Object.values(mine.fields).some((held) => held.typing !== "hold");
    if (again && !this.failures && !this.stuck.has(form)) this.flush(form);
  }

  retry() {
    this.failures += 1;
    clearTimeout(this.retrying);
    const wait = RETRIES[Math.min(this.failures, RETRIES.length) - 1];
    this.retrying = setTimeout(() => this.flushAll(), wait);
  }

  flushAll() {
    this.failures = 0;
    this.stuck.clear();
    return Promise.all(Object.keys(this.pending).map((form) => this.flush(form)));
  }

  // Wait until the server has all, or is known not to answer.
  async settled() {
    for (const [form, timer] of this.timers) {
      clearTimeout(timer);
      this.timers.delete(form);
    }
    for (let tries = 0; tries < 200 && this.waiting && !this.failures && !this.stuck.size; tries += 1) {
      await Promise.all(Object.keys(this.pending).map((form) => this.flush(form)));
      if (this.waiting) await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return !this.waiting;
  }

  get waiting() {
    return Object.values(this.pending).reduce(
      (sum, one) => sum + Object.values(one.fields).filter((held) => held.typing !== "hold").length,
      0,
    );
  }

  tell() {
    let state = "saved";
    if (this.stuck.size) state = "refused";
    else if (this.failures) state = this.local ? "offline" : "unkept";
    else if (this.sending.size || this.waiting) state = "saving";
    this.heard.state(state, this.waiting);
  }
}


// A name for this tab that no other living tab has, the same after it is loaded again.
async function ownTab() {
  let tab = sessionStorage.getItem("eventbook:tab");
  for (let tries = 0; tab && tries < 5; tries += 1) {
    if (await held(tab)) return tab;
    await new Promise((resolve) => setTimeout(resolve, 60)); // the page before a reload lets go late
  }
  do tab = Math.random().toString(36).slice(2, 10);
  while (!(await held(tab)));
  sessionStorage.setItem("eventbook:tab", tab);
  return tab;
}

function held(tab) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks.request(`eventbook:${tab}`, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock ? new Promise(() => {}) : undefined; // kept for as long as the tab lives
    });
  });
}

async function tabsAlive() {
  if (!navigator.locks) return new Set();
  const state = await navigator.locks.query();
  return new Set(state.held.map((lock) => lock.name.replace("eventbook:", "")));
}
