/* Bars with names: how many by type, country and actor. Each is a button that asks for just that, or no more. */

import { aside, make, number } from "./element.js";

/** Return the sums of weights by name, the largest first. */
export function sums(names, weights) {
  const found = new Map();
  for (let i = 0; i < names.length; i++) found.set(names[i], (found.get(names[i]) ?? 0) + weights[i]);
  return [...found].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}

/** Show the largest sums as bars. `shown` says of a name: its `label`, `kind` (a colour), whether `pressed`, a `note`. */
export function showBars(place, entries, { shown, choose, most = 8 }) {
  const top = entries[0]?.[1] || 1;
  const rows = entries.slice(0, most).map(([name, value]) => {
    const { label, kind, pressed, note } = shown(name);
    const bar = make("span", { class: `bar kind-${(kind ?? 7) % 8}` });
    bar.style.inlineSize = `${(100 * value) / top}%`;
    return make("li", {},
      make("button", { type: "button", "aria-pressed": String(Boolean(pressed)), onclick: () => choose(name) },
        make("span", { class: "name" }, aside(label), note && make("small", {}, ` ${note}`)),
        make("span", { class: "value" }, number(value)), bar));
  });
  const more = entries.length - rows.length;
  place.replaceChildren(
    make("ul", { class: "bars" }, rows),
    more > 0 ? make("p", { class: "quiet" }, `and ${number(more)} more`) : "",
    rows.length ? "" : make("p", { class: "quiet" }, "Nothing to show."));
}
