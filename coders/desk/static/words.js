// The words of the interface, from the catalogue. A key that is missing shows itself, so that it is noticed.

let catalogue = {};

export async function loadWords(server) {
  catalogue = await server.get("/api/messages");
}

export function t(key, parts = {}) {
  const says = catalogue[key] ?? key;
  return says.replace(/\{(\w+)\}/g, (whole, name) => (name in parts ? String(parts[name]) : whole));
}

const COMMANDS = /(?:(\?) If not, |, or |: |^)[^,?;:]*(?:`eventbook |--\w).*$/s;

// A problem in sentences. What to do at a command line gives way to what to do here, where the catalogue says that.
export function sentences(problem) {
  const here = catalogue[`advice.${problem.rule}`];
  const advice = here ? (problem.advice ?? "").replace(COMMANDS, "$1") : problem.advice;
  return [problem.message, advice, here]
    .filter(Boolean)
    .map((one) => `${one[0].toUpperCase()}${one.slice(1)}${/[.?!]$/.test(one) ? "" : "."}`)
    .join(" ");
}

// Signs that can make a text read as another are shown instead of obeyed. Not for articles, whose offsets count.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function plain(text) {
  return String(text ?? "").replace(HIDDEN, "\ufffd");
}
