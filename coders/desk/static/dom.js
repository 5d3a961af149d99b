// Elements made in code. Texts become text nodes; nothing here ever parses HTML.

import { plain } from "./words.js";

export function make(tag, settings = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = plain(value);
    else if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value === "boolean") element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child === undefined || child === null || child === false) continue;
    element.append(typeof child === "object" ? child : plain(child));
  }
  return element;
}

// A name that others wrote: kept apart, so that its direction changes nothing around it.
export function name(text, settings = {}) {
  return make("bdi", { ...settings, text });
}

let made = 0;

export function freshId(prefix) {
  made += 1;
  return `${prefix}-${made}`;
}

export function say(text) {
  const line = document.getElementById("said");
  if (line) line.textContent = plain(text);
}

let toastEnds = 0;

export function toast(text, kind = "") {
  const line = document.getElementById("toast");
  if (!line) return;
  line.textContent = plain(text);
  line.className = `toast shown ${kind}`;
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => line.classList.remove("shown"), Math.max(kind === "fault" ? 8000 : 3500, 60 * text.length));
}
