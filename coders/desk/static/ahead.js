// Typing ahead: keys pressed while the server makes a new form wait, and go where the hands meant them to go.

let waiting = null;

const OWN = ["Enter", "ArrowDown", "ArrowUp", "Backspace"];

function hold(event) {
  if (event.isComposing || ["Alt", "Control", "Shift", "Meta", "Tab"].includes(event.key)) return;
  if (!event.altKey && !event.ctrlKey && event.key.length > 1 && !OWN.includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  const { key, code, altKey, ctrlKey, shiftKey } = event;
  waiting.push({ key, code, altKey, ctrlKey, shiftKey });
}

// Hold keys until this is done, then play them into whatever has the focus.
export async function typingAhead(work) {
  if (waiting) return work();
  waiting = [];
  document.addEventListener("keydown", hold, true);
  try {
    return await work();
  } finally {
    document.removeEventListener("keydown", hold, true);
    const keys = waiting;
    waiting = null;
    for (const one of keys) {
      if (waiting) waiting.push(one); // the one before made something wait again
      else play(one);
    }
  }
}

function play(one) {
  const target = document.activeElement;
  const plain = !one.altKey && !one.ctrlKey;
  if (plain && one.key.length === 1 && "setRangeText" in target) {
    target.setRangeText(one.key, target.selectionStart ?? 0, target.selectionEnd ?? 0, "end");
    target.dispatchEvent(new Event("input", { bubbles: true }));
  } else if (plain && one.key === "Enter" && target.matches("button")) target.click();
  else target.dispatchEvent(new KeyboardEvent("keydown", { ...one, bubbles: true, cancelable: true }));
}
