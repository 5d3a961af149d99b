/* Making elements: text only ever becomes text, so that nothing in the data can become part of the page. */

/** Return an element with attributes, listeners (`onclick` …) and children; text children are set as text. */
export function make(tag, said = {}, ...children) {
  const made = document.createElement(tag);
  give(made, said);
  made.append(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

/** Return an SVG element. */
export function draw(tag, said = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  give(made, said);
  made.append(...children);
  return made;
}

function give(made, said) {
  for (const [name, value] of Object.entries(said)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
}

/** Return text out of the data in its own direction, whatever signs for direction stand in it. */
export const aside = (text, said = {}) => make("bdi", said, plain(text));

/** Return text without the signs that could turn the text around it. */
export const plain = (text) => String(text ?? "").replace(/[\u202a-\u202e\u2066-\u2069]/g, "");

/** Return a number with what it counts: `events` where it is not one. */
export const counted = (value, one, many = `${one}s`) => `${number(value)} ${value === 1 ? one : many}`;

export const number = (value) => Number(value).toLocaleString("en");

/** Return an address that may be followed: the web's, and nothing that could run. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
