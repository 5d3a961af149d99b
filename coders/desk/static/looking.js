// The switches of the look: theme, size of letters, direction. Each is remembered by this browser.

const root = document.documentElement;
const NEXT = { theme: ["", "light", "dark"], size: ["", "large", "larger"] };

export function listenLook() {
  for (const button of document.querySelectorAll("[data-look]")) {
    button.addEventListener("click", () => turn(button.dataset.look));
  }
}

function turn(what) {
  const choices = NEXT[what];
  const now = choices.indexOf(root.dataset[what] ?? "");
  const next = choices[(now + 1) % choices.length];
  if (next) root.dataset[what] = next;
  else delete root.dataset[what];
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("eventbook:look")) ?? {};
  } catch {
    kept = {};
  }
  kept[what] = next;
  localStorage.setItem("eventbook:look", JSON.stringify(kept));
}
