// A page of a proof, moved and enlarged smoothly: wheel, two fingers, dragging, keys. Without this module the page's links
// do the same in steps. The scene is an SVG in millimetres: to look elsewhere is to change its viewBox. Sharper windows of
// a page are asked for once one stands still. A touch that did not move chooses the paragraph or picture under it.
const STILL_MS = 180;
const MOVED_PX = 6; // a finger trembles
const STEP = 1.3;
const PIN_PX = 14;

function start(stage) {
  const svg = stage.querySelector(".sheet-view");
  const home = box(svg.getAttribute("viewBox"));
  const zooms = stage.dataset.zooms.split(",").map(Number);
  const most = zooms.at(-1) * 1.5;
  const leaves = [...svg.querySelectorAll("[data-leaf]")];
  const whole = bounds(leaves);
  const first = leaves[0].querySelector("image").getAttribute("href");
  const enlarged = Number(new URLSearchParams(location.search).get("zoom") || 100) > 100;
  const here = {...home};
  const touching = new Map();
  let pulled = false, awake = false, gap = 0, waits = 0;

  stage.dataset.live = "";
  svg.setAttribute("tabindex", "0");
  for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
  if (enlarged) { // the page came as one window: the rest of it lies around
    const leaf = leaves[0];
    for (const [name, value] of Object.entries({x: whole.x, y: whole.y, width: whole.w, height: whole.h})) leaf.setAttribute(name, value);
    leaf.setAttribute("viewBox", [whole.x, whole.y, whole.w, whole.h].join(" "));
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
      if (Math.abs(Number(one.dataset.zoom) - times) < 0.05) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    clearTimeout(waits);
    waits = setTimeout(sharpen, STILL_MS);
  }

  // the windows of a page that are seen, at the first size that has a dot for each dot of the screen
  function sharpen() {
    if (stage.dataset.ink) return;
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
          bring(leaf, zoom, column, row, {x: column * w - bleed, y: row * h - bleed, w, h});
    }
  }

  function bring(leaf, zoom, column, row, at) {
    const group = leaf.querySelector("[data-pictures]");
    const key = `${zoom}-${column}-${row}`;
    if (group.querySelector(`[data-window="${key}"]`)) return;
    const known = leaf.querySelector("image").getAttribute("href");
    const address = known.replace(/\/\d+\/\d+\/\d+(\?|$)/, `/${zoom * 100}/${2 * column}/${2 * row}$1`);
    const image = document.createElementNS(svg.namespaceURI, "image");
    for (const [name, value] of Object.entries({x: at.x, y: at.y, width: at.w, height: at.h, preserveAspectRatio: "none"})) image.setAttribute(name, value);
    image.setAttribute("aria-hidden", "true");
    image.dataset.window = key;
    image.addEventListener("error", () => image.remove());
    image.setAttribute("href", address);
    const finer = [...group.children].find((one) => one.dataset.window && Number(one.dataset.window.split("-")[0]) > zoom);
    group.insertBefore(image, finer || null); // what is finer stays on top
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
  if (!first) return;
  show();
}

function box(words) {
  const [x, y, w, h] = words.split(" ").map(Number);
  return {x, y, w, h};
}

// all pages of the scene, whatever part of them came with the page
function bounds(leaves) {
  const view = box(leaves[0].ownerSVGElement.getAttribute("viewBox"));
  const shown = leaves.map((leaf) => ({x: Number(leaf.getAttribute("x")), y: Number(leaf.getAttribute("y")), w: Number(leaf.getAttribute("width")), h: Number(leaf.getAttribute("height"))}));
  const [bleed, width, height] = leaves[0].dataset.whole.split(" ").map(Number);
  if (leaves.length === 1 && shown[0].w < width - 0.01) { // a window of one page
    const around = leaves[0].querySelector(".trim-line") ? bleed : 0;
    return {x: -around, y: -around, w: width + 2 * around, h: height + 2 * around};
  }
  return view;
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
