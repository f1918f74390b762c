// Keys of the desk: a key does what the element with its name does when it is clicked; `?` shows them all.
// A page gives names with data-key; what has no element there does nothing. data-needs names a field to fill first.
const names = {
  "ctrl+enter": "save-next",
  "ctrl+shift+enter": "approve",
  "alt+pageup": "previous",
  "alt+pagedown": "next",
  "ctrl+o": "copy-source",
  "ctrl+y": "needs-work",
  "/": "search",
};

function pressed(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("ctrl");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && event.key === "Enter") parts.push("shift");
  return [...parts, event.key.toLowerCase()].join("+");
}

function typing(target) {
  return target instanceof HTMLElement && target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
}

function showKeys() {
  const keys = document.getElementById("keys");
  if (!keys) return;
  keys.open = !keys.open;
  if (keys.open) {
    keys.scrollIntoView({block: "nearest"});
    keys.querySelector("summary").focus();
  }
}

async function press(name) {
  const element = document.querySelector(`[data-key="${name}"]:not([hidden])`)
    || (name === "save-next" ? document.querySelector("#editor .button-main") : null);
  if (!element) return false;
  const field = element.dataset.needs && document.getElementById(element.dataset.needs);
  if (field && !field.value.trim()) {
    field.focus();
    return true;
  }
  const before = new CustomEvent("desk:before", {detail: {name, waits: []}});
  document.dispatchEvent(before); // whoever has something unsaved adds a promise
  await Promise.all(before.detail.waits);
  if (element.matches("input")) element.select();
  else element.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "?" && !typing(event.target) && !event.ctrlKey && !event.altKey) {
    event.preventDefault();
    showKeys();
    return;
  }
  const name = names[pressed(event)];
  if (name === "search" && typing(event.target)) return;
  if (name && (document.querySelector(`[data-key="${name}"]:not([hidden])`) || (name === "save-next" && document.getElementById("editor")))) {
    event.preventDefault();
    press(name);
  }
});
