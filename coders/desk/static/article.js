// The article on the page: text nodes only, marks drawn over them by the browser (CSS Custom Highlights),
// so that no mark changes the text and no text becomes markup.

import { make, name } from "./dom.js";
import { Points } from "./points.js";
import { t } from "./words.js";

const CONTEXT = 32; // code points kept before and after a quote, as the server keeps
export const KINDS = ["when", "where", "actor", "count", "type", "attribution", "published", "target"];

// Signs that turn words around are shown, not obeyed; one sign for one, so that offsets stay.
const TURNING = /[\u202d\u202e]/g;

const ABOVE = ["evidence", "own", "walking"]; // marks drawn over those of the kinds, the last one over all

export class ArticleView {
  constructor(box, article) {
    this.box = box;
    this.version = article.version;
    this.points = new Points(article.text);
    this.lines = []; // {start, end, node}: unit offsets of each line and its text node
    this.render(article);
    this.mark("damage", article.damage);
  }

  render(article) {
    this.box.replaceChildren();
    const text = article.text;
    const kinds = partKinds(article, this.points);
    let at = 0;
    for (const line of text.split("\n")) {
      const end = at + line.length;
      if (line.length) {
        const node = document.createTextNode(line.replace(TURNING, "\ufffd"));
        const kind = kinds(at);
        const paragraph = make("p", { class: `line ${kind}`, dir: "auto" });
        if (kind === "caption" || kind === "credit" || kind === "byline") paragraph.dataset.kind = kind;
        paragraph.append(node);
        this.box.append(paragraph);
        this.lines.push({ start: at, end, node });
      } else {
        this.box.lastElementChild?.classList.add("gap");
      }
      at = end + 1;
    }
  }

  // The line in which a unit offset lies, or the one before it.
  lineAt(unit) {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lines[middle].start <= unit) low = middle;
      else high = middle - 1;
    }
    return this.lines[low];
  }

  // The range of a stretch given in code points; null where nothing of it is shown.
  range(start, end) {
    if (!this.lines.length || end <= start) return null;
    const from = this.points.toUnit(start);
    const to = this.points.toUnit(end);
    let first = this.lineAt(from);
    if (from >= first.end) first = this.lines[this.lines.indexOf(first) + 1] ?? first;
    const last = this.lineAt(Math.max(from, to - 1));
    const range = document.createRange();
    try {
      range.setStart(first.node, Math.max(0, Math.min(from - first.start, first.node.length)));
      range.setEnd(last.node, Math.max(0, Math.min(to - last.start, last.node.length)));
    } catch {
      return null;
    }
    return range.collapsed ? null : range;
  }

  // Draw marks: spans of {start, end} under a name that the style sheet knows.
  mark(name, spans) {
    if (!("highlights" in CSS)) return;
    const ranges = spans.map((span) => this.range(span.start, span.end)).filter(Boolean);
    const highlight = new Highlight(...ranges);
    highlight.priority = ABOVE.indexOf(name) + 1;
    CSS.highlights.set(name, highlight);
  }

  reveal(start, end) {
    const range = this.range(start, end);
    if (!range) return;
    const spot = range.getBoundingClientRect();
    const frame = this.box.getBoundingClientRect();
    if (spot.top < frame.top + 40 || spot.bottom > frame.bottom - 40) {
      this.box.scrollBy({ top: spot.top - frame.top - frame.height / 3, behavior: "instant" });
    }
  }

  // The unit offset of a place in the page, as selections give it.
  unitAt(node, offset) {
    const own = this.lines.find((line) => line.node === node);
    if (own) return own.start + offset;
    const probe = document.createRange();
    probe.setStart(node, offset);
    let best = 0;
    for (const line of this.lines) {
      if (probe.comparePoint(line.node, 0) <= 0) best = probe.comparePoint(line.node, line.node.length) <= 0 ? line.end : line.start;
      else break;
    }
    return best;
  }

  // What is selected in the article, without the spaces around it, as a quote; null where nothing is.
  selected() {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0);
    if (!this.box.contains(range.commonAncestorContainer)) return null;
    const from = this.unitAt(range.startContainer, range.startOffset);
    const to = this.unitAt(range.endContainer, range.endOffset);
    return this.quote(...this.trimmed(from, to));
  }

  trimmed(from, to) {
    const text = this.points.text;
    while (from < to && /\s/.test(text[from])) from += 1;
    while (to > from && /\s/.test(text[to - 1])) to -= 1;
    return [from, to];
  }

  // A quote of a stretch given in units, in the form in which the store keeps it.
  quote(from, to) {
    if (to <= from) return null;
    return this.quoteAt(this.points.toPoint(from), this.points.toPoint(to));
  }

  quoteAt(start, end) {
    const points = this.points;
    return {
      exact: points.slice(start, end),
      prefix: points.slice(Math.max(0, start - CONTEXT), start),
      suffix: points.slice(end, Math.min(points.length, end + CONTEXT)),
      start,
      end,
      text: this.version,
    };
  }

  // Where words stand in the text, whatever their case and spaces: unit offsets, in order.
  find(words) {
    const parts = words.trim().split(/\s+/).filter(Boolean).map(escaped);
    if (!parts.length) return [];
    const hits = [];
    const seek = new RegExp(parts.join("\\s+"), "giu");
    for (const hit of this.points.text.matchAll(seek)) {
      hits.push([hit.index, hit.index + hit[0].length]);
      if (hits.length >= 500) break;
    }
    return hits;
  }

  // The stretch widened to whole words.
  whole(from, to) {
    const text = this.points.text;
    while (from > 0 && isWord(text, from - 1) && isWord(text, from)) from -= 1;
    while (to < text.length && isWord(text, to) && isWord(text, to - 1)) to += 1;
    return [from, to];
  }

  // The end of the next word after a unit, or of the one before.
  step(unit, ahead) {
    const text = this.points.text;
    if (ahead) {
      while (unit < text.length && !isWord(text, unit)) unit += 1;
      while (unit < text.length && isWord(text, unit)) unit += 1;
    } else {
      while (unit > 0 && !isWord(text, unit - 1)) unit -= 1;
      while (unit > 0 && isWord(text, unit - 1)) unit -= 1;
      while (unit > 0 && !isWord(text, unit - 1)) unit -= 1;
    }
    return unit;
  }
}

function isWord(text, at) {
  const code = text.charCodeAt(at);
  if (code >= 0xd800 && code < 0xe000) return true;
  return /[\p{L}\p{N}\p{M}'’-]/u.test(text[at]);
}

function escaped(word) {
  return word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/\\-/g, "[-]").replace(/['’]/g, "['’]");
}

function partKinds(article, points) {
  const parts = article.parts.map((part) => ({ start: points.toUnit(part.start), kind: part.kind }));
  let at = -1;
  return (unit) => {
    while (at + 1 < parts.length && parts[at + 1].start <= unit) at += 1;
    return at < 0 ? "body" : parts[at].kind;
  };
}

// Where and when the article appeared, above its text.
// The title of an article, or its first words.
export function titleOf(article) {
  return article.title || `${[...article.text.slice(0, 160)].slice(0, 80).join("").trim().replace(/\s+/g, " ")} …`;
}

export function articleHead(article, dayWords) {
  const rows = article.publications.map((one) =>
    make(
      "p",
      { class: "publication" },
      name(one.outlet),
      " · ",
      one.published ? dayWords(one.published) : t("work.undated"),
      one.origin ? [" · ", name(one.origin)] : null,
      one.language ? ` · ${one.language}` : null,
    ),
  );
  const [lost] = article.damage;
  const damaged = lost ? make("p", { class: "publication damaged", text: t("article.damaged", { count: article.damage.length, reason: lost.reason }) }) : null;
  return [make("h1", { dir: "auto", text: titleOf(article) }), ...rows, ...(damaged ? [damaged] : [])];
}
