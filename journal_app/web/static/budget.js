// The decision's page: a slider beside each list, and what the choice costs asked a moment after it moves. The server
// does the money; without this file the form's button asks the same.
const form = document.querySelector("form[data-live]"), answer = document.querySelector("[data-answer]");
const QUIET = 150; // milliseconds after the last move

if (form && answer) {
  let timer = 0, asked = 0;

  for (const list of form.querySelectorAll("select")) {
    if (list.options.length < 2) continue;
    const slider = document.createElement("input");
    Object.assign(slider, {type: "range", min: 0, max: list.options.length - 1, step: 1, value: list.selectedIndex});
    slider.setAttribute("aria-label", form.querySelector(`label[for="${list.id}"]`).textContent);
    const tell = () => slider.setAttribute("aria-valuetext", list.options[list.selectedIndex].text);
    slider.addEventListener("input", () => { list.selectedIndex = slider.value; tell(); soon(); });
    list.addEventListener("change", () => { slider.value = list.selectedIndex; tell(); soon(); });
    tell();
    list.before(slider);
  }
  form.elements.euros.addEventListener("input", soon);

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, QUIET);
  }

  async function ask() {
    const mine = ++asked, query = new URLSearchParams(new FormData(form));
    try {
      const told = await fetch(`${form.dataset.live.split("?")[0]}?${query}`, {credentials: "same-origin", redirect: "error"});
      if (mine !== asked || !told.ok) return; // a later question is on its way, or the form's button says what is wrong
      answer.innerHTML = await told.text();
      history.replaceState(null, "", `?${query}`);
    } catch { /* no network: the button stays */ }
  }
}
