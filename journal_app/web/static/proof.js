// A page of a proof, moved and enlarged smoothly: wheel, two fingers, dragging, keys. Without this module the page's links
// do the same in steps. The scene is an SVG in millimetres: to look elsewhere is to change its viewBox. Sharper windows of
// a page, and of the inks that lie over it, are asked for once one stands still. A touch that did not move chooses the
// paragraph or picture under it. Who looks sees the page as it is now as soon as it is another one.
const STILL_MS = 180;
const POLL_MS = 5000;
const MAKING_MS = 1500; // while the page is being made
const BUSY_MS = 2500; // until plates that could not be drawn are asked for again
const TRIES = 3;
const DOT_PX = 4; // of the screen, for a dot of the deepest picture
const MOVED_PX = 6; // a finger trembles
const STEP = 1.3;
const PIN_PX = 14;

function start(stage) {
  const svg = stage.querySelector(".sheet-view");
  const home = box(svg.getAttribute("viewBox"));
  const zooms = stage.dataset.zooms.split(",").map(Number);
  const most = zooms.at(-1) * DOT_PX;
  const leaves = [...svg.querySelectorAll("[data-leaf]")];
  const words = (name) => new Set(stage.dataset[name].split(" ").filter(Boolean));
  const over = {inks: words("inks"), layers: words("layers"), veil: Number(stage.dataset.veil)};
  const around = {}; // where the pictures of each page are
  const whole = {};
  const here = {...home};
  const touching = new Map();
  let pulled = false, awake = false, gap = 0, waits = 0, counts = 0, etag = "", counting = null;

  stage.dataset.live = "";
  svg.setAttribute("tabindex", "0");
  helped(document);
  for (const plate of svg.querySelectorAll("[data-plate]")) plate.dataset.drawn = "";
  read();
  lay();

  // each page whole, with its bleed where the trim is drawn: one may have come as a window
  function lay() {
    const bled = over.layers.has("coupe");
    let x = 0, tallest = 0, edge = 0;
    leaves.forEach((leaf, place) => {
      const [bleed, width, height] = leaf.dataset.whole.split(" ").map(Number);
      edge = bled ? bleed : 0;
      const before = place ? 0 : edge, after = place === leaves.length - 1 ? edge : 0;
      const view = {x: x - before, y: -edge, width: width + before + after, height: height + 2 * edge};
      for (const [name, value] of Object.entries(view)) leaf.setAttribute(name, value);
      leaf.setAttribute("viewBox", [-before, -edge, view.width, view.height].join(" "));
      x += width;
      tallest = Math.max(tallest, height);
    });
    Object.assign(whole, {x: -edge, y: -edge, w: x + 2 * edge, h: tallest + 2 * edge});
  }

  function show() {
    if (!svg.clientWidth) return; // not laid out
    here.w = Math.min(Math.max(here.w, whole.w / most), Math.max(whole.w, home.w));
    here.h = here.w * home.h / home.w;
    here.x = held(here.x, here.w, whole.x, whole.w);
    here.y = held(here.y, here.h, whole.y, whole.h);
    svg.setAttribute("viewBox", [here.x, here.y, here.w, here.h].join(" "));
    const r = PIN_PX * here.w / svg.clientWidth;
    for (const pin of svg.querySelectorAll(".pin")) {
      pin.querySelector("circle").setAttribute("r", r);
      pin.querySelector("text").setAttribute("font-size", r * 1.25);
    }
    const times = whole.w / here.w;
    stage.toggleAttribute("data-close", times > 1.02); // a finger on a whole page scrolls past it
    for (const one of document.querySelectorAll("[data-zoom]")) {
      current(one, Math.abs(Number(one.dataset.zoom) / times - 1) < 0.03);
    }
    clearTimeout(waits);
    waits = setTimeout(sharpen, STILL_MS);
  }

  // the windows of a page that are seen, at the first size that has a dot for each dot of the screen
  function sharpen() {
    const dots = svg.clientWidth * Math.min(devicePixelRatio || 1, 2) / here.w; // an mm
    const zoom = zooms.find((one) => one * stage.dataset.dpi / 25.4 >= dots * 0.8) || zooms.at(-1);
    for (const leaf of leaves) {
      const [bleed, width, height] = leaf.dataset.whole.split(" ").map(Number);
      const at = box(leaf.getAttribute("viewBox"));
      const left = here.x - Number(leaf.getAttribute("x")) + at.x, top = here.y - Number(leaf.getAttribute("y")) + at.y;
      const w = (width + 2 * bleed) / zoom, h = (height + 2 * bleed) / zoom;
      const fits = (value, side) => Math.min(Math.max(Math.floor((value + bleed) / side), 0), zoom - 1);
      for (let row = fits(top, h); row <= fits(top + here.h - 0.01, h); row++)
        for (let column = fits(left, w); column <= fits(left + here.w - 0.01, w); column++)
          for (const group of leaf.querySelectorAll("[data-pictures], [data-plate]"))
            bring(leaf, group, zoom, column, row, {x: column * w - bleed, y: row * h - bleed, w, h});
    }
  }

  // where the picture of a window is: of the page, or of one of its inks
  function where(leaf, group, zoom, column, row) {
    const known = around[leaf.dataset.leaf];
    const address = group.dataset.plate ? known.plate.replace("/INK/", `/${group.dataset.plate}/`) : known.piece;
    return address.replace(/\/\d+\/\d+\/\d+(\?|$)/, `/${zoom * 100}/${2 * column}/${2 * row}$1`);
  }

  function bring(leaf, group, zoom, column, row, at, tries = TRIES) {
    const key = `${zoom}-${column}-${row}`;
    if (group.querySelector(`[data-window="${key}"]`)) return;
    const address = where(leaf, group, zoom, column, row);
    const image = document.createElementNS(svg.namespaceURI, "image");
    for (const [name, value] of Object.entries({x: at.x, y: at.y, width: at.w, height: at.h, preserveAspectRatio: "none"})) image.setAttribute(name, value);
    if (zoom === zooms.at(-1)) image.setAttribute("class", "dots");
    image.setAttribute("aria-hidden", "true");
    image.dataset.window = key;
    image.addEventListener("load", () => {
      group.querySelectorAll("[data-old]").forEach((one) => one.remove());
      if (group.dataset.plate) veiled(leaf, group);
    });
    image.addEventListener("error", () => {
      image.remove();
      const asked = () => group.isConnected && where(leaf, group, zoom, column, row) === address;
      if (tries > 1) setTimeout(() => asked() && bring(leaf, group, zoom, column, row, at, tries - 1), BUSY_MS);
    });
    image.setAttribute("href", address);
    const finer = [...group.children].find((one) => one.dataset.window && Number(one.dataset.window.split("-")[0]) > zoom);
    group.insertBefore(image, finer || null); // what is finer stays on top
  }

  // the whole of a page in one picture, under its windows
  function ground(leaf, group) {
    const [bleed, width, height] = leaf.dataset.whole.split(" ").map(Number);
    bring(leaf, group, 1, 0, 0, {x: -bleed, y: -bleed, w: width + 2 * bleed, h: height + 2 * bleed});
  }

  // --- what lies over the page ---------------------------------------------------------------------------------------

  function cover() {
    const named = [...document.querySelectorAll("[data-ink]")].filter((chip) => over.inks.has(chip.dataset.ink)).map((chip) => chip.textContent.trim());
    document.getElementById("voile").hidden = !over.inks.size;
    for (const leaf of leaves) {
      const picture = leaf.querySelector("[data-pictures]");
      picture.setAttribute("aria-label", [picture.dataset.name, ...named].join(", "));
      const veil = leaf.querySelector("[data-over]");
      veil.setAttribute("opacity", over.veil / 100);
      for (const plate of veil.querySelectorAll("[data-plate]")) if (!over.inks.has(plate.dataset.plate)) plate.remove();
      for (const ink of over.inks) {
        if (veil.querySelector(`[data-plate="${ink}"]`)) continue;
        const plate = document.createElementNS(svg.namespaceURI, "g");
        plate.dataset.plate = ink;
        veil.append(plate);
        ground(leaf, plate);
      }
      veiled(leaf);
      for (const line of leaf.querySelectorAll("[data-line]")) shown(line, over.layers.has(line.dataset.line));
      leaf.querySelector(".spots")?.classList.toggle("drawn", over.layers.has("blocs"));
    }
    for (const chip of document.querySelectorAll("[data-ink], [data-layer]")) {
      const {ink, layer} = chip.dataset;
      current(chip, ink ? over.inks.has(ink) : layer ? over.layers.has(layer) : !over.inks.size);
    }
    carry();
    show();
  }

  // the page stays as it is until there is an ink to lay over it
  function veiled(leaf, plate) {
    const veil = leaf.querySelector("[data-over]");
    if (plate) plate.dataset.drawn = "";
    shown(veil, veil.querySelector("[data-drawn]") !== null);
  }

  // every way from here keeps what lies over the page
  function carry() {
    history.replaceState(history.state, "", kept(location.href, over));
    const root = document.querySelector(".sheet-view").closest("main") || document;
    for (const link of root.querySelectorAll(".tools a, .turning a, .panning a, .proof-facing a, #etat a, #encres a")) {
      if (!link.pathname.includes("/epreuve/")) continue;
      const {ink, layer} = link.dataset;
      link.href = kept(link.href, ink === undefined ? layer ? layered(layer) : over : inked(ink));
    }
    for (const form of root.querySelectorAll(".margin form")) form.action = kept(form.action, over);
    const jump = root.querySelector(".jump");
    if (!jump) return;
    for (const old of jump.querySelectorAll('[name="calque"], [name="encre"], [name="voile"]')) old.remove();
    for (const [name, value] of new URL(kept(location.href, over)).searchParams)
      if (["calque", "encre", "voile"].includes(name)) jump.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
  }

  function inked(ink) { // total ink is looked at alone
    const inks = new Set(ink ? [...over.inks].filter((one) => (one === "total") === (ink === "total")) : []);
    if (ink && !inks.delete(ink)) inks.add(ink);
    return {...over, inks};
  }

  function layered(layer) {
    const layers = new Set(over.layers);
    if (!layers.delete(layer)) layers.add(layer);
    return {...over, layers};
  }

  // the inks in numbers, as the page without a script has them; they are asked for until they are there
  async function count(tries = TRIES) {
    counting?.abort();
    counting = new AbortController();
    clearTimeout(counts);
    const facts = document.getElementById("encres");
    if (!over.inks.size) facts.replaceChildren();
    const again = (left) => { if (left) counts = setTimeout(() => count(left), BUSY_MS); };
    try {
      const answer = over.inks.size ? await fetch(asked_at(), {credentials: "same-origin", cache: "no-store", signal: counting.signal}) : null;
      const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      const told = page?.getElementById("encres");
      if (told?.querySelector("[data-busy]")) again(tries);
      else if (answer && !answer.ok) again(tries - 1);
      if (told && words_of(told) !== words_of(facts)) swap(facts, ...told.childNodes);
      for (const leaf of leaves) {
        const measured = page?.querySelector(`[data-leaf="${leaf.dataset.leaf}"] [data-tally]`);
        leaf.querySelector("[data-tally]").replaceChildren(...(measured ? measured.childNodes : []));
      }
      carry();
    } catch (broke) { // another one was chosen meanwhile, or no network: the plates are there all the same
      if (broke.name !== "AbortError") again(tries - 1);
    }
  }

  // where this page is, whatever form it came as the answer to
  function asked_at() {
    return kept(stage.dataset.page, over);
  }

  document.addEventListener("click", (event) => {
    const chip = event.target.closest?.("[data-ink], [data-layer], [data-zoom]");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const {ink, layer, zoom} = chip.dataset;
    if (zoom) {
      enlarge(Number(zoom) * here.w / whole.w, {x: here.x + here.w / 2, y: here.y + here.h / 2});
    } else if (layer) {
      const at_home = here.w >= whole.w * 0.99;
      Object.assign(over, layered(layer));
      lay();
      Object.assign(home, {w: whole.w, h: whole.h});
      if (at_home) Object.assign(here, whole);
      cover();
    } else {
      Object.assign(over, inked(ink));
      cover();
      count();
    }
  });

  document.addEventListener("input", (event) => {
    if (!event.target.matches("input[data-veil]")) return;
    over.veil = Number(event.target.value);
    for (const leaf of leaves) leaf.querySelector("[data-over]").setAttribute("opacity", over.veil / 100);
  });
  document.addEventListener("change", (event) => { // not while it is dragged: a browser bears few changes of the address
    if (event.target.matches("input[data-veil]")) carry();
  });

  // --- the page as it is now -----------------------------------------------------------------------------------------

  function read() {
    for (const one of document.querySelectorAll("#etat [data-of]")) around[one.dataset.of] = {piece: one.dataset.piece, plate: one.dataset.plate, is: one.dataset.is};
  }

  // the pictures of what changed: the old ones stay until the new ones are there
  function renew(before) {
    for (const leaf of leaves) {
      if (before[leaf.dataset.leaf] === around[leaf.dataset.leaf].piece) continue;
      for (const group of leaf.querySelectorAll("[data-pictures], [data-plate]")) {
        for (const old of group.querySelectorAll("image")) {
          delete old.dataset.window;
          old.dataset.old = "";
        }
        ground(leaf, group);
      }
      if (over.inks.size) count();
    }
    stage.dataset.shows = document.querySelector("[data-state]").dataset.shows;
    for (const leaf of leaves) shown(leaf.querySelector("[data-said]"), around[leaf.dataset.leaf].is === "proof");
    for (const one of document.querySelectorAll("[data-when]")) shown(one, one.dataset.when === stage.dataset.shows);
    carry();
    show();
  }

  async function ask() {
    const place = document.getElementById("etat");
    if (!document.hidden) {
      try {
        const headers = etag ? {"X-Part": "state", "If-None-Match": `"${etag}"`} : {"X-Part": "state"};
        const answer = await fetch(asked_at(), {credentials: "same-origin", cache: "no-store", headers});
        if (answer.status === 200 && !answer.redirected) {
          etag = (answer.headers.get("ETag") || "").replaceAll(/^W\/|"/g, "");
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-state]");
          const before = Object.fromEntries(Object.entries(around).map(([folio, known]) => [folio, known.piece]));
          if (fresh && bare(fresh) !== bare(place.querySelector("[data-state]"))) {
            swap(place, fresh);
            read();
            renew(before);
          }
        }
      } catch { /* no network: the next time */ }
    }
    setTimeout(ask, place.querySelector('[data-making="1"]') ? MAKING_MS : POLL_MS);
  }

  function at(event) {
    const frame = svg.getBoundingClientRect();
    const scale = Math.max(here.w / frame.width, here.h / frame.height); // as xMidYMid meet fits it
    return {
      x: here.x + here.w / 2 + (event.clientX - frame.left - frame.width / 2) * scale,
      y: here.y + here.h / 2 + (event.clientY - frame.top - frame.height / 2) * scale,
      scale,
    };
  }

  function enlarge(times, about) {
    const before = here.w;
    here.w = Math.min(Math.max(here.w / times, whole.w / most), Math.max(whole.w, home.w));
    const share = here.w / before;
    here.x = about.x - (about.x - here.x) * share;
    here.y = about.y - (about.y - here.y) * share;
    show();
  }

  // a wheel that only passes by scrolls the page: it enlarges with Ctrl (two fingers on a pad say so, too), or once the
  // proof was touched and until one leaves it
  stage.addEventListener("pointerdown", () => { awake = true; });
  stage.addEventListener("pointerleave", () => { awake = false; });
  svg.addEventListener("wheel", (event) => {
    if (!awake && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    enlarge(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), at(event));
  }, {passive: false});

  svg.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.closest(".pin")) return;
    touching.set(event.pointerId, {x: event.clientX, y: event.clientY, from: event.target, x0: event.clientX, y0: event.clientY});
    svg.setPointerCapture(event.pointerId);
    if (touching.size === 1) pulled = false;
    gap = spread(touching);
  });

  svg.addEventListener("pointermove", (event) => {
    const finger = touching.get(event.pointerId);
    if (!finger) return near(event.target);
    const {scale} = at(event);
    if (touching.size === 1) {
      if (!pulled && Math.hypot(event.clientX - finger.x0, event.clientY - finger.y0) < MOVED_PX) return;
      pulled = true;
      stage.classList.add("pulled");
      here.x -= (event.clientX - finger.x) * scale;
      here.y -= (event.clientY - finger.y) * scale;
    }
    finger.x = event.clientX;
    finger.y = event.clientY;
    if (touching.size === 2) {
      pulled = true;
      const now = spread(touching);
      const [one, two] = touching.values();
      if (gap && now) enlarge(now / gap, at({clientX: (one.x + two.x) / 2, clientY: (one.y + two.y) / 2}));
      gap = now;
    }
    show();
  });

  function let_go(event) {
    const finger = touching.get(event.pointerId);
    touching.delete(event.pointerId);
    gap = spread(touching);
    stage.classList.remove("pulled");
    if (finger && !pulled && event.type === "pointerup") choose(finger.from);
  }
  svg.addEventListener("pointerup", let_go);
  svg.addEventListener("pointercancel", let_go);
  svg.addEventListener("dblclick", (event) => enlarge(2, at(event)));

  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== svg) return;
    const middle = {x: here.x + here.w / 2, y: here.y + here.h / 2};
    const keys = {
      "+": () => enlarge(STEP, middle), "=": () => enlarge(STEP, middle), "-": () => enlarge(1 / STEP, middle),
      "0": () => { Object.assign(here, {x: whole.x, y: whole.y, w: Math.max(whole.w, home.w)}); show(); },
      ArrowLeft: () => { here.x -= here.w / 8; show(); }, ArrowRight: () => { here.x += here.w / 8; show(); },
      ArrowUp: () => { here.y -= here.h / 8; show(); }, ArrowDown: () => { here.y += here.h / 8; show(); },
    };
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  const select = document.getElementById("spot");
  const rects = [...svg.querySelectorAll("[data-spot]")];

  function near(target) {
    const key = target.dataset ? target.dataset.spot : undefined;
    for (const rect of rects) rect.classList.toggle("near", Boolean(key) && rect.dataset.spot === key);
  }

  function mark() {
    for (const rect of rects) rect.classList.toggle("chosen", Boolean(select) && rect.dataset.spot === select.value);
  }

  function choose(target) {
    const key = target.dataset && target.dataset.spot;
    if (!key || !select || ![...select.options].some((one) => one.value === key)) return;
    select.value = key;
    mark();
    const field = document.getElementById("comment");
    field.scrollIntoView({block: "nearest"});
    field.focus({preventScroll: true});
  }

  if (select) {
    select.addEventListener("change", mark);
    if (select.value !== "page") mark();
  }
  new ResizeObserver(show).observe(svg);
  cover();
  if (document.querySelector("#encres [data-busy]")) counts = setTimeout(() => count(), BUSY_MS);
  if (!new URLSearchParams(location.search).has("tour")) setTimeout(ask, MAKING_MS);
}

// what only a script needs is shown, what it does better is not
function helped(root) {
  for (const one of root.querySelectorAll("[data-with-script]")) one.hidden = false;
  for (const one of root.querySelectorAll("[data-without-script]")) one.hidden = true;
}

// what is put in the place of something else; who was there with the keyboard goes on from where they were
function swap(place, ...fresh) {
  const at = place.contains(document.activeElement) ? document.activeElement : null;
  const like = () => [...place.querySelectorAll(at.tagName)];
  const number = at ? like().indexOf(at) : 0, words = at ? words_of(at) : "";
  place.replaceChildren(...fresh);
  helped(place);
  if (!at) return;
  (like().find((one) => words_of(one) === words) || like()[number] || place.querySelector("a") || place).focus({preventScroll: true});
}

function words_of(one) {
  return one.textContent.replaceAll(/\s+/g, " ").trim();
}

function shown(one, is) {
  if (one.namespaceURI.endsWith("svg")) is ? one.removeAttribute("display") : one.setAttribute("display", "none");
  else one.hidden = !is;
}

function current(one, is) {
  if (is) one.setAttribute("aria-current", "true");
  else one.removeAttribute("aria-current");
}

// an address with what lies over the page
function kept(address, over) {
  const url = new URL(address, location.href);
  for (const name of ["calque", "encre", "voile"]) url.searchParams.delete(name);
  for (const layer of over.layers) url.searchParams.append("calque", layer);
  for (const ink of over.inks) url.searchParams.append("encre", ink);
  if (over.inks.size) url.searchParams.set("voile", over.veil);
  return url.href;
}

// what is told of the state, without the addresses of its links: they follow what lies over the page
function bare(told) {
  return words_of(told) + [...told.querySelectorAll("[data-of]")].map((one) => one.dataset.piece.replace(/\/\d+\/\d+\/\d+(\?|$)/, "$1")).join(" ");
}

function box(words) {
  const [x, y, w, h] = words.split(" ").map(Number);
  return {x, y, w, h};
}

function held(value, size, from, length) {
  if (size >= length) return from - (size - length) / 2;
  return Math.min(Math.max(value, from), from + length - size);
}

function spread(touching) {
  if (touching.size !== 2) return 0;
  const [one, two] = touching.values();
  return Math.hypot(one.x - two.x, one.y - two.y);
}

for (const stage of document.querySelectorAll("[data-proof]")) start(stage);
