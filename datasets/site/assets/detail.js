/* One event: what happened, and for every value the words it was read from and whose they are. */

import { aside, make, number, plain, webAddress } from "./element.js";
import { dayText } from "./table_file.js";

const SOURCE = ["source_id", "outlet", "title", "url", "published", "language"];
const TOLD = ["field", "value", "how", "rule", "source_id", "quote"];

/** Return all that a release says of an event, by the number of its row. Null where the row is another event's. */
export async function fetchEvent(release, row, id) {
  const [events, told] = await Promise.all([release.table("events"), release.table("provenance")]);
  if (!(row >= 0 && row < events.rows)) return null;
  const [said, lines] = await Promise.all([events.row(row), told.where("event_id", [id], ["event_id", ...TOLD])]);
  if (said?.event_id !== id) return null;
  const named = [...new Set(lines.map((one) => one.source_id).filter(Boolean))];
  const sources = await (await release.table("sources")).where("source_id", named, SOURCE);
  return { said, lines, sources: new Map(sources.map((one) => [one.source_id, one])) };
}

/** Return the event as a piece of page. */
export function eventPage({ said, lines, sources }, book) {
  return [
    make("p", { class: "kicker" }, aside(said.event_id), " · ", aside(said[book.typeField]),
      said.selective && make("span", { class: "note" }, "coded selectively: numbers of such events are no count")),
    make("h2", { id: "event-title", tabindex: "-1" }, aside(said.location || said.country || "No place"), ", ", dayText(said.event_date)),
    said.notes && make("p", { class: "story", dir: "auto" }, plain(said.notes)),
    facts(said, book),
    make("h3", {}, "Sources"),
    sourceList(sources),
    make("h3", {}, "Where each value comes from"),
    provenance(lines, sources),
  ];
}

function facts(said, book) {
  const precision = book.precision.find((one) => one.code === Number(said.geo_precision));
  const uncertain = precision && precision !== book.precision[0];
  const place = [said.location, said.admin3, said.admin2, said.admin1, said.country];
  const span = said.first_day === said.last_day ? dayText(said.event_date)
    : `${said.first_day == null ? "by" : `${dayText(said.first_day)} to`} ${dayText(said.last_day)}`;
  const entries = [
    ["When", [span, said.lasting === "throughout" && said.first_day !== said.last_day ? " (throughout)" : ""]],
    ["Where", [aside([...new Set(place.filter(Boolean))].join(", ")), uncertain && make("span", { class: "note" },
      `${precision.label}: the true place may lie up to ${number(precision.km)} km from the point on the map`)]],
    ["Side 1", side(said, 1)],
    ["Side 2", side(said, 2)],
    ...book.counts.map((one) => [one.title, bounds(said, one.name)]),
    ["Reports", said.reports == null ? null : [number(said.reports)]],
    ["Doubted", said.doubted?.length ? [aside(said.doubted.join(", "))] : null],
  ];
  return make("dl", { class: "facts" }, entries.filter(([, says]) => says).map(([name, says]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, says))));
}

function side(said, n) {
  const name = said[`actor${n}`];
  if (!name) return null;
  const sure = said[`actor${n}_certainty`];
  const by = said[`actor${n}_by`];
  const others = said[`assoc_actor_${n}`] ?? [];
  return [
    aside(name),
    said[`inter${n}`] && make("small", {}, ` ${said[`inter${n}`]}`),
    sure && sure !== "stated" && make("span", { class: "note" }, sure, by && [" by ", aside(by)]),
    others.length ? [make("br"), make("small", {}, "with ", aside(others.join(", ")))] : null,
  ];
}

/** Say a count with its bounds; what nobody knows is said to be unknown, for it is not nought. */
function bounds(said, name) {
  const [low, best, high] = ["low", "best", "high"].map((bound) => said[`${name}_${bound}`]);
  if (best == null && low == null && high == null) return said[`${name}_high_open`] ? ["number not known"] : null;
  const open = said[`${name}_high_open`];
  const range = [];
  if (low != null && low !== best) range.push(`at least ${number(low)}`);
  if (open) range.push("no upper bound");
  else if (high != null && high !== best) range.push(`at most ${number(high)}`);
  return [best == null ? "not known" : number(best), range.length ? make("small", {}, ` (${range.join(", ")})`) : null];
}

function sourceList(sources) {
  if (!sources.size) return make("p", { class: "quiet" }, "The release names none for this event.");
  return make("ul", { class: "sources" }, [...sources.values()].map((one) => {
    const address = webAddress(one.url);
    const title = aside(one.title || one.url || "untitled", { lang: one.language || null });
    return make("li", {}, make("strong", {}, aside(one.outlet ?? "Unknown outlet")), one.published != null && `, ${dayText(one.published)}`, ": ",
      address ? make("a", { href: address, rel: "noopener noreferrer external" }, title) : title);
  }));
}

function provenance(lines, sources) {
  const fields = new Map();
  for (const line of lines) {
    const key = `${line.field}\n${line.value}\n${line.how}\n${line.rule}`;
    if (!fields.has(key)) fields.set(key, { ...line, quotes: new Map() });
    if (line.quote) fields.get(key).quotes.set(line.quote, sources.get(line.source_id));
  }
  if (!fields.size) return make("p", { class: "quiet" }, "The release does not say.");
  return make("ul", { class: "told" }, [...fields.values()].map((one) =>
    make("li", {},
      make("p", {}, make("code", {}, one.field), " ", make("strong", {}, aside(one.value ?? "blank")), " ",
        make("small", {}, how(one))),
      [...one.quotes].map(([quote, source]) => make("blockquote", { dir: "auto", lang: source?.language || null }, make("p", {}, plain(quote)),
        source && make("footer", {}, aside(source.outlet ?? ""), source.published != null && `, ${dayText(source.published)}`))))));
}

function how(line) {
  const says = {
    agreed: "all reports agree", chosen: "chosen", derived: "worked out", overridden: "set by a person", doubted: "doubted; it might be this",
  }[line.how] ?? line.how;
  return [says, line.rule ? [": ", aside(line.rule)] : ""].flat();
}
