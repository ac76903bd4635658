// The little that pages without islands do in the browser. Each works without it, too.
"use strict";

// A button that prints is there only where it can do so.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
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
