// The site's keys; the list of keys shows those that are bound. Characters can be turned off (WCAG 2.2, 2.1.4). A screen
// reader that browses takes its keys before the page hears of them: a link or a button does the same.

import { keepBox } from "./remembering.js";

const dialog = document.getElementById("keys");
const act = dialog.querySelector("input");
const bound = new Map();
const TYPED_INTO = "select, textarea, [contenteditable], input:not([type=checkbox], [type=radio])";

export function isPlain({ defaultPrevented, ctrlKey, altKey, metaKey }) {
  return !(defaultPrevented || ctrlKey || altKey || metaKey);
}

// keys: { key: handler }. Where a handler returns false the key keeps its own meaning.
export function bind(keys, { repeats } = {}) {
  for (const key in keys) {
    bound.set(key, { handle: keys[key], repeats });
    for (const row of dialog.querySelectorAll(`[data-keys~="${key}"]`)) row.hidden = false;
  }
}

document.addEventListener("keydown", (event) => {
  const { handle, repeats } = bound.get(event.key) ?? {};
  if (!handle || !isPlain(event) || event.isComposing || (event.repeat && !repeats)) return;
  if (dialog.open || event.target.closest(TYPED_INTO) || (event.key.length === 1 && !act.checked)) return;
  if (handle(event) !== false) event.preventDefault();
});

const help = () => dialog.open || dialog.showModal();
for (const opener of document.querySelectorAll("[data-opens=keys]")) opener.onclick = help;
dialog.querySelector("button").onclick = () => dialog.close();
keepBox(act, "keys");
bind({ "/": () => document.querySelector("form[role=search] input").focus(), "?": help });
