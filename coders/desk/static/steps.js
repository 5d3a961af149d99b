// Undo and redo: every change of a form as what was there before and after, kept for as long as the tab lives.

const MOST = 200;

export class Steps {
  constructor(sheet, apply) {
    this.key = `eventbook:steps:${sheet}`;
    this.apply = apply;
    this.done = [];
    this.undone = [];
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.key));
      this.done = kept?.done ?? [];
      this.undone = kept?.undone ?? [];
    } catch {
      // what cannot be read is no history
    }
  }

  // Note a change before it is made; letters typed one after the other in one field are one step.
  note(form, fields, valueOf, typing = false) {
    const before = Object.fromEntries(Object.keys(fields).map((name) => [name, valueOf(name) ?? null]));
    const last = this.done.at(-1);
    const names = Object.keys(fields).join();
    if (typing && last?.typing && last.form === form && Object.keys(last.after).join() === names) last.after = fields;
    else this.done.push({ form, before, after: fields, typing });
    this.undone = [];
    this.keep();
  }

  created(form) {
    this.done.push({ created: form });
    this.undone = [];
    this.keep();
  }

  dropped(form) {
    this.done.push({ dropped: form });
    this.undone = [];
    this.keep();
  }

  // Take all that was noted since a moment as one step: what one key did, one key undoes.
  async together(work) {
    const before = this.done.length;
    this.grouping = true;
    await work();
    this.grouping = false;
    const many = this.done.splice(before);
    if (many.length) this.done.push({ many });
    this.keep();
  }

  keep() {
    if (!this.grouping) this.done = this.done.slice(-MOST);
    try {
      sessionStorage.setItem(this.key, JSON.stringify({ done: this.done, undone: this.undone }));
    } catch {
      // without room there is less to undo after a reload, and no more than that
    }
  }

  async undo(desk) {
    const step = this.done.pop();
    if (!step) return false;
    this.undone.push(step);
    this.keep();
    for (const one of [...(step.many ?? [step])].reverse()) await this.back(one, desk);
    return true;
  }

  async redo(desk) {
    const step = this.undone.pop();
    if (!step) return false;
    this.done.push(step);
    this.keep();
    for (const one of step.many ?? [step]) await this.forth(one, desk);
    return true;
  }

  async back(step, desk) {
    if (step.created) await desk.step({ do: "drop", form: step.created });
    else if (step.dropped) await desk.restore(step.dropped);
    else this.apply(step.form, step.before);
  }

  async forth(step, desk) {
    if (step.created) await desk.restore(step.created);
    else if (step.dropped) await desk.step({ do: "drop", form: step.dropped });
    else this.apply(step.form, step.after);
  }
}
