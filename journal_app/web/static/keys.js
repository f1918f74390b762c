// Keys of the desk: a key does what the element with its name does when it is clicked; `?` shows them all.
// Keys of one sign can be switched off in that list (WCAG 2.1.4): who speaks to the machine types them unawares.
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

const OFF = "desk:single-keys-off"; // kept on this device: it is about its keyboard

function single() {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true; // a browser that keeps nothing
  }
}

function offerSwitch() {
  const box = document.querySelector("#keys [data-single]");
  if (!box) return;
  box.checked = single();
  box.closest("p").hidden = false;
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    } catch {
      box.checked = true;
    }
  });
}

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
  if (event.key === "?" && single() && !typing(event.target) && !event.ctrlKey && !event.altKey) {
    event.preventDefault();
    showKeys();
    return;
  }
  const name = names[pressed(event)];
  if (name === "search" && (typing(event.target) || !single())) return;
  if (name && (document.querySelector(`[data-key="${name}"]:not([hidden])`) || (name === "save-next" && document.getElementById("editor")))) {
    event.preventDefault();
    press(name);
  }
});

offerSwitch();
