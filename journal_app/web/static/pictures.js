// Pictures: files are sent one by one with progress; faces are drawn; the point to keep is touched. Without this
// module the same forms work: all files at once, numbers, nine places.

const SVG = "http://www.w3.org/2000/svg";

for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;

// --- sending -------------------------------------------------------------------------------------------------------

function line(list, kept, name, words, address, open) {
  const item = document.createElement("li");
  const who = document.createElement("bdi");
  item.className = kept ? "there" : "missing";
  who.textContent = name;
  item.append(who, " — " + words + " ");
  if (address) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = open;
    item.append(link);
  }
  list.append(item);
}

function shown(address, words) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.className = "button";
  link.href = address;
  link.textContent = words;
  item.append(link);
  return item;
}

function send(form, file, progress) {
  return new Promise((resolve) => {
    const body = new FormData();
    body.append("csrf", form.elements.csrf.value);
    body.append("files", file, file.name);
    const asked = new XMLHttpRequest(); // fetch tells nothing of what has left
    asked.open("POST", form.action);
    asked.setRequestHeader("Accept", "application/json");
    asked.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
    asked.addEventListener("loadend", () => {
      try {
        resolve(JSON.parse(asked.responseText).lines[0]);
      } catch {
        resolve({ name: file.name, kept: false, words: form.dataset.failed });
      }
    });
    asked.send(body);
  });
}

for (const form of document.querySelectorAll("[data-upload]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = [...form.elements.files.files];
    const list = form.querySelector("[data-lines]");
    const bar = form.querySelector("progress");
    const button = form.querySelector("button");
    list.replaceChildren();
    bar.hidden = false;
    button.disabled = true;
    let kept = 0;
    for (const [place, file] of files.entries()) {
      const told = await send(form, file, (part) => { bar.value = (place + part * 0.9) / files.length; });
      line(list, told.kept, told.name, told.words, told.address, form.dataset.open);
      kept += told.kept ? 1 : 0;
      bar.value = (place + 1) / files.length;
    }
    bar.hidden = true;
    button.disabled = false;
    form.reset();
    const here = location.pathname + location.search;
    if (kept && kept === files.length) location.assign(here);
    else if (kept) list.append(shown(here, form.dataset.show));
  });
}

// --- faces and the point to keep --------------------------------------------------------------------------------------

const sight = document.querySelector("[data-sight]");
const faces = document.querySelector("[data-faces]");
const focal = document.querySelector("[data-focal]");

function values(row) {
  return ["x", "y", "w", "h"].map((side) => parseFloat(row.querySelector(`[name^="${side}-"]`).value.replace(",", ".")));
}

function redraw(svg) {
  for (const box of svg.querySelectorAll(".box")) box.remove();
  for (const row of faces.querySelectorAll(":scope > [data-face]")) {
    const [x, y, width, height] = values(row);
    const answer = row.querySelector("select").value;
    if ([x, y, width, height].some(Number.isNaN) || answer === "remove") continue;
    const box = document.createElementNS(SVG, "rect");
    box.setAttribute("class", `box box-${answer || "open"}` + (row.contains(document.activeElement) ? " lit" : ""));
    for (const [name, value] of Object.entries({ x, y, width, height })) box.setAttribute(name, value);
    svg.append(box);
  }
}

function freeRow() {
  const rows = [...faces.querySelectorAll(":scope > [data-face]")];
  const empty = rows.find((row) => values(row).every(Number.isNaN));
  if (empty) return empty;
  const fresh = faces.querySelector("template").content.firstElementChild.cloneNode(true);
  fresh.dataset.face = rows.length;
  for (const field of fresh.querySelectorAll("[name]")) field.name = field.name.replace("NEW", rows.length);
  fresh.querySelector("[data-number]").textContent = rows.length + 1;
  rows.at(-1).after(fresh);
  return fresh;
}

function place(frame, event) {
  const edge = frame.getBoundingClientRect();
  const share = (value, start, length) => Math.min(100, Math.max(0, ((value - start) / length) * 100));
  return [share(event.clientX, edge.left, edge.width), share(event.clientY, edge.top, edge.height)];
}

function setPoint(svg, [x, y]) {
  svg.querySelector(".focal").setAttribute("d", `M${x} ${y - 4}V${y + 4}M${x - 4} ${y}H${x + 4}`);
  for (const [name, value] of [["focal_x", x], ["focal_y", y]]) {
    let field = focal.elements[name];
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      focal.append(field);
    }
    field.value = value.toFixed(2);
  }
}

if (sight && faces) {
  const frame = sight.querySelector(".frame");
  const svg = frame.querySelector("svg");
  const pick = focal.querySelector("[data-pick]");
  const draw = document.querySelector("[data-draw]");
  draw.checked = matchMedia("(pointer: fine)").matches; // a finger on the picture scrolls the page until it is told
  const mode = () => frame.classList.toggle("drawing", draw.checked || pick.checked);
  const only = (one, other) => () => { if (one.checked) other.checked = false; mode(); };
  draw.addEventListener("change", only(draw, pick));
  pick.addEventListener("change", only(pick, draw));
  mode();
  let from = null;
  let row = null;
  faces.addEventListener("input", () => redraw(svg));
  faces.addEventListener("focusin", () => redraw(svg));
  focal.addEventListener("change", (event) => {
    if (event.target.name === "field") for (const name of ["focal_x", "focal_y"]) focal.elements[name]?.remove();
  });
  frame.addEventListener("pointerdown", (event) => {
    if (!pick.checked && !draw.checked) return;
    event.preventDefault();
    if (pick.checked) {
      setPoint(svg, place(frame, event));
      for (const field of focal.querySelectorAll("[name=field]")) field.checked = false;
      return;
    }
    from = place(frame, event);
    row = null;
    frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = place(frame, event);
    const box = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
    if (!row && (box[2] < 1 || box[3] < 1)) return; // a tap is no face
    row = row || freeRow();
    ["x", "y", "w", "h"].forEach((side, n) => { row.querySelector(`[name^="${side}-"]`).value = box[n].toFixed(2); });
    faces.elements.none.checked = false;
    redraw(svg);
  });
  const end = () => {
    if (row) row.querySelector("select").focus({ preventScroll: false });
    from = row = null;
    redraw(svg);
  };
  frame.addEventListener("pointerup", end);
  frame.addEventListener("pointercancel", end);
}
