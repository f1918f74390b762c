// The flatplan, by hand: things are dragged by mouse, pen or finger to where they should stand, and the plan is shown
// again whenever somebody changes it. Without this script every move is a link and a form.
const plan = document.getElementById("plan");
const FAR = 6, LONG = 350, POLL = 3000, MAKING = 1000, RENEW = 8000; // px; milliseconds

if (plan) {
  const told = plan.dataset;
  let drag = null, busy = false, mark = told.mark;
  document.documentElement.classList.toggle("can-drag", Boolean(told.may));

  function key(element) {
    return element?.closest("[data-drop]");
  }

  // What can go where: a page to a page; a text where texts go, a picture where pictures go; all that stands, out.
  function takes(target, what) {
    if (!target) return false;
    const to = target.dataset.drop;
    if (what.name.startsWith("page:")) return to.startsWith("page:") && target.dataset.page !== what.name.slice(5);
    if (to === "out") return what.name.startsWith("slot:");
    if (!to.startsWith("slot:") || to === what.name) return false;
    const role = target.dataset.role, picture = what.seen.startsWith("picture:");
    return picture ? role === "picture" : !["picture", "words"].includes(role);
  }

  function begin(event) {
    drag.begun = true;
    drag.ghost = document.createElement("div");
    drag.ghost.className = "ghost";
    drag.ghost.textContent = drag.words;
    document.body.append(drag.ghost);
    document.documentElement.classList.add("dragging");
    const page = drag.from.closest("[data-page]");
    if (page) drag.holding = hold(page.dataset.page);
    follow(event);
  }

  function follow(event) {
    drag.ghost.style.transform = `translate(${event.clientX + 10}px, ${event.clientY + 10}px)`;
    let target = key(document.elementFromPoint(event.clientX, event.clientY));
    while (target && !takes(target, drag)) target = key(target.parentElement);
    if (drag.target !== target) {
      drag.target?.classList.remove("drop-here");
      target?.classList.add("drop-here");
      drag.target = target;
    }
    const edge = 60, step = event.clientY < edge ? -12 : event.clientY > innerHeight - edge ? 12 : 0;
    if (step) scrollBy(0, step);
  }

  function end() {
    if (!drag) return;
    clearTimeout(drag.timer);
    clearInterval(drag.holding);
    drag.ghost?.remove();
    drag.target?.classList.remove("drop-here");
    document.documentElement.classList.remove("dragging");
    drag = null;
  }

  // Others see who is at a page; the desk lets go of it by itself when nobody says so any more.
  function hold(page) {
    const say = () => send(told.hold.replace("PAGE", encodeURIComponent(page)), {}).catch(() => {});
    say();
    return setInterval(say, RENEW);
  }

  // A form that is sent twice does one thing (once.py); randomUUID is not there over plain http.
  function word() {
    return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function send(address, fields) {
    const data = new FormData();
    data.set("csrf", told.csrf);
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return fetch(address, {method: "POST", body: data, credentials: "same-origin", headers: {"X-Part": "plan"}});
  }

  async function move(what, to) {
    busy = true;
    plan.setAttribute("aria-busy", "true");
    try {
      const answer = await send(told.move, {what: what.name, to, seen: what.seen, once: word()});
      if (answer.ok && answer.redirected) show(await answer.text());
      else location.reload();
    } catch {
      location.reload();
    }
    plan.removeAttribute("aria-busy");
    busy = false;
    look();
  }

  // What is the same thing in the plan before and after: by where it leads, or by its first words.
  function same(one) {
    const words = one.querySelector?.("summary") || one;
    return one.tagName + (one.getAttribute("href") || one.form?.getAttribute("action") || one.className || words.firstChild?.textContent || "");
  }

  function show(html) {
    const open = new Set([...plan.querySelectorAll("details[open]")].map(same));
    const at = plan.contains(document.activeElement) && document.activeElement !== plan ? document.activeElement : null;
    const focus = at && same(at), place = at?.closest(".plan-page")?.id;
    plan.innerHTML = html;
    for (const one of plan.querySelectorAll("details")) one.open = open.has(same(one));
    // Who walks with the keyboard goes on from where they were.
    if (focus) [...plan.querySelectorAll(at.tagName)].find((one) => same(one) === focus)?.focus({preventScroll: true});
    if (place) document.getElementById(place)?.scrollIntoView({block: "nearest"});
    plan.querySelector("[autofocus]")?.focus();
    told.making = plan.querySelector(".notice") ? "1" : "";
  }

  // The plan in the language of this page, without what is being moved on it.
  function here() {
    const address = new URL(location.href);
    for (const name of ["deplacer", "vers"]) address.searchParams.delete(name);
    return address.pathname + address.search;
  }

  async function look() {
    clearTimeout(look.timer);
    if (!drag && !busy && !document.hidden && !plan.querySelector(".moving") && !plan.contains(document.activeElement?.closest?.("input,select"))) {
      try {
        const answer = await fetch(here(), {credentials: "same-origin", headers: {"X-Part": "plan", "If-None-Match": `"${mark}"`}});
        if (answer.status === 200 && !answer.redirected && !drag && !busy) {
          const now = (answer.headers.get("ETag") || "").replaceAll(/^W\/|"/g, "");
          if (now !== mark) {
            mark = now;
            show(await answer.text());
          }
        }
      } catch { /* no network: the next time */ }
    }
    look.timer = setTimeout(look, told.making ? MAKING : POLL);
  }

  if (told.may) {
    plan.addEventListener("pointerdown", (event) => {
      const from = event.target.closest("[data-drag]");
      if (!from || event.button || event.target.closest("a.to, button, select, input")) return;
      drag = {from, name: from.dataset.drag, seen: from.dataset.seen || from.dataset.drag, words: from.textContent.trim(),
              x: event.clientX, y: event.clientY, touch: event.pointerType === "touch"};
      if (drag.touch) drag.timer = setTimeout(() => begin(event), LONG); // a finger that moves at once scrolls
    });
    addEventListener("pointermove", (event) => {
      if (!drag) return;
      const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
      if (!drag.begun && far && drag.touch) end();
      else if (!drag.begun && far) begin(event);
      else if (drag.begun) follow(event);
    });
    addEventListener("touchmove", (event) => { if (drag?.begun) event.preventDefault(); }, {passive: false});
    addEventListener("pointerup", () => {
      const to = drag?.begun && drag.target?.dataset;
      // What the place held when it was shown goes along: what somebody else has put there meanwhile stays.
      const done = to ? [{name: drag.name, seen: drag.seen}, to.drop.startsWith("slot:") ? `${to.drop}=${to.held}` : to.drop] : null;
      end();
      if (done) move(...done);
    });
    addEventListener("pointercancel", end);
    addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
    addEventListener("dragstart", (event) => { if (plan.contains(event.target)) event.preventDefault(); });
  }
  look.timer = setTimeout(look, told.making ? MAKING : POLL);
}
