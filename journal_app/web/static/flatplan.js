// The flatplan, by hand: things are dragged by mouse, pen or finger to where they should stand, and the plan is shown
// again whenever somebody changes it. Without this script every move is a link and a form.
const plan = document.getElementById("plan");
const FAR = 6, EDGE = 72, FAST = 18; // px; px a frame
const LONG = 450, POLL = 3000, MAKING = 1000, RENEW = 8000; // milliseconds

if (plan) {
  const told = plan.dataset;
  let drag = null, busy = false, mark = told.mark, holds = Promise.resolve();
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
    if (what.goes) return role === what.goes; // the rest of a text: where a text of its kind runs
    return picture ? role === "picture" : !["picture", "words"].includes(role);
  }

  function begin() {
    drag.begun = true;
    drag.ghost = document.createElement("div");
    drag.ghost.className = "ghost";
    drag.ghost.textContent = drag.words;
    document.body.append(drag.ghost);
    document.documentElement.classList.add("dragging");
    const page = drag.from.closest("[data-page]");
    if (page) hold(drag, page.dataset.page);
    aim();
    glide(drag);
  }

  // Where the hand is: the words go with it, above a finger, which hides what is below; and what would take them.
  function aim() {
    const {x, y} = drag.at, [right, down] = drag.touch ? [-20, -56] : [10, 10];
    drag.ghost.style.transform = `translate(${Math.max(0, x + right)}px, ${Math.max(0, y + down)}px)`;
    let target = key(document.elementFromPoint(x, y));
    while (target && !takes(target, drag)) target = key(target.parentElement);
    if (drag.target !== target) {
      drag.target?.classList.remove("drop-here");
      target?.classList.add("drop-here");
      drag.target = target;
    }
  }

  // Near the top and the bottom edge the plan goes by for as long as the hand stays there, the faster the nearer; not
  // before the hand has moved, since what one takes up may stand at the edge.
  function glide(mine) {
    if (drag !== mine) return;
    const {y} = drag.at, up = EDGE - y, down = y - innerHeight + EDGE, near = Math.min(1, Math.max(up, down) / EDGE);
    if (drag.moved && near > 0) {
      const before = scrollY;
      scrollBy({top: Math.ceil(near * FAST) * (up > down ? -1 : 1), behavior: "instant"});
      if (scrollY !== before) aim();
    }
    requestAnimationFrame(() => glide(mine));
  }

  // `moved`: the move that this was, still under way.
  function end(moved) {
    if (!drag) return;
    const {page} = drag;
    clearTimeout(drag.timer);
    clearInterval(drag.holding);
    drag.ghost?.remove();
    drag.target?.classList.remove("drop-here");
    document.documentElement.classList.remove("dragging");
    drag = null;
    if (page) leave(page, moved);
  }

  // A page is taken up by its picture, which is a link: where it is let go, no link is followed.
  function swallow() {
    const stop = (event) => { event.preventDefault(); event.stopPropagation(); };
    addEventListener("click", stop, {capture: true, once: true});
    setTimeout(() => removeEventListener("click", stop, {capture: true}));
  }

  // Others see who is at a page; the desk lets go of it by itself when nobody says so any more. What is said of it is
  // said one after the other, so that nobody holds a page again that they have left.
  function hold(mine, page) {
    mine.page = page;
    const say = () => { holds = holds.then(() => drag === mine && at(page, {})); };
    say();
    mine.holding = setInterval(say, RENEW);
  }

  // Not before the move has been answered: nobody else comes between. Who has taken the page up again keeps it.
  async function leave(page, moved) {
    await moved;
    holds = holds.then(() => drag?.page !== page && at(page, {leave: "1"}));
  }

  function at(page, fields) {
    return send(told.hold.replace("PAGE", encodeURIComponent(page)), fields).catch(() => {});
  }

  // A form that is sent twice does one thing (once.py); randomUUID is not there over plain http.
  function word() {
    return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function send(address, fields) {
    const data = new FormData();
    data.set("csrf", told.csrf);
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return fetch(address, {method: "POST", body: data, credentials: "same-origin", headers: {"X-Part": "plan"}, keepalive: "leave" in fields});
  }

  async function move(what, to) {
    busy = true;
    plan.setAttribute("aria-busy", "true");
    try {
      const answer = await send(told.move, {what: what.name, to, seen: what.seen, once: word()});
      if (answer.ok && answer.redirected) {
        mark = named(answer) || mark;
        show(await answer.text());
      } else location.reload();
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
    // What somebody has chosen in a list and not sent yet stays chosen, if it is still there.
    const chosen = [...plan.querySelectorAll(".plan-section select")].filter((one) => !one.selectedOptions[0]?.defaultSelected).map((one) => [one.name, one.value]);
    plan.innerHTML = html;
    for (const [name, value] of chosen) {
      const one = [...plan.querySelectorAll(`.plan-section select[name="${name}"] option`)].find((option) => option.value === value);
      if (one) one.selected = true;
    }
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

  // The plan's mark, by which it is known whether it changed.
  function named(answer) {
    return (answer.headers.get("ETag") || "").replaceAll(/^W\/|"/g, "");
  }

  async function look() {
    clearTimeout(look.timer);
    if (!drag && !busy && !document.hidden && !plan.querySelector(".moving") && !plan.contains(document.activeElement?.closest?.("input,select"))) {
      try {
        const answer = await fetch(here(), {credentials: "same-origin", headers: {"X-Part": "plan", "If-None-Match": `"${mark}"`}});
        if (answer.status === 200 && !answer.redirected && !drag && !busy) {
          const now = named(answer);
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
      if (!event.isPrimary) return end(); // a second finger: the page is to be zoomed
      const from = event.target.closest("[data-drag]");
      if (!from || event.button || event.target.closest("button, select, input")) return;
      end();
      const words = (from.querySelector("bdi") ?? from).textContent.trim() || from.closest("[data-page]")?.querySelector("h3").textContent.trim();
      drag = {from, name: from.dataset.drag, seen: from.dataset.seen || from.dataset.drag, goes: from.dataset.goes, words,
              x: event.clientX, y: event.clientY, at: {x: event.clientX, y: event.clientY}, touch: event.pointerType === "touch"};
      if (drag.touch) drag.timer = setTimeout(begin, LONG); // a finger that moves at once scrolls
    });
    addEventListener("pointermove", (event) => {
      if (!drag || !event.isPrimary) return;
      const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > FAR;
      drag.at = {x: event.clientX, y: event.clientY};
      drag.moved ||= far;
      if (!drag.begun && far && drag.touch) end();
      else if (!drag.begun && far) begin();
      else if (drag.begun) aim();
    });
    addEventListener("touchmove", (event) => { if (drag?.begun && event.cancelable) event.preventDefault(); }, {passive: false});
    addEventListener("contextmenu", (event) => { if (drag?.touch) event.preventDefault(); }); // what a long press opens
    addEventListener("pointerup", (event) => {
      if (!event.isPrimary) return;
      if (drag?.begun) swallow();
      const to = drag?.begun && drag.target?.dataset;
      // What the place held when it was shown goes along: what somebody else has put there meanwhile stays.
      const done = to ? [{name: drag.name, seen: drag.seen}, to.drop.startsWith("slot:") ? `${to.drop}=${to.held}` : to.drop] : null;
      end(done && move(...done));
    });
    addEventListener("pointercancel", () => end());
    addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
    addEventListener("dragstart", (event) => { if (plan.contains(event.target)) event.preventDefault(); });
  }
  look.timer = setTimeout(look, told.making ? MAKING : POLL);
}
