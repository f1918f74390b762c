// The translation's page: saves each row by itself after a few seconds of quiet, keeps what has not arrived on this
// device until the desk has it, and lets the desk's keys work on the row one writes in. Without it the form saves.
const form = document.getElementById("rows");
const QUIET = 2000, RETRY = 10000; // milliseconds

if (form) {
  const words = form.dataset;
  const status = form.querySelector("[data-status]");
  const place = `rows:${location.pathname}`;
  const shared = document.documentElement.dataset.shared !== undefined; // a phone of several people keeps nothing
  const rows = [...form.querySelectorAll("[data-row]")].filter((row) => row.querySelector("[data-field]"));
  const arrived = new Map(rows.map((row) => [row.dataset.row, field(row).value]));
  let timer = 0, sending = null, leaving = false, offered = {}; // offered: what was kept, while one is asked about it

  function field(row) { return row.querySelector("[data-field]"); }
  function had(row) { return row.querySelector(`[name="had-${CSS.escape(row.dataset.row)}"]`); }
  function unsent() { return rows.filter((row) => field(row).value !== arrived.get(row.dataset.row)); }

  function tell(text, bad = false) {
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("bad", bad);
  }

  function keep() {
    if (shared) return;
    try {
      const words = unsent().map((row) => [row.dataset.row, {typed: field(row).value, had: had(row).value}]);
      const waiting = {...offered, ...Object.fromEntries(words)};
      if (Object.keys(waiting).length) localStorage.setItem(place, JSON.stringify(waiting));
      else localStorage.removeItem(place);
    } catch { /* no room, or none allowed: the fields still hold it */ }
  }

  // How it fits on its page is asked with what the desk does not have yet (fitting.js).
  form.addEventListener("fit:asked", (event) => {
    event.preventDefault();
    for (const row of unsent()) event.detail.set(`row-${row.dataset.row}`, field(row).value);
  });

  function typed() {
    keep();
    form.dispatchEvent(new Event("fit:changed"));
    tell(words.typing);
    clearTimeout(timer);
    timer = setTimeout(() => send("auto"), QUIET);
  }

  // One request at a time. `verb`: "auto", or what a button says of a row.
  async function send(verb) {
    clearTimeout(timer);
    if (sending) await sending;
    const changed = unsent();
    if (verb === "auto" && !changed.length) return true;
    const name = verb.split(":")[1];
    const data = new FormData();
    data.set("csrf", form.elements.csrf.value);
    data.set("do", verb);
    const said = new Map();
    for (const row of rows.filter((one) => changed.includes(one) || one.dataset.row === name)) {
      said.set(row.dataset.row, field(row).value);
      data.set(`row-${row.dataset.row}`, field(row).value);
      data.set(`had-${row.dataset.row}`, had(row).value);
    }
    tell(words.saving);
    sending = fetch(form.action, {method: "POST", body: data, headers: {Accept: "application/json"}, credentials: "same-origin", redirect: "error"})
      .then(async (answer) => took(answer.status, await answer.json(), said))
      .catch(() => { later(); return false; });
    const fine = await sending;
    sending = null;
    return fine;
  }

  function later() {
    tell(words.failed, true);
    keep();
    clearTimeout(timer);
    timer = setTimeout(() => send("auto"), RETRY);
  }

  function took(code, told, said) {
    if (!told.rows) { tell(told.problem || words.failed, true); keep(); return false; }
    for (const row of rows) {
      const now = told.rows[row.dataset.row];
      if (!now) continue;
      const mine = said.has(row.dataset.row);
      if (mine && now.aside) { // somebody else changed the row: their words stand in it, all of one's own beside it
        now.aside = field(row).value;
        field(row).value = now.typed;
        arrived.set(row.dataset.row, now.typed);
      } else if (mine && field(row).value === said.get(row.dataset.row)) {
        if (field(row).value.trim() !== now.typed.trim()) field(row).value = now.typed;
        arrived.set(row.dataset.row, field(row).value);
      } else if (!mine && field(row).value === arrived.get(row.dataset.row) && field(row).value !== now.typed && row !== document.activeElement.closest("[data-row]")) {
        field(row).value = now.typed; // somebody else's words, on a row one does not write in
        arrived.set(row.dataset.row, now.typed);
      } else if (mine) arrived.set(row.dataset.row, now.typed);
      if (mine || field(row).value === now.typed) had(row).value = now.had;
      show(row, now, mine);
    }
    const counts = document.querySelector("[data-counts]");
    counts.replaceChildren(...told.counts.map(([word, key, many]) => {
      const chip = document.createElement("li"), strong = document.createElement("strong");
      chip.className = `chip row-${key}`;
      strong.textContent = many.toLocaleString(document.documentElement.lang);
      chip.append(strong, ` ${word}`);
      return chip;
    }));
    keep();
    const lost = told.aside.length > 0;
    tell(lost ? words.reload : `${words.saved} ${new Date().toLocaleTimeString(document.documentElement.lang, {hour: "2-digit", minute: "2-digit"})}`, lost);
    return code === 200;
  }

  function show(row, now, mine) {
    const chip = row.querySelector("[data-standing]");
    row.className = `tr-row standing-${now.standing}`;
    for (const button of row.querySelectorAll("[data-once-typed]")) button.hidden = !now.typed;
    chip.className = `chip row-${now.standing}`;
    chip.textContent = now.word;
    if (!mine) return;
    writing(row);
    for (const [place, told] of [["[data-problems]", now.problems], ["[data-checks]", now.checks]]) {
      row.querySelector(place).replaceChildren(...told.map((text) => {
        const line = document.createElement("li");
        line.textContent = text;
        return line;
      }));
    }
    field(row).toggleAttribute("aria-invalid", now.problems.length > 0);
    if (!now.aside) return;
    const note = document.createElement("p"), said = document.createElement("p");
    note.textContent = words.clash;
    said.className = "words";
    said.lang = field(row).lang;
    said.dir = field(row).dir;
    said.textContent = now.aside;
    row.querySelector("[data-aside]").replaceChildren(note, said);
  }

  // Who changes a row's words says that they are translated: that button stands beside the field, not a reviewer's.
  function writing(row) {
    const first = row.querySelector("[data-first]"), done = row.querySelector('[data-verb="save-next"]');
    if (first.contains(done)) return;
    row.querySelector("[data-rest]").prepend(...first.children);
    first.append(done);
    first.classList.remove("waits");
  }

  function shut(row) { row.querySelector(".more").open = false; }

  function next(row, step = 1, waiting = false) {
    shut(row);
    let here = rows.indexOf(row) + step;
    while (waiting && rows[here] && /standing-(translated|reviewed|approved)/.test(rows[here].className)) here += step;
    const found = rows[here];
    if (found) { field(found).focus(); found.scrollIntoView({block: "center"}); }
  }

  // The desk's keys act on the row one writes in (keys.js clicks what has the key's name).
  let current = rows.find((row) => `#${row.id}` === location.hash); // the page came back at this row
  const before = document.createElement("button"), after = document.createElement("button");
  for (const [button, key, step] of [[before, "previous", -1], [after, "next", 1]]) {
    button.type = "button";
    button.className = "unseen";
    button.tabIndex = -1;
    button.setAttribute("aria-hidden", "true");
    button.dataset.key = key;
    button.addEventListener("click", () => next(document.activeElement.closest("[data-row]") || current || rows[0], step));
    form.append(button);
  }
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    keyed(row);
    remember(row);
  });
  function keyed(row) {
    for (const one of form.querySelectorAll("[data-verb][data-key]")) delete one.dataset.key;
    for (const one of row.querySelectorAll("[data-verb]")) one.dataset.key = one.dataset.verb;
    current = row;
  }
  if (current) keyed(current);

  // What the memory has for a row, asked once when one comes to it. What is taken stands in the field, to be read.
  async function remember(row) {
    const link = row.querySelector("[data-memory]"), into = row.querySelector("[data-remembered]");
    if (!link || !into || into.dataset.asked || /standing-(translated|reviewed|approved)/.test(row.className)) return;
    into.dataset.asked = "yes";
    try {
      const address = new URL(link.href);
      address.searchParams.set("liste", "");
      const answer = await fetch(address, {credentials: "same-origin", redirect: "error"});
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      into.replaceChildren(...page.querySelectorAll(".matches"));
    } catch { delete into.dataset.asked; /* no network: the link is there */ }
  }
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    event.preventDefault();
    const into = field(button.closest("[data-row]"));
    into.focus();
    into.value = button.closest("li").querySelector("[data-words]").textContent;
    typed();
  });

  form.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest(".more[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  form.addEventListener("click", (event) => {
    const row = event.target.closest("[data-ask]")?.closest("[data-row]"), asking = document.querySelector("[data-asking]");
    if (!row) return;
    event.preventDefault();
    shut(row);
    asking.elements.row.value = row.dataset.row;
    asking.elements.body.focus();
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[data-field]")) return;
    writing(event.target.closest("[data-row]"));
    typed();
  });
  form.addEventListener("submit", async (event) => {
    const verb = event.submitter && event.submitter.value ? event.submitter.value : "save";
    const [what, name] = verb.split(":");
    if (!["done", "save"].includes(what)) { leaving = true; return; } // the page comes anew, with other buttons
    event.preventDefault();
    const fine = await send(verb);
    if (fine && what === "done") next(rows.find((row) => row.dataset.row === name), 1, true);
  });
  for (const button of form.querySelectorAll("[data-unscripted]")) button.hidden = true; // it is measured while one types
  window.addEventListener("online", () => send("auto"));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !leaving) send("auto"); });
  window.addEventListener("beforeunload", (event) => { if (!leaving && unsent().length && shared) event.preventDefault(); });

  for (const button of form.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = button.closest("[data-row]"), into = field(row);
      shut(row);
      writing(row);
      into.focus();
      into.setRangeText([...row.querySelectorAll(".from > .block")].map((one) => one.textContent).join("\n\n"), into.selectionStart, into.selectionEnd, "end");
      typed();
    });
  }
  for (const sign of form.querySelectorAll(".from .mark")) { // a sign is put where one writes by a tap on it
    sign.addEventListener("click", () => {
      const row = sign.closest("[data-row]"), into = field(row);
      writing(row);
      into.focus();
      into.setRangeText(sign.dataset.mark, into.selectionStart, into.selectionEnd, "end");
      typed();
    });
  }

  try {
    const kept = shared ? null : JSON.parse(localStorage.getItem(place) || "null");
    const back = kept && rows.filter((row) => kept[row.dataset.row] && kept[row.dataset.row].typed !== field(row).value);
    if (back && back.length) offer(back, kept);
    else localStorage.removeItem(place);
  } catch { /* nothing was kept */ }

  function offer(back, kept) {
    const note = document.createElement("p");
    note.className = "notice kept";
    note.setAttribute("role", "status");
    note.append(`${words.kept} `);
    offered = kept;
    const restore = () => { // with the mark of the words that one had before them: a change meanwhile is told
      offered = {};
      for (const row of back) {
        field(row).value = kept[row.dataset.row].typed;
        had(row).value = kept[row.dataset.row].had;
      }
      typed();
    };
    const buttons = [[words.restore, restore], [words.forget, () => { offered = {}; localStorage.removeItem(place); keep(); }]];
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
}
