// Reads a lesson aloud, with the browser's own voices: sentence by sentence, each marked while it is spoken.
// The buttons are there only where the browser has a voice for the lesson's language.
"use strict";
(() => {
  const bar = document.querySelector("[data-aloud]");
  const synthesis = globalThis.speechSynthesis;
  if (!bar || !synthesis || !globalThis.SpeechSynthesisUtterance || !Intl.Segmenter) return;
  const lang = bar.dataset.aloud;
  const [read, stop, speed] = ["[data-read]", "[data-stop]", "[data-speed]"].map((name) => bar.querySelector(name));
  const SPEED = "speed of reading aloud";
  const BLOCKS = "h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, blockquote, summary, legend, label";

  const voice = () => synthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(lang));
  function look() {
    bar.hidden = !voice();
  }
  look();
  synthesis.addEventListener?.("voiceschanged", look);

  /** The sentences of the lesson, each with its place on the page; readings above the letters are no text. */
  function sentences() {
    const within = bar.closest("article");
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT, (node) => {
      const parent = node.parentElement;
      const silent = parent.closest("rt, rp, nav, button, select, script, [hidden], [data-aloud], details:not([open]) > :not(summary)");
      return silent || parent.checkVisibility?.() === false ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
    });
    const blocks = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const block = node.parentElement.closest(BLOCKS) ?? within;
      if (blocks.at(-1)?.block !== block) blocks.push({ block, text: "", parts: [] });
      const last = blocks.at(-1);
      last.parts.push({ node, from: last.text.length });
      last.text += node.data;
    }
    const segments = new Intl.Segmenter(lang, { granularity: "sentence" });
    const place = (parts, at) => {
      const { node, from } = parts.findLast(({ from }) => from <= at);
      return [node, Math.min(at - from, node.data.length)];
    };
    return blocks.flatMap(({ text, parts }) =>
      [...segments.segment(text)]
        .filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment))
        .map(({ segment, index }) => {
          const range = document.createRange();
          range.setStart(...place(parts, index));
          range.setEnd(...place(parts, index + segment.length));
          return { text: segment.replace(/\s+/g, " ").trim(), range };
        }),
    );
  }

  let all = [];
  let at = 0;
  /** Counts the beginnings: what an earlier one still tells is not heard. */
  let turn = 0;
  let state = "silent";

  function mark(range) {
    if (!globalThis.Highlight) return;
    if (range) CSS.highlights.set("aloud", new Highlight(range));
    else CSS.highlights.delete("aloud");
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const box = range?.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > innerHeight)) scrollBy({ top: box.top - innerHeight / 3, behavior: still ? "auto" : "smooth" });
  }
  const words = read.textContent;
  function show(now) {
    state = now;
    read.textContent = now === "speaking" ? read.dataset.pause : words;
    stop.hidden = now === "silent";
    if (now === "silent") mark();
  }
  function speak() {
    turn += 1;
    const mine = turn;
    synthesis.cancel();
    const sentence = all[at];
    if (!sentence) {
      at = 0;
      return show("silent");
    }
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    [utterance.lang, utterance.voice, utterance.rate] = [lang, voice() ?? null, Number(speed.value)];
    utterance.onend = () => {
      if (mine !== turn) return;
      at += 1;
      speak();
    };
    utterance.onerror = () => mine === turn && show("silent");
    mark(sentence.range);
    show("speaking");
    synthesis.speak(utterance);
  }
  function silence(now) {
    turn += 1;
    synthesis.cancel();
    show(now);
  }

  read.addEventListener("click", () => {
    if (state === "speaking") return silence("waiting");
    if (state === "silent") [all, at] = [sentences(), 0];
    speak();
  });
  stop.addEventListener("click", () => {
    silence("silent");
    read.focus();
  });
  speed.addEventListener("change", () => {
    try {
      localStorage.setItem(SPEED, speed.value);
    } catch {}
    if (state === "speaking") speak();
  });
  try {
    speed.value = localStorage.getItem(SPEED) ?? speed.value;
    if (!speed.value) speed.value = "1";
  } catch {}
  // A voice does not go on over another page.
  addEventListener("pagehide", () => silence("silent"));
})();
