// The editor of a text: saves what is typed after a few seconds of quiet, counts words, and keeps what has not arrived
// on this device until the desk has acknowledged it. Without it the page works: its form saves.
const form = document.getElementById("editor");
const QUIET = 2500, LONGEST = 15000, RETRY = 10000; // milliseconds

if (form) {
  const words = form.dataset;
  const status = form.querySelector("[data-status]");
  const counter = form.querySelector("[data-count]");
  const body = form.elements.body;
  const fields = ["kicker", "headline", "standfirst", "body", "byline", "quotes", "short"].map((name) => form.elements[name]).filter(Boolean);
  const place = `text:${location.pathname}`;
  const shared = document.documentElement.dataset.shared !== undefined; // a phone of several people keeps nothing
  let saved = said(), sending = null, timer = 0, since = 0, stopped = false, leaving = false;

  function said() {
    return JSON.stringify(fields.map((field) => field.value));
  }

  function tell(text, bad = false) {
    status.textContent = text;
    status.classList.toggle("bad", bad);
  }

  function keep() {
    if (shared) return;
    try {
      if (said() === saved) localStorage.removeItem(place);
      else localStorage.setItem(place, JSON.stringify({at: Date.now(), base: form.elements.base.value, said: said()}));
    } catch { /* no room, or none allowed: the form still holds it */ }
  }

  function count() {
    const text = body.value;
    let many = 0;
    if (window.Intl && Intl.Segmenter) {
      for (const part of new Intl.Segmenter(words.lang, {granularity: "word"}).segment(text)) if (part.isWordLike) many += 1;
    } else {
      many = (text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.·\u200c\u200d-]*/gu) || []).length;
    }
    const language = document.documentElement.lang || "fr";
    counter.textContent = `${many.toLocaleString(language)} ${words.words}, ${[...text].length.toLocaleString(language)} ${words.signs}`;
  }

  function typed() {
    keep();
    if (stopped) return;
    tell(words.typing);
    if (!since) since = Date.now();
    clearTimeout(timer);
    timer = setTimeout(send, Math.max(0, Math.min(QUIET, since + LONGEST - Date.now())));
  }

  form.addEventListener("fit:asked", (event) => { // what the desk has already is not sent again (fitting.js)
    if (said() !== saved) return;
    event.preventDefault();
    event.detail.set("saved", "1");
  });

  function newBase(base) {
    for (const one of document.querySelectorAll("input[data-live-base]")) one.value = base;
  }

  async function send() {
    clearTimeout(timer);
    if (sending) return sending;
    if (stopped || said() === saved) return undefined;
    since = 0;
    const now = said();
    const data = new FormData(form);
    for (const name of ["key", "minor", "in_line", "next"]) data.delete(name);
    tell(words.saving);
    sending = fetch(words.draft, {method: "POST", body: data, credentials: "same-origin", redirect: "error"})
      .then((answer) => answer.json().then((told) => arrived(answer.status, told, now)))
      .catch(() => later())
      .finally(() => { sending = null; });
    return sending;
  }

  function later() {
    tell(words.failed, true);
    keep();
    clearTimeout(timer);
    timer = setTimeout(send, RETRY);
  }

  function arrived(code, told, now) {
    if (code === 200) {
      if (told.merged) {
        if (said() !== now) return later(); // typed meanwhile: sent again on the old base, and merged again
        for (const field of fields) if (field.value !== told.merged[field.name]) field.value = told.merged[field.name];
        saved = said();
        form.dispatchEvent(new Event("fit:changed"));
      } else {
        saved = now;
      }
      newBase(told.base);
      keep();
      if (said() === saved) {
        tell(`${words.saved} ${new Date().toLocaleTimeString(document.documentElement.lang, {hour: "2-digit", minute: "2-digit"})}`);
      } else {
        typed();
      }
      count();
      return;
    }
    stopped = code === 412 || code === 403 || code === 409 || code === 422 || code === 428;
    if (!stopped) return later();
    tell(told.problem, true);
    if (told.choose) {
      const link = document.createElement("a");
      link.href = told.choose;
      link.textContent = words.choose;
      status.append(" ", link);
      saved = now; // it stands at the desk, set aside
      keep();
    }
    if (code === 422) stopped = false; // too long: shortened, it is sent again
  }

  function offer(kept) {
    const note = document.createElement("p");
    note.className = "notice kept";
    note.setAttribute("role", "status");
    const at = new Date(kept.at).toLocaleString(document.documentElement.lang, {dateStyle: "medium", timeStyle: "short"});
    note.append(`${words.kept} (${at}) `);
    const buttons = [[words.restore, () => {
      JSON.parse(kept.said).forEach((value, number) => { if (fields[number]) fields[number].value = value; });
      form.elements.base.value = kept.base;
      typed();
      count();
      form.dispatchEvent(new Event("fit:changed"));
    }], [words.forget, () => localStorage.removeItem(place)]];
    for (const [label, work] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = label;
      button.addEventListener("click", () => { work(); note.remove(); });
      note.append(button, " ");
    }
    form.before(note);
  }

  function look() {
    if (shared) return;
    try {
      const kept = JSON.parse(localStorage.getItem(place) || "null");
      if (kept && kept.said !== saved) offer(kept);
      else localStorage.removeItem(place);
    } catch { localStorage.removeItem(place); }
  }

  form.addEventListener("input", () => { typed(); count(); });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); stopped = true; });
  window.addEventListener("pageshow", () => { leaving = false; stopped = false; });
  window.addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !leaving) send(); });
  window.addEventListener("beforeunload", (event) => { if (!leaving && said() !== saved && shared) event.preventDefault(); });
  document.addEventListener("desk:before", (event) => { if (event.detail.name !== "save-next") event.detail.waits.push(send()); });

  const copy = form.querySelector("[data-copy]"), source = document.getElementById("source-plain");
  if (copy && source) {
    copy.hidden = false;
    copy.addEventListener("click", () => {
      body.focus();
      body.setRangeText(source.value, body.selectionStart, body.selectionEnd, "end");
      body.dispatchEvent(new Event("input", {bubbles: true}));
    });
  }
  if (words.typed === undefined) look();
  else saved = "";
  count();
}

// A passage chosen in the reading goes into the form beside it.
const room = document.getElementById("lecture");
if (room) {
  const choose = () => {
    const selection = document.getSelection();
    const text = selection ? selection.toString().trim() : "";
    const node = text && selection.anchorNode && (selection.anchorNode.nodeType === 1 ? selection.anchorNode : selection.anchorNode.parentElement);
    const block = node && node.closest("[data-block]");
    if (!block || !block.contains(selection.focusNode)) return;
    const say = block.parentElement.querySelector(".say");
    const field = say && say.querySelector("[name=passage]");
    if (!field) return;
    const before = document.createRange();
    before.selectNodeContents(block);
    before.setEnd(selection.getRangeAt(0).startContainer, selection.getRangeAt(0).startOffset);
    field.value = text;
    say.querySelector("[name=start]").value = before.toString().length;
    say.open = true;
  };
  room.addEventListener("mouseup", () => setTimeout(choose));
  room.addEventListener("touchend", () => setTimeout(choose));
}
