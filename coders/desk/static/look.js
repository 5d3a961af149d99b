// How the page looks, as this browser remembers it: light or dark, size, direction. It runs before anything is
// drawn, so that nothing flashes.
(() => {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("eventbook:look")) ?? {};
  } catch {
    kept = {};
  }
  const root = document.documentElement;
  if (kept.theme) root.dataset.theme = kept.theme;
  if (kept.size) root.dataset.size = kept.size;
  const asked = new URLSearchParams(location.search).get("dir") ?? kept.direction;
  if (asked === "rtl" || asked === "ltr") root.dir = asked;
})();
