// What is lit up in the article: candidates of the field in hand, evidence, and where one is walking.

import { KINDS } from "./article.js";

// Which kinds of candidates belong to which fields.
const OF_FIELD = { when: ["when"], where: ["where"], side1: ["actor"], side2: ["actor", "target"], counts: ["count"], target: ["target"], notes: [] };
const TYPES = ["type"];

export class Marks {
  constructor(text, typeField) {
    this.text = text;
    this.typeField = typeField;
    this.found = [];
  }

  take(reading) {
    this.found = reading.candidates.map((one) => ({ ...one, span: spanOf(one) }));
  }

  // Candidates as options of a list. First what no form of the sheet has taken, then what stands near to what
  // this form has taken already; of one value its best mention first, and the others after all other values.
  candidates(kinds, values, others, field = "") {
    const taken = new Set([values, ...others].flatMap(quotesOf).map((one) => `${one.start}-${one.end}`));
    const elsewhere = new Set(others.flatMap(valuesIn));
    const near = quotesOf(values);
    const ranked = this.found
      .filter((one) => kinds.includes(one.kind) && one.value !== null)
      .map((one) => [this.rank(one, taken, elsewhere, near) + sided(one, field), one])
      .sort(([left, one], [right, two]) => left - right || one.start - two.start);
    const seen = new Set();
    const firsts = [];
    const again = [];
    for (const [, one] of ranked) {
      const key = JSON.stringify(valueOf(one));
      (seen.has(key) ? again : firsts).push(this.option(one));
      seen.add(key);
    }
    return [...firsts, ...again];
  }

  rank(one, taken, elsewhere, near) {
    const distance = near.length ? Math.min(...near.map((quote) => Math.abs(quote.start - one.start))) : 0;
    return (
      (taken.has(`${one.span.start}-${one.span.end}`) ? 4 : 0) +
      (one.more?.dateline ? 3 : 0) +
      (elsewhere.has(JSON.stringify(valueOf(one))) ? 1 : 0) +
      (1 - one.confidence) +
      Math.min(1, distance / 1500)
    );
  }

  option(one) {
    const words = this.text.points.slice(one.span.start, one.span.end).replace(/\s+/g, " ");
    return { value: valueOf(one), label: one.label, detail: one.reason.startsWith(`“${words}”`) ? one.reason : `“${words}” · ${one.reason}`, also: words, span: one.span, kind: one.kind };
  }

  draw(values, field) {
    const kinds = OF_FIELD[field] ?? (field === this.typeField ? TYPES : field ? [] : KINDS);
    for (const kind of KINDS) this.text.mark(kind, kinds.includes(kind) ? this.found.filter((one) => one.kind === kind).map((one) => one.span) : []);
    const mine = quotesOf({ evidence: { [field]: values.evidence?.[field] }, [field]: values[field] });
    this.text.mark("evidence", quotesOf(values));
    this.text.mark("own", mine);
  }

  // How sure the text is of words that a count was taken from: "denied", or "" where it says so plainly.
  stanceOf(quote) {
    const at = this.found.find((one) => one.kind === "count" && one.span.start === quote?.start && one.span.end === quote?.end);
    return at?.more?.certainty ?? "";
  }

  walk(span) {
    this.text.mark("walking", span ? [span] : []);
  }
}

// How much less likely an actor is for this side than for the other: by what the words say, or what is usual.
function sided(one, field) {
  const side = { side1: 1, side2: 2 }[field];
  if (!side || one.kind !== "actor") return 0;
  if (one.more?.side) return one.more.side === side ? -0.15 : 0.45;
  return (one.more?.usual ?? side) === side ? 0 : 0.35;
}

// The words that are kept as evidence: of a count that is denied also those that deny it.
function spanOf(one) {
  const [start, end] = one.more?.said ?? [one.start, one.end];
  return { start, end };
}

// What a field takes from a candidate: the value itself, with what else the same words say.
function valueOf(one) {
  const more = one.more ?? {};
  if (one.kind === "where") {
    const written = typeof one.value === "object" ? one.value : { place: more.id ?? one.value };
    return { ...written, ...(more.precision ? { precision: more.precision } : {}) };
  }
  if (one.kind === "actor") {
    const side = typeof one.value === "object" ? one.value : { actor: more.id ?? one.value };
    return { ...side, ...(more.certainty ? { certainty: more.certainty } : {}), ...(more.by ? { by: more.by } : {}) };
  }
  if (one.kind === "count" && more.by && typeof one.value === "object") return { by: more.by, ...one.value };
  return one.value;
}

// The values of a form's fields, as candidates would give them.
function valuesIn(values) {
  return Object.values(values).flatMap((one) => (Array.isArray(one) ? one : [one])).map((one) => JSON.stringify(one));
}

// Every quote of a form that stands somewhere.
export function quotesOf(values) {
  const found = [];
  const seek = (value) => {
    if (!value || typeof value !== "object") return;
    if (typeof value.start === "number" && typeof value.exact === "string") found.push({ start: value.start, end: value.end });
    else for (const one of Object.values(value)) seek(one);
  };
  seek(values);
  return found;
}
