// A text box with a list: candidates of the text first, then what the words typed may mean.
// Arrow keys walk, Enter takes, Escape closes; leaving takes nothing that was not chosen. Where neither the text nor
// what was typed speaks for the first of a list, none is lit: Enter goes on and takes nothing.

import { typingAhead } from "./ahead.js";
import { freshId, make, name } from "./dom.js";
import { t } from "./words.js";

const WAIT = 60; // milliseconds after a key before a list on the server is asked

export class Combo {
  /*
   * settings: label, source(words) → options or a promise, candidates() → options,
   * pick(option), typed(text) for what is left unchosen, empty() for Enter with nothing to take,
   * active(option or null) as one walks, openOn: whether the list opens on focus, several: many values, free: what is typed needs no list.
   */
  constructor(settings) {
    this.settings = settings;
    this.list = freshId("list");
    this.input = make("input", {
      type: "text",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": this.list,
      "aria-autocomplete": "list",
      "aria-label": settings.label,
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      dir: "auto",
      placeholder: settings.placeholder,
    });
    this.box = make("ul", { id: this.list, role: "listbox", class: "options", hidden: true, "aria-label": settings.label });
    this.element = make("div", { class: "combo" }, this.input, this.box);
    this.options = [];
    this.at = -1;
    this.held = ""; // what the box shows where nothing is being typed
    this.asked = 0;
    this.input.addEventListener("focus", () => this.focused());
    this.input.addEventListener("blur", () => this.left());
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("mousedown", (event) => event.preventDefault());
    this.box.addEventListener("click", (event) => {
      const item = event.target.closest("[data-at]");
      if (item) this.take(Number(item.dataset.at));
    });
  }

  show(text) {
    this.held = text;
    if (document.activeElement !== this.input || !this.typing) this.input.value = text;
  }

  focused() {
    this.typing = false;
    this.input.select();
    this.settings.focused?.();
    const candidates = this.held && !this.settings.several ? [] : (this.settings.candidates?.() ?? []);
    if (candidates.length || (this.settings.openOn && !this.held)) this.refresh("");
  }

  left() {
    this.close();
    const text = this.input.value.trim();
    if (this.typing && text !== this.held) this.settings.typed?.(text);
    this.typing = false;
    this.settings.active?.(null);
  }

  changed() {
    this.typing = true;
    this.settings.typing?.(this.input.value);
    this.refresh(this.input.value);
  }

  // Ask for what fits the words, and show it where nothing newer was asked meanwhile.
  refresh(words) {
    this.asked += 1;
    const mine = this.asked;
    const near = (this.settings.candidates?.() ?? []).filter((one) => fits(one, words));
    const source = this.settings.source(words.trim());
    this.answer = null;
    this.spoken = Boolean(near.length || words.trim());
    if (Array.isArray(source)) {
      this.open([...near, ...source], words);
      return;
    }
    this.open(near, words, Boolean(words.trim()));
    if (!words.trim()) return;
    clearTimeout(this.waiting);
    this.answer = new Promise((resolve) => {
      this.waiting = setTimeout(async () => {
        const found = await source();
        if (mine === this.asked && document.activeElement === this.input) {
          this.answer = null;
          this.open([...near, ...found], words);
        }
        resolve();
      }, WAIT);
    });
  }

  open(options, words, waits = false) {
    this.options = options;
    this.at = this.spoken && options.length && !options[0].act ? 0 : -1;
    this.box.replaceChildren(...options.map((one, at) => this.item(one, at)));
    if (!options.length) {
      const says = waits ? t("list.waits") : words.trim() && !this.settings.free ? t("list.none") : "";
      if (says) this.box.append(make("li", { class: "none", role: "presentation", text: says }));
    }
    this.box.hidden = !this.box.childElementCount;
    this.input.setAttribute("aria-expanded", String(!this.box.hidden));
    this.walked();
  }

  item(one, at) {
    const detail = one.detail ? make("span", { class: "detail", text: one.detail }) : null;
    const mark = one.span ? make("span", { class: `dot ${one.kind ?? ""}`, "aria-hidden": "true" }) : null;
    const group = one.group && one.group !== this.options[at - 1]?.group;
    return make(
      "li",
      { id: `${this.list}-${at}`, role: "option", "data-at": at, class: group ? "first" : "", "aria-selected": "false" },
      group ? make("span", { class: "group", text: one.group }) : null,
      mark,
      name(one.label, { class: "name" }),
      detail,
    );
  }

  walked() {
    for (const item of this.box.querySelectorAll("[aria-selected=true]")) item.setAttribute("aria-selected", "false");
    const item = this.at >= 0 ? this.box.querySelector(`[data-at="${this.at}"]`) : null;
    if (item) {
      item.setAttribute("aria-selected", "true");
      item.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", item.id);
    } else this.input.removeAttribute("aria-activedescendant");
    this.settings.active?.(this.box.hidden ? null : (this.options[this.at] ?? null));
  }

  close() {
    this.asked += 1;
    this.answer = null;
    clearTimeout(this.waiting);
    this.box.hidden = true;
    this.options = [];
    this.at = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  take(at) {
    const one = this.options[at];
    if (!one) return;
    this.typing = false;
    this.close();
    this.settings.active?.(null);
    this.settings.pick(one);
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const open = !this.box.hidden && this.options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.refresh(this.typing ? this.input.value : "");
      else {
        const step = event.key === "ArrowDown" ? 1 : -1;
        this.at = this.at < 0 && step < 0 ? this.options.length - 1 : (this.at + step + this.options.length) % this.options.length;
        this.walked();
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      if (this.answer && this.typing) this.waitAndEnter();
      else this.entered();
    } else if (event.key === "Escape" && !this.box.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.settings.active?.(null);
    } else if (event.key === "Backspace" && !this.input.value && this.settings.several) {
      this.settings.backspace?.();
    }
  }

  // Who types fast means what is about to be found; the keys after Enter are for what comes then.
  waitAndEnter() {
    return typingAhead(async () => {
      await this.answer;
      this.entered();
    });
  }

  // Enter takes what is lit. With nothing to choose from, what was typed stands as it is; an empty box leads on.
  entered() {
    if (!this.box.hidden && this.at >= 0) {
      this.take(this.at);
      return;
    }
    const text = this.input.value.trim();
    if (this.typing && text !== this.held) {
      this.typing = false;
      this.settings.typed?.(text);
    }
    this.settings.empty?.();
  }
}

// Whether an option is one that the words typed so far may lead to.
export function fits(one, words) {
  const wanted = folded(words).split(/\s+/).filter(Boolean);
  const has = folded(`${one.label} ${one.also ?? ""}`);
  return wanted.every((word) => has.includes(word));
}

export function folded(text) {
  return String(text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// Options of a fixed list, those first whose words begin with what was typed.
export function filtered(choices, words) {
  if (!words) return choices;
  const start = folded(words);
  const ranked = choices
    .filter((one) => fits(one, words))
    .map((one) => {
      const label = folded(one.label);
      return [label.startsWith(start) ? 0 : label.split(/[\s/]+/).some((word) => word.startsWith(start)) ? 1 : 2, one];
    });
  ranked.sort((left, right) => left[0] - right[0]);
  return ranked.map(([, one]) => one);
}
