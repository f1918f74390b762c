// How what is being typed fits on its page, on the text page and the translation's: asked a moment after the last key,
// and only the answer to the latest words counts. The page's own script may say what is sent ("fit:asked") and that the
// words changed by themselves ("fit:changed"). It saves nothing. Without it the form tells once it is saved.
const QUIET = 500, SLOWEST = 3000, NOWHERE = 30000, AGAIN = 3000; // milliseconds
const MOST = 4; // questions about the same words that came too late

for (const form of document.querySelectorAll("form[data-fit]")) {
  const fitted = form.querySelector("[data-fitted]"), aloud = form.querySelector("[data-fit-aloud]");
  const picture = form.querySelector("[data-picture]");
  let timer = 0, asking = null, took = -1, late = 0, placed = true, over = false, again = false;

  // The slower the line or the desk, the longer it waits; a text that stands on no page is hardly asked about.
  function later() {
    late = 0;
    clearTimeout(timer);
    timer = setTimeout(ask, placed ? Math.min(Math.max(QUIET, 2 * took), SLOWEST) : NOWHERE);
  }

  async function ask() {
    clearTimeout(timer);
    timer = 0;
    if (asking && took < 0) { again = true; return; } // the first may wait for the desk to begin measuring
    if (asking) asking.abort();
    const mine = asking = new AbortController(), since = Date.now();
    const asked = new CustomEvent("fit:asked", {detail: new FormData(), cancelable: true});
    const data = form.dispatchEvent(asked) ? new FormData(form) : asked.detail;
    data.set("csrf", form.elements.csrf.value);
    if (picture && picture.open) data.set("drawn", "1");
    try {
      const answer = await fetch(form.dataset.fit, {method: "POST", body: data, credentials: "same-origin", redirect: "error", signal: mine.signal});
      if (answer.ok) show(await answer.json());
      took = took < 0 ? 0 : Date.now() - since;
    } catch { /* overtaken; or no network: the saving says so */ }
    if (asking !== mine) return;
    asking = null;
    if (again) { again = false; later(); }
  }

  function show(told) {
    late = told.late ? late + 1 : 0;
    if (late && late < MOST && !timer) timer = setTimeout(ask, AGAIN * 2 ** late);
    fitted.textContent = late && late < MOST ? "…" : told.words;
    fitted.classList.toggle("over", told.over > 0);
    placed = told.placed;
    if (told.over !== undefined && over !== told.over > 0) { // read aloud when it changes sides, not at every key
      over = told.over > 0;
      aloud.textContent = told.words;
    }
    if (picture && told.over !== undefined) picture.hidden = false;
    if (!told.picture) return;
    const image = picture.querySelector("img") || picture.appendChild(document.createElement("img"));
    image.alt = form.dataset.column;
    image.src = told.picture;
  }

  form.addEventListener("input", later);
  form.addEventListener("fit:changed", later);
  if (picture) picture.addEventListener("toggle", () => { if (picture.open) ask(); }); // drawn when it is looked at
  if (fitted) ask(); // the limit is known before the first word
}
