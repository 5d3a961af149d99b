// Taking articles in from the worklist: a text that is pasted, files, or a folder with its articles.toml.

import { make, say, toast } from "./dom.js";
import { Refused, Unreachable, server } from "./server.js";
import { sentences, t } from "./words.js";

const at = (id) => document.getElementById(id);

export class Adding {
  constructor(done) {
    this.done = done;
    this.form = at("adding-form");
    at("open-adding").addEventListener("click", () => this.open());
    at("close-adding").addEventListener("click", () => at("adding").close());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) this.form.requestSubmit();
    });
  }

  async open() {
    this.clear();
    at("adding").showModal();
    at("adding-text").focus();
    const known = await server.get("/api/outlets");
    this.known = known.outlets;
    at("outlets").replaceChildren(...known.outlets.map((one) => make("option", { value: one })));
    at("outlet-scale").replaceChildren(make("option", { value: "", text: "—" }), ...known.scales.map((one) => make("option", { value: one, text: one })));
  }

  async send() {
    const button = this.form.querySelector("button.main");
    if (button.disabled) return;
    button.disabled = true;
    this.clear();
    at("adding-problems").replaceChildren(make("p", { class: "hint", text: t("adding.waits") }));
    await this.sent();
    button.disabled = false;
  }

  async sent() {
    const given = Object.fromEntries([...new FormData(this.form)].filter(([, value]) => typeof value === "string" && value.trim()));
    const files = [...at("adding-files").files, ...at("adding-folder").files];
    try {
      if (at("new-outlet").open && given.outlet && !this.known.includes(given.outlet)) {
        const outlet = { name: given.outlet, scale: at("outlet-scale").value, country: at("outlet-country").value, time_zone: at("outlet-zone").value };
        if (!this.took(await server.post("/api/outlets", outlet))) return;
      }
      const answer = files.length ? await server.send("/api/articles/files", filled(files, given)) : await server.post("/api/articles", given);
      if (!this.took(answer)) return;
      at("adding").close();
      this.form.reset();
      toast(answer.says.join(" · "));
      this.done();
    } catch (caught) {
      if (!(caught instanceof Refused || caught instanceof Unreachable)) throw caught;
      this.show([{ field: "", message: caught.message, advice: "" }]);
    }
  }

  took(answer) {
    if (!answer.problems) return true;
    if (answer.problems.some((one) => one.rule.includes("outlet"))) at("new-outlet").open = true;
    this.show(answer.problems);
    return false;
  }

  // Each problem stands at its box, and the first one is in hand; what has no box stands below.
  show(problems) {
    this.clear();
    const boxes = problems.map((one) => this.form.elements[OUTLET[one.field] ?? one.field]);
    problems.forEach((one, index) => {
      const line = make("p", { class: "problem error" }, make("span", { class: "says", dir: "auto", text: [boxes[index] ? "" : one.field, sentences(one)].filter(Boolean).join(": ") }), make("code", { class: "rule", text: one.rule ?? t("adding.fault") }));
      boxes[index]?.setAttribute("aria-invalid", "true");
      (boxes[index]?.closest(".asked") ?? at("adding-problems")).append(line);
    });
    const first = boxes.find(Boolean);
    if (first) first.focus();
    else at("adding-problems").scrollIntoView({ block: "nearest" });
    say(problems.map((one) => sentences(one)).join(" "));
  }

  clear() {
    for (const line of this.form.querySelectorAll(".problem")) line.remove();
    for (const box of this.form.querySelectorAll("[aria-invalid]")) box.removeAttribute("aria-invalid");
    at("adding-problems").replaceChildren();
  }
}

const OUTLET = { name: "outlet", scale: "outlet-scale", country: "outlet-country", time_zone: "outlet-zone" };

function filled(files, given) {
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  for (const [name, value] of Object.entries(given)) if (name !== "text") form.append(name, value);
  return form;
}
