/* Giving with a script: what is written and chosen is kept on the phone until the desk says, hash by hash, that it has
   it. Without this module the form is sent in one POST. Works on plain http too: the SHA-256 is our own. */

const $ = (id) => document.getElementById(id);
const form = $("giving"), say = form.dataset;
const sleep = (ms) => new Promise((on) => setTimeout(on, ms));

/* --- SHA-256 (FIPS 180-4), over bytes, giving way to the screen every 256 kB; -> 64 hex digits --- */

const K = [], H0 = [];
for (let n = 2; K.length < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
  if (!prime) continue;
  if (H0.length < 8) H0.push((Math.sqrt(n) % 1) * 2 ** 32 | 0);
  K.push((Math.cbrt(n) % 1) * 2 ** 32 | 0);
}

async function sha256(bytes) {
  const h = Int32Array.from(H0), w = new Int32Array(64), whole = bytes.length >> 6 << 6;
  const tail = new Uint8Array(bytes.length - whole < 56 ? 64 : 128);
  tail.set(bytes.subarray(whole));
  tail[bytes.length - whole] = 128;
  const end = new DataView(tail.buffer);
  end.setUint32(tail.length - 8, Math.floor(bytes.length / 2 ** 29));
  end.setUint32(tail.length - 4, bytes.length * 8 >>> 0);
  const mix = (part, at) => {
    for (let t = 0; t < 16; t++, at += 4) w[t] = part[at] << 24 | part[at + 1] << 16 | part[at + 2] << 8 | part[at + 3];
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15], y = w[t - 2];
      w[t] = w[t - 16] + w[t - 7] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3)
        + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10) | 0;
    }
    let [a, b, c, d, e, f, g, i] = h;
    for (let t = 0; t < 64; t++) {
      const one = i + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[t] + w[t] | 0;
      const two = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
      i = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += i;
  };
  for (let at = 0; at < whole; at += 64) {
    mix(bytes, at);
    if ((at & 0x3ffff) === 0x3ffc0) await sleep(0);
  }
  for (let at = 0; at < tail.length; at += 64) mix(tail, at);
  return [...h].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}

/* --- what the phone keeps: parcels (words, and what is known of files) and bytes. In memory where it keeps nothing --- */

const memory = { parcels: new Map(), bytes: new Map() };
let disk = null;

const opened = (asked) => new Promise((yes, no) => { asked.onsuccess = () => yes(asked.result); asked.onerror = () => no(asked.error); });

async function openDisk() {
  try {
    const asked = indexedDB.open("journal", 1);
    asked.onupgradeneeded = () => { for (const name in memory) asked.result.createObjectStore(name); };
    disk = await opened(asked);
  } catch { disk = null; }
}

/* One change, flushed before it is believed: a battery may die. */
function change(name, work) {
  return new Promise((yes, no) => {
    const at = disk.transaction(name, "readwrite", { durability: "strict" });
    work(at.objectStore(name));
    at.oncomplete = () => yes(true);
    at.onerror = at.onabort = () => no(at.error);
  });
}

async function put(name, id, value) {
  try {
    if (disk) { await change(name, (store) => store.put(value, id)); memory[name].delete(id); return true; }
  } catch { told(say.full); }
  memory[name].set(id, value);
  return false;
}

async function get(name, id) {
  if (memory[name].has(id)) return memory[name].get(id);
  return disk ? opened(disk.transaction(name).objectStore(name).get(id)) : undefined;
}

async function remove(name, id) {
  memory[name].delete(id);
  if (disk) await change(name, (store) => store.delete(id));
}

async function all() {
  const kept = disk ? await opened(disk.transaction("parcels").objectStore("parcels").getAll()) : [];
  return [...kept.filter((one) => !memory.parcels.has(one.id)), ...memory.parcels.values()];
}

async function forget(parcel) {
  for (const file of parcel.files) await remove("bytes", file.id);
  await remove("parcels", parcel.id);
}

const save = (parcel) => put("parcels", parcel.id, parcel);
const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");

/* --- the draft: what stands in the form now --- */

const FIELDS = ["words", "tongue", "author"];
const fresh = () => ({ id: random(), key: random(), action: form.getAttribute("action"), sent: false, files: [] });
let draft = fresh(), waits;

function read() {
  for (const name of FIELDS) draft[name] = form.elements[name].value;
  draft.own = form.elements.own ? form.elements.own.value : "";
}

async function keep() {
  clearTimeout(waits);
  if (draft.sent) return;
  read();
  const some = draft.words.trim() || draft.files.length;
  await (some ? save(draft) : remove("parcels", draft.id));
  try { sessionStorage.setItem("draft", some ? draft.id : ""); } catch { /* this phone keeps nothing */ }
}

function write(parcel) {
  draft = parcel;
  for (const name of FIELDS) if (name in parcel) form.elements[name].value = parcel[name];
  draft.action = form.getAttribute("action");
  form.querySelectorAll(".chosen").forEach((list) => list.replaceChildren());
  for (const file of parcel.files) show(file);
}

function mistake(words, field) {
  const beside = field || form.querySelector("[data-what]");
  let line = beside.querySelector(".error");
  if (!line) { line = document.createElement("p"); line.className = "error"; line.setAttribute("role", "alert"); beside.prepend(line); }
  line.textContent = words;
  line.hidden = !words;
}

/* --- files: read at once (a gallery may take them away), hashed, kept, shown with how large they can be printed --- */

async function choose(input) {
  const field = input.closest("[data-what]"), { what, most } = field.dataset, files = [...input.files];
  input.value = "";
  mistake("", field);
  for (const file of files) {
    if (draft.files.length >= say.mostFiles) { mistake(say.many, field); break; }
    if (file.size > most) { mistake(say.heavy, field); continue; }
    let bytes;
    try { bytes = new Uint8Array(await file.arrayBuffer()); } catch { mistake(say.lost, field); continue; }
    if (!bytes.length) continue;
    const one = { id: random(), what, size: bytes.length, sha256: await sha256(bytes) };
    if (draft.files.some((other) => other.sha256 === one.sha256)) continue;
    await put("bytes", one.id, bytes.buffer);
    draft.files.push(one);
    await keep();
    await show(one);
  }
}

async function show(file) {
  const field = form.querySelector(`[data-what="${file.what}"]`);
  if (!field) return;
  let list = field.querySelector(".chosen");
  if (!list) { list = document.createElement("ul"); list.className = "chosen"; field.append(list); }
  const line = document.createElement("li"), words = document.createElement("span"), off = button(say.off, async () => {
    draft.files = draft.files.filter((one) => one !== file);
    line.remove();
    await keep();
    await remove("bytes", file.id);
    field.querySelector("input").focus();
  });
  words.textContent = `${Math.max(1, Math.round(file.size / 1000))} ko`;
  line.append(words, off);
  list.append(line);
  const bytes = await get("bytes", file.id);
  if (!bytes) { words.textContent = say.lost; return; }
  if (file.what !== "photo" && file.what !== "page") return;
  const picture = new Image();
  picture.alt = "";
  picture.onload = () => {
    if (file.what === "page") return;
    const across = picture.naturalWidth;
    const tone = across >= say.good ? "good" : across >= say.least ? "small" : "tiny";
    words.className = tone;
    words.textContent = say[`${tone}Photo`];
  };
  picture.onerror = () => picture.remove(); /* a kind this browser cannot show, such as HEIC: the desk will */
  picture.src = URL.createObjectURL(new Blob([bytes]));
  line.prepend(picture);
}

function button(words, does) {
  const made = document.createElement("button");
  made.type = "button"; made.className = "plain"; made.textContent = words;
  made.addEventListener("click", () => does(made));
  return made;
}

/* Twice the same button: what is erased on the phone is gone. */
const surely = (does) => (made) => {
  if (made.dataset.asked) return does();
  made.dataset.asked = "1";
  made.textContent = say.sure;
};

/* --- sending: the words and what will come; then each file in parts; the phone forgets what the desk has --- */

const told = (...words) => { $("told").textContent = words.filter(Boolean).join("\n"); $("sending").hidden = false; };
let going = null, wake = () => {};

/* Ask the desk once; null when the network is not there. A part that takes over a minute is tried again, smaller. */
async function ask(address, how) {
  const stop = new AbortController(), late = setTimeout(() => stop.abort(), 60000);
  try { return await fetch(address, { ...how, signal: stop.signal }); } catch { return null; } finally { clearTimeout(late); }
}

/* What may pass by itself: no network, a busy or full desk. Waits longer each time; the network's return ends the wait. */
async function patiently(does) {
  for (let tries = 0; ; tries++) {
    const answer = await does();
    if (answer && answer.status < 500 && answer.status !== 423 && answer.status !== 429) return answer;
    if (!answer) told(say.waiting); else told(say.going);
    const asked = answer && Number(answer.headers.get("Retry-After"));
    await Promise.race([sleep(Math.max((asked || 0) * 1000, Math.min(10000, 300 * 2 ** tries))), new Promise((on) => { wake = on; })]);
  }
}

class Stopped extends Error {}

async function announce(parcel) {
  const body = new FormData(), words = (parcel.words || "").replace(/\r\n?|\n/g, "\r\n");
  body.set("words", words);
  for (const name of ["tongue", "author", "own"]) body.set(name, parcel[name] || "");
  if (form.elements.csrf) body.set("csrf", form.elements.csrf.value);
  body.set("files", JSON.stringify(parcel.files.map(({ what, size, sha256 }) => ({ what, size, sha256 }))));
  const headers = { "Idempotency-Key": `"${parcel.key}"` };
  const answer = await patiently(() => ask(parcel.action, { method: "POST", body, headers }));
  const receipt = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Stopped(receipt.say || say.odd), receipt);
  if (receipt.words !== await sha256(new TextEncoder().encode(words))) throw new Stopped(say.odd);
  for (const file of parcel.files) file.to = (receipt.files.find((one) => one.sha256 === file.sha256) || {}).to;
  parcel.text = Boolean(parcel.words.trim());
  parcel.onwards = receipt.onwards;
  parcel.words = parcel.author = parcel.key = ""; /* the desk has them; the key would open the visit again */
  await save(parcel);
}

const TUS = { "Tus-Resumable": "1.0.0" };
let step = 65536; /* bytes of a part: grows while parts go through in two seconds, shrinks when they break */

async function send(file, progress) {
  const stored = await get("bytes", file.id);
  const digest = `sha-256=:${btoa(file.sha256.match(/../g).map((hex) => String.fromCharCode(parseInt(hex, 16))).join(""))}:`;
  for (let again = 0; again < 5; again++) { /* a hash that does not agree begins the file again */
    let answer = await patiently(() => ask(file.to, { method: "HEAD", headers: TUS }));
    while (answer.ok) {
      if (answer.headers.get("Repr-Digest") === digest) return true;
      const offset = Number(answer.headers.get("Upload-Offset"));
      if (!stored) return false;
      progress(offset);
      const from = performance.now(), body = new Blob([stored.slice(offset, offset + step)]);
      answer = await ask(file.to, { method: "PATCH", body, headers: { ...TUS, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" } });
      if (!answer || !answer.ok) { step = Math.max(32768, step >> 1); if (answer && answer.status === 460) break;
        answer = await patiently(() => ask(file.to, { method: "HEAD", headers: TUS })); }
      else if (performance.now() - from < 2000) step = Math.min(1 << 20, step << 1);
    }
    if (answer.status === 404 || answer.status === 410) return false;
  }
  return false;
}

function count(parcel) {
  const n = parcel.files.filter((file) => file.done).length, all = parcel.files.length;
  const shown = (value) => value.toLocaleString(document.documentElement.lang);
  return all ? say.files.replace("{n}", shown(n)).replace("{all}", shown(all)) : "";
}

async function deliver(parcel) {
  told(say.kept, say.going);
  if (parcel.key) await announce(parcel);
  $("onwards").href = parcel.onwards;
  if (!parcel.files.length) { await forget(parcel); location.assign(parcel.onwards); return; }
  const size = parcel.files.reduce((sum, file) => sum + file.size, 0);
  let before = 0, lost = 0;
  for (const file of parcel.files) {
    const far = (offset) => { told(parcel.text && say.text, count(parcel), say.going); $("far").value = (before + offset) / size; };
    far(0);
    file.done = file.done || Boolean(file.to) && await send(file, far);
    if (file.done) await remove("bytes", file.id); else lost++;
    before += file.size;
    await save(parcel);
  }
  $("far").value = 1;
  told(parcel.text && say.text, count(parcel), lost ? say.lost : say.done);
  await forget(parcel);
  $("onwards").hidden = false;
  $("onwards").focus();
}

/* One parcel after the other. What the desk refuses goes back into the form. */
function go(parcel) {
  form.hidden = true;
  document.body.className = "sending";
  $("sending").hidden = false;
  going = (going || Promise.resolve()).then(() => deliver(parcel)).catch((stopped) => {
    told(stopped.message);
    if (stopped.onwards) { $("onwards").href = stopped.onwards; $("onwards").hidden = false; }
    $("again").hidden = $("erase").hidden = false;
    $("again").onclick = async () => { parcel.sent = false; write(parcel); await keep(); $("sending").hidden = true; form.hidden = false; document.body.className = ""; };
    $("erase").onclick = () => surely(async () => { await forget(parcel); location.reload(); })($("erase"));
  });
}

/* --- begin --- */

/* What waits from before. In the same tab it is the same person's; else nothing of it is shown until it is asked for. */
async function resume() {
  let mine = "";
  try { mine = sessionStorage.getItem("draft"); } catch { /* none */ }
  for (const parcel of await all()) {
    if (parcel.sent && (!parcel.key || parcel.id === mine)) { go(parcel); continue; }
    if (parcel.id === mine) { write(parcel); continue; }
    const line = document.createElement("li"), words = document.createElement("span");
    words.textContent = parcel.sent ? say.unsent : say.begun;
    const gone = () => { line.remove(); $("left").hidden = !$("left").querySelector("li"); };
    line.append(words,
      button(say.open, async () => { gone(); if (parcel.sent) go(parcel); else { await keep(); write(parcel); await keep(); form.elements.words.focus(); } }),
      button(say.erase, surely(async () => { await forget(parcel); gone(); })));
    $("left").querySelector("ul").append(line);
    $("left").hidden = false;
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await keep();
  if (!draft.words.trim() && !draft.files.length) { mistake(say.empty); form.elements.words.focus(); return; }
  draft.sent = true;
  await save(draft);
  const parcel = draft;
  write({ ...fresh(), words: "", author: "" });
  go(parcel);
  $("sending").scrollIntoView();
});
form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  clearTimeout(waits);
  waits = setTimeout(keep, 400);
});
form.addEventListener("change", (event) => { if (event.target.type === "file") choose(event.target); else keep(); });
addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
addEventListener("online", () => wake());
openDisk().then(resume);
