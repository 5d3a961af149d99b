/* The form: what it asks for becomes a filter, and a filter from an address fills it in. */

import { aside, make, number } from "./element.js";

export class Controls {
  /** `change` is called with the parts of the filter that the form holds; `typing` is true while text is typed. */
  constructor(form, change) {
    Object.assign(this, { form, change });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => event.target.name && event.target.name !== "find" && this.tell(false));
    let pause = 0;
    form.elements.actor.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => this.tell(true), 300);
    });
    form.elements.find.addEventListener("input", () => this.find());
  }

  tell(typing) {
    const { elements } = this.form;
    const checked = (name) => [...this.form.querySelectorAll(`input[name="${name}"]:checked`)].map((one) => one.value);
    this.change({
      countries: checked("country"), types: checked("type"), from: elements.from.value, to: elements.to.value,
      actor: elements.actor.value, deaths: elements.atleast.value.replace(/\D/g, ""),
    }, typing);
  }

  /** Make the choices of a release: types of its codebook, countries with their numbers of events. */
  offer(book, countries, counts) {
    const { form } = this;
    form.querySelector("#types").replaceChildren(...book.parents.map((parent, n) => {
      const below = book.below(parent);
      const box = this.box("type", parent, [make("span", { class: `chip kind-${n % 8}` }), aside(parent)]);
      if (!below.length) return box;
      const kinds = make("div", { class: "kinds", id: `kinds-${n}`, hidden: true }, ...below.map((code) => this.box("type", code, [aside(code)])));
      const more = make("button", { type: "button", class: "more", "aria-expanded": "false", "aria-controls": kinds.id, "aria-label": `Kinds of ${parent}`,
        onclick: () => this.unfold(more, kinds.hidden) }, "▾");
      return make("div", { class: "branch" }, box, more, kinds);
    }));
    form.querySelector("#countries").replaceChildren(...[...countries]
      .sort((one, other) => (one[1] < other[1] ? -1 : 1))
      .map(([code, name]) => this.box("country", code, [aside(name), make("small", {}, ` ${number(counts.get(code) ?? 0)}`)])));
    form.elements.find.closest("label").hidden = countries.size < 9;
    const count = form.querySelector("#least");
    count.hidden = !book.measureTitle;
    count.firstElementChild.textContent = `${book.measureTitle}, at least`;
  }

  unfold(more, open) {
    more.setAttribute("aria-expanded", String(open));
    more.nextElementSibling.hidden = !open;
  }

  box(name, value, children) {
    return make("label", { class: "box" }, make("input", { type: "checkbox", name, value }), make("span", {}, ...children));
  }

  find() {
    const wanted = this.form.elements.find.value.trim().toLocaleLowerCase();
    for (const box of this.form.querySelectorAll("#countries .box")) {
      box.hidden = !box.textContent.toLocaleLowerCase().includes(wanted) && !box.firstElementChild.checked;
    }
  }

  /** Show a filter in the form. */
  fill(filter) {
    const { elements } = this.form;
    const check = (name, values) => {
      for (const one of this.form.querySelectorAll(`input[name="${name}"]`)) one.checked = values.includes(one.value);
    };
    check("country", filter.countries);
    check("type", filter.types);
    for (const kinds of this.form.querySelectorAll(".kinds")) {
      if (kinds.querySelector("input:checked")) this.unfold(kinds.previousElementSibling, true);
    }
    const values = { from: filter.from, to: filter.to, atleast: filter.deaths, actor: filter.actor };
    for (const [name, value] of Object.entries(values)) {
      if (elements[name] !== document.activeElement || elements[name].value === "") elements[name].value = value;
    }
  }

  /** Offer the names of actors that were found. */
  suggest(names) {
    this.form.querySelector("#actors").replaceChildren(...names.slice(0, 200).map((name) => make("option", { value: name })));
  }
}
