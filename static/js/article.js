// Reading: pointing at a claim brings out its marks, and a curator's selection becomes a passage. Works on any page
// that has marks with data-claim; the page is whole without it.

import { offerMarking } from "./marking.js";

function marksOf(claim) {
  return document.querySelectorAll(`.passage[data-claim="${CSS.escape(claim)}"]`);
}

function choose(claim, chosen) {
  for (const mark of marksOf(claim)) mark.classList.toggle("chosen", chosen);
}

function follow(event, chosen) {
  const row = event.target.closest?.("[data-claim]");
  if (row) choose(row.dataset.claim, chosen);
}

document.addEventListener("pointerover", (event) => follow(event, true));
document.addEventListener("pointerout", (event) => follow(event, false));
document.addEventListener("focusin", (event) => follow(event, true));
document.addEventListener("focusout", (event) => follow(event, false));

const text = document.querySelector("[data-mark-url]");
if (text) offerMarking(text);
