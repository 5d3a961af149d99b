// The codebook beside the form: what a field or a choice means, with its example and counter-example.

import { make } from "./dom.js";
import { t } from "./words.js";

const at = (id) => document.getElementById(id);

export function showHelp(desk) {
  const box = at("help");
  if (box.hidden) return;
  const field = desk.plan.fields.find((one) => one.name === desk.field) ?? desk.plan.fields[0];
  const chosen = desk.option?.about ?? (field.choices ?? []).find((one) => one.code === desk.formState()[field.name]);
  const rows = [make("h2", { text: field.title }), make("p", { dir: "auto", text: field.about })];
  if (chosen) {
    rows.push(make("h3", { dir: "auto", text: chosen.label }), make("p", { dir: "auto", text: chosen.about }));
    if (chosen.example) rows.push(make("p", { class: "example", dir: "auto" }, make("b", { text: t("help.example") }), ` ${chosen.example}`));
    if (chosen.counter_example) rows.push(make("p", { class: "example not", dir: "auto" }, make("b", { text: t("help.counter") }), ` ${chosen.counter_example}`));
  }
  if (field.kind === "where") rows.push(...desk.plan.precision.map((one) => make("p", { dir: "auto" }, make("b", { text: `${one.code} ${one.label}` }), ` ${one.about}`)));
  if (field.kind === "counts") rows.push(...desk.plan.counts.map((one) => make("p", { dir: "auto" }, make("b", { text: one.label }), ` ${one.about}`)));
  box.replaceChildren(...rows);
}
