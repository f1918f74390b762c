// Transcribing: a recording is played by keys while somebody types beside it, a photographed page is enlarged and turned.
// Without this module the browser's own player and a link to the whole picture do.
// Keys go by their place on the keyboard (event.code), so that they are there in every script.

const BACK_S = 3;
const AGAIN_S = 1; // where it was stopped, a little is heard again
const SLOWEST = 0.5;
const FASTEST = 2;

function voice(figure) {
  const audio = figure.querySelector("audio");
  const speed = figure.querySelector("[data-speed]");
  const does = {
    play() {
      if (audio.paused) {
        audio.currentTime = Math.max(0, audio.currentTime - AGAIN_S);
        audio.play();
      } else {
        audio.pause();
      }
    },
    back: () => { audio.currentTime = Math.max(0, audio.currentTime - BACK_S); },
    on: () => { audio.currentTime = Math.min(audio.duration || 0, audio.currentTime + BACK_S); },
    slower: () => turn(-0.25),
    faster: () => turn(0.25),
  };
  function turn(by) {
    audio.playbackRate = Math.min(FASTEST, Math.max(SLOWEST, audio.playbackRate + by));
    speed.textContent = `× ${audio.playbackRate.toLocaleString(document.documentElement.lang)}`;
  }
  for (const button of figure.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => does[button.dataset.do]());
  }
  const wave = figure.querySelector("[data-wave]");
  wave.addEventListener("click", (event) => {
    const box = wave.getBoundingClientRect();
    audio.currentTime = ((event.clientX - box.left) / box.width) * (audio.duration || 0);
  });
  audio.addEventListener("timeupdate", () => {
    wave.style.setProperty("--heard", `${(100 * audio.currentTime) / (audio.duration || 1)}%`);
  });
  return {audio, does};
}

const KEYS = {KeyJ: "back", KeyL: "on", Comma: "slower", Period: "faster"};

function keys(voices) {
  let last = voices[0];
  for (const one of voices) one.audio.addEventListener("play", () => { last = one; });
  document.addEventListener("keydown", (event) => {
    const name = event.altKey && !event.ctrlKey && !event.metaKey ? KEYS[event.code] : event.key === "Escape" && "play";
    if (!name || event.isComposing) return;
    event.preventDefault();
    last.does[name]();
  });
}

function sheet(figure) {
  const image = figure.querySelector("img");
  const zoom = figure.querySelector("[data-zoom]");
  let quarter = 0;
  zoom.addEventListener("input", () => { image.style.width = `${zoom.value}%`; });
  figure.querySelector("[data-turn]").addEventListener("click", () => {
    quarter = (quarter + 1) % 4;
    const {naturalWidth: width, naturalHeight: height} = image;
    image.style.rotate = `${quarter * 90}deg`;
    image.style.marginBlock = quarter % 2 && height < width ? `${((1 - height / width) * 50)}%` : "";
  });
}

const found = [...document.querySelectorAll("[data-voice]")].map(voice);
if (found.length) keys(found);
document.querySelectorAll("[data-sheet]").forEach(sheet);
document.querySelectorAll("[data-tools]").forEach((tools) => { tools.hidden = false; });
