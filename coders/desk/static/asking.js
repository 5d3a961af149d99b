// Dialogs in which something is asked: a new place with its pin, a new actor, days to split over, an event to add to.

import { make, toast } from "./dom.js";
import { found } from "./fields.js";
import { Combo, filtered } from "./combo.js";
import { Refused, Unreachable, server } from "./server.js";
import { t } from "./words.js";

const at = (id) => document.getElementById(id);

function field(label, input) {
  return make("label", { class: "asked" }, make("span", { text: label }), input);
}

function box(settings = {}) {
  return make("input", { type: "text", dir: "auto", autocomplete: "off", ...settings });
}

// Open the dialog with these parts; give back what `read` returns on Enter, or null.
function ask(title, parts, read) {
  const dialog = at("asking");
  const problems = make("div", { class: "problems", role: "alert" });
  const form = make("form", { method: "dialog" }, make("h2", { text: title }), ...parts, problems, make("p", { class: "buttons" }, make("button", { type: "submit", class: "main", text: t("asking.take") }), make("button", { type: "button", class: "quiet", text: t("asking.leave"), onclick: () => dialog.close() })));
  dialog.replaceChildren(form);
  dialog.setAttribute("aria-label", title);
  return new Promise((resolve) => {
    let done = null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const answer = await read();
        if (answer?.problems) {
          problems.replaceChildren(...answer.problems.map((one) => make("p", { class: "problem error" }, make("span", { class: "says", dir: "auto", text: `${one.field ? `${one.field}: ` : ""}${one.message}. ${one.advice}` }))));
          return;
        }
        done = answer;
        dialog.close();
      } catch (caught) {
        if (!(caught instanceof Refused || caught instanceof Unreachable)) throw caught;
        problems.replaceChildren(make("p", { class: "problem error", text: caught.message }));
      }
    });
    dialog.addEventListener("close", () => resolve(done), { once: true });
    dialog.showModal();
    form.querySelector("input")?.focus();
  });
}

export async function askPlace(desk, words) {
  const { PinMap } = await import("./map.js");
  const label = box({ value: words });
  const lat = box({ inputmode: "decimal" });
  const lon = box({ inputmode: "decimal" });
  const admin = box();
  const aliases = box();
  const kinds = ["town", "village", "district", "area", "sea"];
  const kind = make("select", {}, kinds.map((one) => make("option", { value: one, text: one })));
  const near = desk.state.forms.map((row) => row.names?.[desk.valuesOf(row.form).where?.place]).find(Boolean);
  let country = near?.country ?? "";
  const countries = desk.plan.countries.map((one) => ({ value: one.code, label: one.label }));
  const combo = new Combo({ label: t("place.country"), source: (typed) => filtered(countries, typed), pick: (one) => { country = one.value; combo.show(one.label); lat.focus(); }, typed: () => {}, empty: () => lat.focus() });
  combo.show(countries.find((one) => one.value === country)?.label ?? "");
  const map = make("div", { class: "map", tabindex: "0", role: "application", "aria-label": t("place.map") });
  const parts = [
    make("div", { class: "asked-rows" }, field(t("place.name"), label), field(t("place.country"), combo.element), field(t("place.admin"), admin), field(t("place.kind"), kind), field(t("place.latitude"), lat), field(t("place.longitude"), lon), field(t("place.aliases"), aliases)),
    map,
    make("p", { class: "hint", text: t("place.hint") }),
  ];
  const pin = { map: null };
  const answer = ask(t("place.title"), parts, async () => {
    const number = (input) => (input.value.trim() === "" ? undefined : Number(input.value.replace(",", ".")));
    return server.post("/api/places", {
      name: label.value.trim(),
      country: country || undefined,
      admin1: admin.value.trim() || undefined,
      kind: kind.value,
      latitude: number(lat),
      longitude: number(lon),
      aliases: aliases.value.split(",").map((one) => one.trim()).filter(Boolean),
    });
  });
  pin.map = new PinMap(map, near?.point ?? null, (latitude, longitude) => {
    lat.value = latitude.toFixed(4);
    lon.value = longitude.toFixed(4);
  });
  for (const input of [lat, lon]) input.addEventListener("change", () => pin.map.put(Number(lat.value), Number(lon.value)));
  const done = await answer;
  pin.map.close();
  return done?.entry ?? null;
}

export async function askActor(desk, words) {
  const label = box({ value: words });
  const aliases = box();
  const home = box({ placeholder: t("actor.home.hint") });
  const why = box();
  const type = make("select", {}, desk.plan.actor_types.map((one) => make("option", { value: one.code, text: one.label })));
  const hit = desk.text.find(words)[0];
  const quote = hit ? desk.text.points.text.slice(...hit) : "";
  const parts = [
    make("p", { class: "hint", text: t("actor.hint") }),
    make("div", { class: "asked-rows" }, field(t("actor.name"), label), field(t("actor.type"), type), field(t("actor.home"), home), field(t("actor.aliases"), aliases), field(t("actor.why"), why)),
  ];
  const done = await ask(t("actor.title"), parts, () =>
    server.post("/api/actors", {
      name: label.value.trim(),
      types: [{ type: type.value }],
      home: home.value.split(",").map((one) => one.trim()).filter(Boolean),
      aliases: aliases.value.split(",").map((one) => one.trim()).filter(Boolean),
      why: why.value.trim(),
      article: quote ? desk.article.id : "",
      quote,
    }),
  );
  return done?.entry ?? null;
}

// One form for each day of a span that was told as a whole; what is counted of all of them names them all.
export async function askSplit(desk) {
  const span = box({ placeholder: t("split.hint") });
  const done = await ask(t("split.title"), [make("p", { class: "hint", text: t("split.about") }), field(t("split.days"), span)], async () => {
    const read = await server.get("/api/when", { q: span.value, published: desk.article.published });
    const first = read?.shown.first;
    if (!read || !first || read.shown.days < 2 || read.shown.days > 31) return { problems: [{ field: "", message: t("split.unread"), advice: "" }] };
    return { first, days: read.shown.days };
  });
  if (!done) return;
  const source = desk.form;
  const forms = [source];
  await desk.steps.together(async () => {
    for (let day = 1; day < done.days; day += 1) {
      await desk.addForm({ copy: source, without: ["notes"] });
      forms.push(desk.form);
    }
    const start = Date.parse(`${done.first}T00:00:00Z`);
    const counts = (desk.valuesOf(source).counts ?? []).map((one) => ({ ...one, split_over: forms }));
    forms.forEach((form, index) => {
      const day = new Date(start + index * 86400000).toISOString().slice(0, 10);
      const fields = { when: day, ...(counts.length ? { counts } : {}) };
      desk.steps.note(form, fields, (one) => desk.valueAt(form, one));
      desk.apply(form, fields);
    });
  });
  desk.turn(source);
  toast(t("split.done", { count: forms.length }));
}

// Which event this article tells of too: by likeness, or by its id.
export async function askEvent(desk) {
  let chosen = "";
  let offered = desk.alike.offered();
  try {
    const told = await server.get("/api/events", { sheet: desk.state.sheet });
    offered = [...offered, ...told.filter((one) => !offered.some((other) => other.form === one.form))];
  } catch (caught) {
    if (!(caught instanceof Refused || caught instanceof Unreachable)) throw caught;
  }
  const combo = new Combo({
    label: t("event.which"),
    openOn: true,
    candidates: () => (combo.typing ? [] : offered.map(eventOption)),
    source: (words) => (words ? () => found("/api/events", { q: words, sheet: desk.state.sheet }, eventOption) : []),
    pick: (one) => {
      chosen = one.value;
      combo.show(one.label);
      at("asking").querySelector("button.main").focus();
    },
    typed: (text) => (chosen = text),
    empty: () => at("asking").querySelector("form").requestSubmit(),
  });
  const done = await ask(t("event.title"), [make("p", { class: "hint", text: t("event.hint") }), field(t("event.which"), combo.element)], async () =>
    chosen ? { event: chosen } : { problems: [{ field: "", message: t("event.none"), advice: "" }] },
  );
  if (done) await desk.addForm({ event: done.event });
}

function eventOption(row) {
  return { value: row.form, label: row.says, detail: `${row.form} · ${row.outlet ?? ""}` };
}

