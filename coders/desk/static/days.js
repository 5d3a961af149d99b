// Days as people read them: weekday first, then the day; from the text of the day, whatever the time zone here.

const LONG = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };

export function dayWords(day) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day ?? "")) return String(day ?? "");
  const language = document.documentElement.lang || "en";
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, LONG).format(new Date(`${day}T00:00:00Z`));
}

// A span as one types it again.
export function whenText(value) {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  const { first, last, time, lasting, part } = value;
  const days = first === last ? last : first === "unknown" || !first ? `by ${last}` : `${first} – ${last}`;
  return [days, part === "whole" ? "" : part && `(${part})`, time, lasting === "throughout" ? lasting : ""]
    .filter(Boolean)
    .join(" ");
}

export function whenShown(shown, t) {
  if (!shown) return "";
  const days =
    shown.days === 1
      ? dayWords(shown.last)
      : shown.first
        ? `${dayWords(shown.first)} – ${dayWords(shown.last)}`
        : t("when.by", { day: dayWords(shown.last) });
  const span = shown.days > 1 ? t("when.days", { days: shown.days }) : "";
  return [days, span, shown.part, shown.time, shown.lasting, shown.precision && t("when.precision", { label: shown.precision })]
    .filter(Boolean)
    .join(" · ");
}
