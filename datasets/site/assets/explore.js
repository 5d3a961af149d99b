/* The explorer: an address becomes a filter, the filter finds events, and map, timeline, bars and table show them.
 *
 * All state stands in the address. Every control only writes a new address; every change of the address is shown. */

import { Controls } from "./controls.js";
import { eventPage, fetchEvent } from "./detail.js";
import { asCsv, asGeoJson, save } from "./download.js";
import { aside, counted, make, number } from "./element.js";
import { EMPTY, isEmpty, readFilter, select, writeFilter } from "./filter.js";
import { Listing } from "./listing.js";
import { WorldMap } from "./map.js";
import { placeNames } from "./places.js";
import { Release, fetchJson } from "./release.js";
import { fetchGrid, fetchYears } from "./summary.js";
import { Timeline, bars } from "./timeline.js";
import { showBars, sums } from "./breakdown.js";
import { dayNumber, dayText } from "./table_file.js";
import { traffic } from "./remote.js";

const REGION = 2;
const REGION_KM = 40; // A place that may lie so far off is a region: its point must not be read as the place.
const BUDGET = 4 << 20; // Bytes that are read without asking first.
const base = new URL(document.body.dataset.base, location.href);
const assets = new URL(".", import.meta.url);
const $ = (id) => document.getElementById(id);

const now = { filter: EMPTY, entry: null, release: null, years: [], countries: new Map(), found: null, grid: null, allowed: 0, shown: "" };

// ---- From the address to what is shown ------------------------------------------------------------------------

let turn = 0;

/** Show what the address asks for; a later change overtakes an earlier one that is still being fetched. */
async function show() {
  const mine = ++turn;
  document.body.setAttribute("aria-busy", "true");
  try {
    const filter = readFilter(location.hash);
    await choose(filter);
    if (mine !== turn) return;
    now.filter = filter;
    controls.fill(filter);
    await showResult(filter, mine);
    if (mine === turn) await showDetail();
    delete document.body.dataset.fault;
  } catch (fault) {
    if (mine === turn) tellFault(fault);
  } finally {
    if (mine === turn) document.body.removeAttribute("aria-busy");
    tellTraffic();
  }
}

/** Show what a filter finds, unless that is what is shown already: opening an event changes none of it. */
async function showResult(filter, mine) {
  const key = JSON.stringify([now.entry.version, now.allowed, { ...filter, event: "", row: "" }]);
  if (now.shown === key) return;
  const groups = now.release.groups(filter);
  const cost = now.release.cost(groups);
  if (cost > BUDGET && cost > now.allowed) await showSums(cost, mine);
  else await showEvents(groups, mine);
  if (mine === turn) now.shown = key;
}

/** Open the release that a filter names, or the newest. */
async function choose(filter) {
  now.listed ??= (await fetchJson(new URL("versions.json", base))).versions.filter((one) => !one.tables_given_up);
  const entry = now.listed.find((one) => one.version === filter.release) ?? now.listed[0];
  if (filter.release && entry.version !== filter.release) say(`There is no release ${filter.release} here; this is ${entry.version}.`);
  if (now.entry === entry) return;
  $("release").replaceChildren(...now.listed.map((one) => make("option", { value: one.version, selected: one === entry }, one.version)));
  const [release, years] = await Promise.all([Release.open(base, entry.version), fetchYears(base, entry)]);
  Object.assign(now, { entry, release, years, allowed: 0, found: null, grid: null, places: placeNames(release) });
  now.countries = new Map(years.map((one) => [one.iso3, one.country ?? "No country"]));
  $("title").textContent = release.book.title;
  document.title = `${release.book.title} ${entry.version}: explorer`;
  for (const link of document.querySelectorAll("[data-page]")) link.href = new URL(`${entry.version}/${link.dataset.page}`, base).href;
  const counts = new Map(sums(years.map((one) => one.iso3), years.map((one) => one.events)));
  controls.offer(release.book, now.countries, counts);
  showLegend(release.book);
}

/** Show the events that a filter finds. */
async function showEvents(groups, mine) {
  const loaded = await now.release.load(groups);
  if (mine !== turn) return;
  const { release, filter } = now;
  const { book } = release;
  const first = now.found === null || now.fitted !== fitKey(filter);
  const found = select(loaded, filter, book);
  now.found = found;
  now.fitted = fitKey(filter);
  const kinds = Uint8Array.from(found.type, (type) => Math.max(0, book.parents.indexOf(book.parent(type))));
  const counted = filter.by === "count";
  const weights = counted ? found.best.map((one) => (Number.isNaN(one) ? 0 : one)) : new Array(found.length).fill(1);
  const shown = new Map(book.precision.map((one, n) => [one.code, placeKind(one, n, book.precision.length)]));
  const place = Uint8Array.from(found.precision, (code) => shown.get(code) ?? REGION);
  const actors = [...found.actor1, ...found.actor2.map((name, i) => (name === found.actor1[i] ? "" : name))];
  worldMap.show({ ...found, kind: kinds, place, weight: null }, first);
  timeline.show(bars(found.day, kinds, weights), counted ? book.measureTitle.toLowerCase() : "events", book.parents);
  showBreakdown(
    sums(found.type.map((type) => book.parent(type)), weights),
    sums(found.iso3, weights),
    sums(actors, [...weights, ...weights]).filter(([name]) => name),
  );
  listing.show(found, release, now.countries);
  controls.suggest(sums(actors, new Array(2 * found.length).fill(1)).map(([name]) => name).filter(Boolean));
  head(found.length, known(found), found.type.filter((type) => book.selective(type)).length);
  $("whole").hidden = true;
  for (const id of ["save-csv", "save-geojson"]) $(id).disabled = !found.length;
}

/** Show sums only, where the events asked for are too many to be read without asking. */
async function showSums(cost, mine) {
  const { release, filter } = now;
  const { book } = release;
  now.grid ??= await fetchGrid(base, now.entry);
  if (mine !== turn) return;
  const wanted = sumMatcher(filter, book);
  const rows = now.years.filter(wanted);
  const counted = filter.by === "count";
  const weights = rows.map((one) => (counted ? one.best : one.events));
  const kinds = rows.map((one) => Math.max(0, book.parents.indexOf(one.kind)));
  const cells = now.grid.filter((one) => !filter.countries.length || filter.countries.includes(one.iso3));
  now.found = null;
  worldMap.show({
    length: cells.length, latitude: cells.map((one) => one.latitude), longitude: cells.map((one) => one.longitude),
    kind: new Uint8Array(cells.length).fill(7), place: new Uint8Array(cells.length), weight: cells.map((one) => one.events),
  }, now.fitted !== fitKey(filter));
  now.fitted = fitKey(filter);
  timeline.show(bars(rows.map((one) => dayNumber(`${one.year}-01-01`)), kinds, weights, "year"), counted ? book.measureTitle.toLowerCase() : "events", book.parents);
  showBreakdown(sums(rows.map((one) => one.kind), weights), sums(rows.map((one) => one.iso3), weights), null);
  listing.found = null;
  $("list").replaceChildren(make("p", { class: "quiet" }, "Choose a country or a shorter time to see single events."));
  const total = rows.reduce((sum, one) => sum + one.events, 0);
  const silent = rows.reduce((sum, one) => sum + one.unknown, 0);
  head(total, { sum: rows.reduce((sum, one) => sum + one.best, 0), silent }, rows.filter((one) => book.selective(one.kind)).reduce((sum, one) => sum + one.events, 0));
  $("whole").hidden = false;
  const partly = filter.actor || filter.deaths || filter.types.some((one) => !book.parents.includes(one)) ||
    (filter.from && !filter.from.endsWith("-01-01")) || (filter.to && !filter.to.endsWith("-12-31"));
  $("whole-says").textContent = `Sums by year and country${partly ? "; actors, counts and single days are not looked at yet" : ""}. The map shows all years.`;
  $("whole-read").textContent = `Read all events asked for (${Math.ceil(cost / 1e6)} MB)`;
  now.cost = cost;
  for (const id of ["save-csv", "save-geojson"]) $(id).disabled = true;
}

function sumMatcher(filter, book) {
  const first = filter.from ? Number(filter.from.slice(0, 4)) : -Infinity;
  const last = filter.to ? Number(filter.to.slice(0, 4)) : Infinity;
  const kinds = new Set(filter.types.map((one) => book.parent(one)));
  return (one) => one.year >= first && one.year <= last &&
    (!filter.countries.length || filter.countries.includes(one.iso3)) && (!kinds.size || kinds.has(one.kind));
}

const fitKey = (filter) => JSON.stringify([now.entry?.version, filter.countries, filter.from, filter.to, filter.actor]);

/** How a class of place is drawn: the finest as a dot, near ones as a ring, regions as a dashed ring. */
const placeKind = (one, n, classes) => (n === 0 ? 0 : one.km >= REGION_KM || n === classes - 1 ? REGION : 1);

function known(found) {
  let [sum, silent] = [0, 0];
  for (const one of found.best) Number.isNaN(one) ? (silent += 1) : (sum += one);
  return { sum, silent };
}

function head(events, counts, selective) {
  const { book } = now.release;
  const silent = counts.silent ? ` (${counted(counts.silent, "event")} with no figure: the true sum is higher)` : "";
  $("found").replaceChildren(make("strong", {}, number(events)), events === 1 ? " event" : " events");
  if (book.measureTitle) $("found").append(", ", make("strong", {}, number(counts.sum)), ` ${book.measureTitle.toLowerCase()} known`, make("small", {}, silent));
  $("selective").textContent = selective
    ? `${number(selective)} of them ${selective === 1 ? "is of a type" : "are of types"} coded selectively, only where it matters: such numbers are no count of all such events.` : "";
  say(`${counted(events, "event")} found`);
}

function showBreakdown(types, countries, actors) {
  const { filter, release: { book } } = now;
  const toggle = (name) => (value) => {
    const had = filter[name];
    go({ [name]: had.includes(value) ? had.filter((one) => one !== value) : [...had, value] });
  };
  showBars($("by-type"), types, { choose: toggle("types"), shown: (name) => ({
    label: name, kind: book.parents.indexOf(name), pressed: filter.types.includes(name), note: book.selective(name) ? "selective" : "" }) });
  showBars($("by-country"), countries, { choose: toggle("countries"), shown: (name) => ({
    label: now.countries.get(name) ?? (name || "No country"), kind: 7, pressed: filter.countries.includes(name) }) });
  $("by-actor").closest("section").hidden = actors === null;
  if (actors) showBars($("by-actor"), actors, { choose: (name) => go({ actor: filter.actor === name ? "" : name }), shown: (name) => ({
    label: name, kind: 7, pressed: filter.actor === name }) });
}

function showLegend(book) {
  const kinds = book.parents.map((one, n) => make("li", {}, make("span", { class: `chip kind-${n % 8}` }), one, book.selective(one) ? make("small", {}, " (selective)") : ""));
  const places = book.precision.map((one, n) => make("li", {}, make("span", { class: `spot spot-${placeKind(one, n, book.precision.length)}` }), one.label));
  $("legend").replaceChildren(make("ul", {}, ...kinds), make("ul", {}, make("li", {}, "The place:"), ...places));
}

// ---- One event --------------------------------------------------------------------------------------------------

async function showDetail() {
  const { filter, release } = now;
  const box = $("event");
  if (!filter.event) return box.open && box.close();
  const row = filter.row ? Number(filter.row) : await rowOf(filter.event);
  if (box.open && box.dataset.event === filter.event) return;
  box.dataset.event = filter.event;
  $("event-body").replaceChildren(make("p", { class: "quiet" }, "Fetching the event and its sources …"));
  if (!box.open) box.showModal();
  let told = row === null ? null : await fetchEvent(release, row, filter.event);
  const again = told === null && filter.row ? await rowOf(filter.event) : null;
  if (again !== null) told = await fetchEvent(release, again, filter.event);
  if (box.dataset.event !== filter.event) return;
  $("event-body").replaceChildren(...(told ? eventPage(told, release.book).flat().filter(Boolean)
    : [make("h2", { id: "event-title", tabindex: "-1" }, "Not here"), make("p", {}, "This release has no event ", aside(filter.event), ". Its file ids.parquet says what became of an id.")]));
  $("event-title")?.focus({ preventScroll: true });
}

/** Return the row of an event: among those found, else looked up by its id. */
async function rowOf(id) {
  const at = now.found?.id.indexOf(id) ?? -1;
  if (at >= 0) return now.found.row[at];
  for (const group of now.release.lite.groups.filter(({ bounds: { event_id: ids } }) => ids.min <= id && id <= ids.max)) {
    const { event_id: names } = await now.release.lite.columns(group, ["event_id"]);
    const here = names.indexOf(id);
    if (here >= 0) return group.start + here;
  }
  return null;
}

// ---- What people do ---------------------------------------------------------------------------------------------

/** Change the filter: the address changes, and what it asks for is shown. */
function go(changes, quietly = false) {
  const next = { ...now.filter, event: "", row: "", ...changes, release: now.entry.version };
  if (quietly) {
    history.replaceState(null, "", writeFilter(next));
    show();
  } else {
    location.hash = writeFilter(next);
  }
}

const openEvent = (at) => go({ event: now.found.id[at], row: String(now.found.row[at]) });

function pick(dot) {
  if (!now.found) return go({ countries: [cellCountry(dot.members[0])].filter(Boolean) });
  if (dot.members.length === 1) return openEvent(dot.members[0]);
  const newest = [...dot.members].sort((one, other) => now.found.day[other] - now.found.day[one]);
  $("here-body").replaceChildren(
    make("h2", { id: "here-title" }, `${number(dot.members.length)} events here`),
    make("ul", { class: "sources" }, newest.slice(0, 60).map((at) => make("li", {},
      make("button", { type: "button", class: "link", onclick: () => { $("here").close(); openEvent(at); } },
        dayText(now.found.day[at]), " ", aside(now.found.type[at])), " ", aside(now.found.actor1[at] || now.found.actor2[at])))),
    newest.length > 60 ? make("p", { class: "quiet" }, "Zoom in, or filter, to see the rest.") : "");
  $("here").showModal();
}

const cellCountry = (at) => now.grid.filter((one) => !now.filter.countries.length || now.filter.countries.includes(one.iso3))[at]?.iso3;

function tell(dot, x, y) {
  const tip = $("tip");
  tip.hidden = !dot;
  if (!dot) return;
  const first = dot.members[0];
  const says = now.found
    ? dot.count === 1 ? `${dayText(now.found.day[first])}: ${now.found.type[first]}` : `${number(dot.count)} events`
    : `${number(dot.weight)} events`;
  tip.textContent = says;
  tip.style.insetInlineStart = "0";
  tip.style.translate = `${Math.min(x + 12, worldMap.canvas.clientWidth - 170)}px ${Math.max(y - 34, 4)}px`;
}

function say(text) {
  $("says").textContent = text;
}

function tellTraffic() {
  $("traffic").textContent = `${number(traffic.requests)} requests and ${(traffic.bytes / 1e6).toFixed(2)} MB so far.`;
}

function tellFault(fault) {
  document.body.dataset.fault = "yes";
  $("fault").textContent = fault instanceof TypeError && /fetch/i.test(fault.message)
    ? "The server cannot be reached. Try again when it can." : fault.message;
  console.warn(fault);
}

async function download(kind) {
  const { found, release, countries, filter } = now;
  say("Making the file …");
  const places = await now.places(found.row).catch(() => new Map());
  const name = `events-${release.version}${isEmpty(filter) ? "" : "-selection"}`;
  if (kind === "csv") save(`${name}.csv`, asCsv(found, release, countries, places), "text/csv");
  else save(`${name}.geojson`, asGeoJson(found, release, countries, places), "application/geo+json");
  say(`Saved ${number(found.length)} events`);
}

const controls = new Controls($("filter"), (changes, typing) => go(changes, typing));
const worldMap = new WorldMap($("map"), { pick, tell, fetchOutlines: (name) => fetchJson(new URL(`${name}.json`, assets)) });
const timeline = new Timeline($("timeline"), (from, to) => go({ from, to }));
const listing = new Listing($("list"), { open: openEvent, places: (rows) => now.places(rows).finally(tellTraffic), order: $("order") });

$("release").addEventListener("change", (event) => { location.hash = writeFilter({ ...now.filter, event: "", row: "", release: event.target.value }); });
$("clear").addEventListener("click", () => go({ ...EMPTY, by: now.filter.by }));
$("by").addEventListener("change", (event) => go({ by: event.target.value }));
$("map-in").addEventListener("click", () => worldMap.zoomBy(1.8));
$("map-out").addEventListener("click", () => worldMap.zoomBy(1 / 1.8));
$("map-fit").addEventListener("click", () => { worldMap.fit(); worldMap.draw(); });
$("save-csv").addEventListener("click", () => download("csv"));
$("save-geojson").addEventListener("click", () => download("geojson"));
$("whole-read").addEventListener("click", () => { now.allowed = now.cost; show(); });
$("share").addEventListener("click", async () => {
  const link = new URL(writeFilter({ ...now.filter, release: now.entry.version }), location.href).href;
  await navigator.clipboard?.writeText(link).then(() => say("The link is copied."), () => say(link));
});
for (const box of document.querySelectorAll("dialog")) {
  box.querySelector(".close").addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => event.target === box && box.close());
}
$("event").addEventListener("close", () => {
  const { row } = readFilter(location.hash);
  if (readFilter(location.hash).event) go({});
  document.querySelector(`button[data-row="${row}"]`)?.focus();
});
const wide = matchMedia("(min-width: 60.01rem)");
const unfold = () => { document.querySelector(".drawer").open = wide.matches; };
wide.addEventListener("change", unfold);
unfold();
addEventListener("hashchange", show);
document.body.dataset.started = "yes";
show();
