// The little that pages without islands do in the browser. Each works without it, too. What is entered is
// kept and sent by `outbox.js`.
"use strict";

// The header's switches: nothing that is half filled in is lost by them, nor the place on the page. Text size
// and furigana change the page that is there. Another language is another page, which is filled in again.
const isChanged = (field) =>
  field.type === "radio" || field.type === "checkbox"
    ? field.checked !== field.defaultChecked
    : field.options
      ? [...field.options].some((option, at) => option.selected !== (option.defaultSelected || (at === 0 && field.type === "select-one" && !hasDefault(field))))
      : field.value !== field.defaultValue;
const hasDefault = (field) => [...field.options].some((option) => option.defaultSelected);
// Passwords and files stay where they are typed and chosen; what `outbox.js` keeps is safe already.
const isKept = (field) =>
  field.name && !/^(hidden|password|file|submit|button)$/.test(field.type) && field.form?.dataset.keep !== "live";
const filledIn = () => [...document.querySelectorAll("main input, main select, main textarea")].filter(isKept);
const whose = () => document.querySelector("input[name=owner]")?.value ?? "";
const FILLED = "filled in";
const tools = document.querySelector("form.tools");
tools?.addEventListener("submit", (event) => {
  const { value: set } = event.submitter;
  if (set === "lang") {
    const fields = filledIn();
    const filled = {
      owner: whose(),
      path: location.pathname,
      fields: fields.flatMap((field, at) => (isChanged(field) ? [[at, field.name, field.value, field.checked]] : [])),
      open: [...document.querySelectorAll("main details")].map((details) => details.open),
      top: scrollY,
    };
    sessionStorage.setItem(FILLED, JSON.stringify(filled));
    return;
  }
  event.preventDefault();
  const on = event.submitter.getAttribute("aria-pressed") !== "true";
  event.submitter.setAttribute("aria-pressed", String(on));
  const [name, value] = set === "text" ? ["data-text", on && "large"] : ["data-furigana", !on && "off"];
  if (value) document.documentElement.setAttribute(name, value);
  else document.documentElement.removeAttribute(name);
  const body = new URLSearchParams({ set, on });
  // Where the line is down, the page looks so all the same; the next one does not.
  fetch(tools.action, { method: "POST", body, headers: { accept: "application/json" }, keepalive: true }).catch(() => {});
});
try {
  const filled = JSON.parse(sessionStorage.getItem(FILLED));
  sessionStorage.removeItem(FILLED);
  if (filled?.path === location.pathname && filled.owner === whose()) {
    const fields = filledIn();
    for (const [at, name, value, checked] of filled.fields) {
      const field = fields[at];
      if (field?.name !== name) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = checked;
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    for (const [at, details] of document.querySelectorAll("main details").entries()) details.open = filled.open[at] ?? details.open;
    scrollTo(0, filled.top);
  }
} catch {
  // A browser that keeps nothing for pages.
}

// A button that prints is there only where it can do so.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A button that copies a text is there only where it can do so. Without https, as in a classroom's own
// network, browsers offer the older way alone.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  button.hidden = !text;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      getSelection().selectAllChildren(text);
      document.execCommand("copy");
    }
    button.textContent = `✓ ${button.dataset.copied}`;
    button.setAttribute("aria-live", "polite");
  });
}

// What is shown only for a moment, so that a mistake can be taken back.
for (const shown of document.querySelectorAll("[data-fades]")) {
  setTimeout(() => shown.remove(), shown.dataset.fades * 1000);
}

// The code of a scanned link stands in the link's fragment, which a browser sends to nobody. It is kept
// in this tab while its owner signs in, and put into the field then; never into an address or a log.
const KEPT = "check-in code";
const scanned = location.hash.slice(1);
if (/^[0-9]{6}$/.test(scanned)) {
  sessionStorage.setItem(KEPT, scanned);
  history.replaceState(null, "", location.pathname + location.search);
}
const code = document.querySelector("input[name=code]");
if (code && !code.value) {
  code.value = sessionStorage.getItem(KEPT) ?? "";
  sessionStorage.removeItem(KEPT);
}

// Steps to be put in order: instead of choosing numbers, steps are moved by buttons or dragged. The
// numbers stay in the form; they are what is sent.
for (const list of document.querySelectorAll("ul.sequence")) {
  const steps = () => [...list.children];
  const field = (step) => step.querySelector("select");
  const arrange = () => {
    if (steps().every((step) => field(step).value)) {
      list.append(...steps().sort((a, b) => field(a).value - field(b).value));
    }
  };
  arrange();
  list.closest("form")?.addEventListener("refill", arrange);
  list.classList.add("moving");
  const settle = () => {
    steps().forEach((step, at) => {
      field(step).value = String(at + 1);
    });
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const move = (step, by, button) => {
    const to = steps().indexOf(step) + by;
    const other = steps()[to];
    if (!other) return;
    if (by < 0) other.before(step);
    else other.after(step);
    settle();
    button.focus();
  };
  let held = null;
  for (const step of steps()) {
    const words = step.querySelector("label").textContent;
    const buttons = document.createElement("span");
    buttons.className = "step-buttons";
    for (const [by, sign, label] of [[-1, "↑", list.dataset.up], [1, "↓", list.dataset.down]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet";
      button.textContent = sign;
      button.setAttribute("aria-label", `${label}: ${words}`);
      button.addEventListener("click", () => move(step, by, button));
      buttons.append(button);
    }
    step.append(buttons);
    step.draggable = true;
    step.addEventListener("dragstart", () => {
      held = step;
      step.classList.add("held");
    });
    step.addEventListener("dragend", () => {
      step.classList.remove("held");
      if (held) settle();
      held = null;
    });
    step.addEventListener("dragover", (event) => {
      if (!held || held === step) return;
      event.preventDefault();
      const { top, height } = step.getBoundingClientRect();
      if (event.clientY < top + height / 2) step.before(held);
      else step.after(held);
    });
    step.addEventListener("drop", (event) => event.preventDefault());
  }
}

// Pairs: the right sides stand as cards above the lists, to be dragged to their places, or pressed and
// then placed. The lists stay: they are what is sent, and what a keyboard and a screen reader use.
for (const group of document.querySelectorAll("fieldset.pairs")) {
  const rows = [...group.querySelectorAll(".pair")];
  const field = (row) => row.querySelector("select");
  if (!rows.length) continue;
  let held = null;
  const hold = (card) => {
    held?.classList.remove("held");
    held = card;
    held?.classList.add("held");
    group.classList.toggle("holding", Boolean(held));
  };
  const cards = document.createElement("div");
  cards.className = "match-cards";
  cards.setAttribute("aria-hidden", "true");
  for (const option of field(rows[0]).options) {
    if (!option.value) continue;
    const card = document.createElement("span");
    card.className = "match-card";
    card.textContent = option.textContent;
    card.dataset.value = option.value;
    card.draggable = true;
    card.addEventListener("click", () => hold(held === card ? null : card));
    card.addEventListener("dragstart", () => hold(card));
    card.addEventListener("dragend", () => hold(null));
    cards.append(card);
  }
  const mark = () => {
    for (const card of cards.children) {
      card.classList.toggle("used", rows.some((row) => field(row).value === card.dataset.value));
    }
  };
  const put = (row) => {
    if (!held) return;
    field(row).value = held.dataset.value;
    hold(null);
    group.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const row of rows) {
    row.addEventListener("click", () => put(row));
    row.addEventListener("dragover", (event) => {
      if (!held) return;
      event.preventDefault();
      row.classList.add("over");
    });
    row.addEventListener("dragleave", () => row.classList.remove("over"));
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      row.classList.remove("over");
      put(row);
    });
  }
  group.addEventListener("input", mark);
  group.closest("form")?.addEventListener("refill", mark);
  rows[0].before(cards);
  group.classList.add("moving");
  mark();
}

// The roll call: a tap that is kept presses its button, and shows the reason's field where there is one. One that
// the server refused is taken back, and counted no more.
const saved = (line) => (line.dataset.saved ??= line.querySelector(".seg button[aria-pressed=true]")?.value ?? "none");
document.addEventListener("sent", ({ target, detail }) => {
  const line = target.closest(".roll li");
  if (line) line.dataset.saved = detail.value;
});
document.addEventListener("refused", ({ target }) => {
  const line = target.closest(".roll li");
  if (line) target.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail: { value: saved(line) } }));
});
// Its arrow keys work as soon as the page is there: the first press leads to who has no mark yet.
document.addEventListener("keydown", (event) => {
  const first = document.querySelector(".roll .seg button");
  if (!first || document.activeElement !== document.body || !/^Arrow(Up|Down)$/.test(event.key)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const groups = [...document.querySelectorAll(".roll .seg")];
  const waiting = groups.find((group) => !group.querySelector("[aria-pressed=true]"));
  const group = event.key === "ArrowUp" ? groups.at(-1) : (waiting ?? groups[0]);
  event.preventDefault();
  group.querySelector("button").focus();
});
document.addEventListener(
  "kept",
  ({ target, detail }) => {
    const line = target.closest(".roll li");
    if (!line) return;
    saved(line);
    for (const button of line.querySelectorAll(".seg button")) {
      button.setAttribute("aria-pressed", String(button.value === detail.value));
    }
    line.querySelector(".reason")?.toggleAttribute("hidden", detail.value !== "excused");
    line.querySelector(".how")?.replaceChildren();
  },
  true,
);

// The time that a test has left. The server alone decides when it is over: then the page asks it what is
// next, once it can be reached, and a little later than the server's own grace for slow lines.
const GRACE = 12;
for (const chip of document.querySelectorAll("[data-left]")) {
  const end = Date.now() + chip.dataset.left * 1000;
  const tick = async () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    const words = left > 0 ? chip.dataset.words.replace("%", Math.ceil(left / 60)) : chip.dataset.over;
    if (chip.textContent !== words) chip.textContent = words;
    if (left < chip.dataset.short && chip.classList.contains("calm")) {
      chip.classList.replace("calm", "soon");
      chip.setAttribute("aria-live", "polite");
    }
    if (left < -GRACE) {
      const answer = await fetch(location.href, { method: "HEAD" }).catch(() => null);
      if (answer?.ok) return location.reload();
    }
    setTimeout(tick, left < -GRACE ? 10_000 : 1_000);
  };
  tick();
}

// In an author's preview, a saved file is seen at once.
if (document.querySelector("[data-preview]")) {
  new EventSource("/previewing/changes").onmessage = () => location.reload();
}
