/* The timeline: bars by day, week, month or year, whichever the span allows, the types one on the other.
 *
 * Drag over it to choose a span of days; the two date fields do the same from the keyboard. */

import { draw, make, number } from "./element.js";
import { dayNumber, dayText } from "./table_file.js";

const HEIGHT = 150;
const FOOT = 22;
const TOP = 14;

const STEPS = [
  { name: "day", until: 125, start: (day) => day, next: (day) => day + 1 },
  { name: "week", until: 900, start: (day) => day - ((((day + 3) % 7) + 7) % 7), next: (day) => day + 7 },
  { name: "month", until: 6200, start: (day) => dayNumber(`${dayText(day).slice(0, 7)}-01`), next: (day) => month(day) },
  { name: "year", until: Infinity, start: (day) => dayNumber(`${dayText(day).slice(0, 4)}-01-01`), next: (day) => year(day) },
];

function month(day) {
  const [years, months] = dayText(day).split("-").map(Number);
  return dayNumber(months === 12 ? `${text(years + 1)}-01-01` : `${text(years)}-${text(months + 1, 2)}-01`);
}

const year = (day) => dayNumber(`${text(Number(dayText(day).slice(0, 4)) + 1)}-01-01`);
const text = (value, digits = 4) => String(value).padStart(digits, "0");

/** Return the bars of days that carry weights of kinds: each from its first day up to the next bar's. */
export function bars(days, kinds, weights, coarsest = "day") {
  if (!days.length) return { step: STEPS[0], bars: [] };
  let [first, last] = [Infinity, -Infinity];
  for (const day of days) [first, last] = [Math.min(first, day), Math.max(last, day)];
  const coarse = STEPS.findIndex((one) => one.name === coarsest);
  const step = STEPS.find((one, n) => n >= coarse && last - first < one.until);
  const made = [];
  const places = new Map();
  for (let day = step.start(first); day <= last; day = step.next(day)) {
    places.set(day, made.length);
    made.push({ day, next: step.next(day), total: 0, kinds: [] });
  }
  const starts = new Map();
  for (let i = 0; i < days.length; i++) {
    if (!starts.has(days[i])) starts.set(days[i], step.start(days[i]));
    const bar = made[places.get(starts.get(days[i]))];
    bar.total += weights[i];
    bar.kinds[kinds[i]] = (bar.kinds[kinds[i]] ?? 0) + weights[i];
  }
  return { step, bars: made };
}

export class Timeline {
  /** `choose` is called with the first and last day, as text, of a span that was dragged over. */
  constructor(place, choose) {
    Object.assign(this, { place, choose });
    new ResizeObserver(() => this.shown && this.render()).observe(place);
  }

  /** Show bars; `says` is what their height counts. */
  show(made, says, labels) {
    this.shown = { ...made, says, labels };
    this.render();
  }

  render() {
    const { bars: made, step, says, labels } = this.shown;
    const width = Math.max(this.place.clientWidth, 240);
    if (!made.length) return this.place.replaceChildren(make("p", { class: "quiet" }, "Nothing to show."));
    const most = made.reduce((high, one) => Math.max(high, one.total), 0);
    const total = made.reduce((sum, one) => sum + one.total, 0);
    const peak = made.find((one) => one.total === most);
    const label = `${number(total)} ${says} by ${step.name}, ${this.name(made[0])} to ${this.name(made.at(-1))}; ` +
      `most ${this.name(peak)}: ${number(most)}`;
    const chart = draw("svg", { viewBox: `0 0 ${width} ${HEIGHT + FOOT}`, width, height: HEIGHT + FOOT, role: "img", "aria-label": label });
    const wide = width / made.length;
    const high = (value) => (most ? (value / most) * (HEIGHT - TOP) : 0);
    chart.append(draw("line", { class: "axis", x1: 0, x2: width, y1: HEIGHT + 0.5, y2: HEIGHT + 0.5 }));
    chart.append(draw("line", { class: "grid", x1: 0, x2: width, y1: TOP, y2: TOP }));
    chart.append(draw("text", { class: "tick", x: 0, y: TOP - 3 }, number(most)));
    made.forEach((bar, n) => {
      const group = draw("g", {}, draw("title", {}, this.words(bar, says, labels)));
      group.append(draw("rect", { class: "catch", x: n * wide, y: 0, width: wide, height: HEIGHT }));
      let y = HEIGHT;
      bar.kinds.forEach((value, kind) => {
        y -= high(value);
        const inner = Math.max(wide - (wide > 4 ? 1 : 0), 0.6);
        group.append(draw("rect", { class: `kind-${kind % 8}`, x: n * wide, y, width: inner, height: high(value) }));
      });
      chart.append(group);
    });
    this.ticks(chart, made, wide, width);
    this.place.replaceChildren(chart);
    this.brush(chart, made, wide);
  }

  name(bar) {
    const { step } = this.shown;
    const from = dayText(bar.day);
    return step.name === "year" ? from.slice(0, 4) : step.name === "month" ? from.slice(0, 7) : from;
  }

  words(bar, says, labels) {
    const parts = bar.kinds.map((value, kind) => (value ? `${labels[kind]}: ${number(value)}` : "")).filter(Boolean);
    const when = this.shown.step.name === "week" ? `week of ${this.name(bar)}` : this.name(bar);
    return [`${when}: ${number(bar.total)} ${says}`, ...parts].join("\n");
  }

  ticks(chart, made, wide, width) {
    let free = -Infinity;
    made.forEach((bar, n) => {
      const x = n * wide;
      const name = this.name(bar);
      if (x < free || x > width - 34) return;
      if (this.shown.step.name === "month" && !name.endsWith("-01") && made.length > 18) return;
      const said = this.shown.step.name === "month" && made.length > 18 ? name.slice(0, 4) : name;
      chart.append(draw("line", { class: "axis", x1: x + 0.5, x2: x + 0.5, y1: HEIGHT, y2: HEIGHT + 4 }));
      chart.append(draw("text", { class: "tick", x, y: HEIGHT + 17 }, said));
      free = x + said.length * 7.2 + 14;
    });
  }

  brush(chart, made, wide) {
    const veil = draw("rect", { class: "brush", y: 0, height: HEIGHT, width: 0 });
    chart.append(veil);
    let from = null;
    const at = (event) => {
      const box = chart.getBoundingClientRect();
      return Math.max(0, Math.min(made.length - 1, Math.floor((event.clientX - box.left) / wide)));
    };
    const show = (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      veil.setAttribute("x", low * wide);
      veil.setAttribute("width", (high - low + 1) * wide);
    };
    chart.addEventListener("pointerdown", (event) => {
      from = at(event);
      chart.setPointerCapture(event.pointerId);
      show(from, from);
    });
    chart.addEventListener("pointermove", (event) => from !== null && show(from, at(event)));
    chart.addEventListener("pointercancel", () => {
      from = null;
      veil.setAttribute("width", 0);
    });
    chart.addEventListener("pointerup", (event) => {
      if (from === null) return;
      const ends = [from, at(event)].sort((one, other) => one - other);
      from = null;
      this.choose(dayText(made[ends[0]].day), dayText(made[ends[1]].next - 1));
    });
  }
}
