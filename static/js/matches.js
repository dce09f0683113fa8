// The words that a search matched: one is current, and the bar's buttons and the keys lead to the next.

import { bind, isPlain } from "./keys.js";

export function stepThrough(bar, text) {
  const total = Number(bar.dataset.total);
  const status = bar.querySelector("[role=status]");
  const all = [];
  let current = 0;

  function mark(number) {
    for (const piece of all[current - 1] ?? []) piece.classList.remove("current");
    for (const piece of all[number - 1]) piece.classList.add("current");
    current = number;
    const said = { n: number, total };
    const { lang } = document.documentElement;
    status.textContent = status.dataset.said.replace(/{(\w+)}/g, (_, name) => said[name].toLocaleString(lang));
  }

  function step(by) {
    if (!bar.isConnected) return false;
    mark(by > 0 ? (current % total) + 1 : current > 1 ? current - 1 : total);
    all[current - 1][0].scrollIntoView({ block: "center" });
    history.replaceState(null, "", `#match-${current}`);
  }

  // The reader stays in place.
  bar.querySelector(".clear").addEventListener("click", (event) => {
    if (!isPlain(event) || event.shiftKey) return;
    event.preventDefault();
    for (const piece of document.querySelectorAll("main .match")) piece.replaceWith(...piece.childNodes);
    history.replaceState(null, "", event.target.href);
    document.querySelector("main").focus({ preventScroll: true });
    bar.remove();
  });
  if (!total) return;
  // A match has several pieces where a passage begins or ends within it; the first has the id.
  for (const piece of text.querySelectorAll(".match")) {
    if (piece.id) all.push([]);
    all.at(-1).push(piece);
  }
  for (const one of bar.querySelectorAll("[href^='#'], button")) one.hidden = !one.hidden;
  for (const button of bar.querySelectorAll("button")) button.onclick = () => step(Number(button.dataset.step));
  bind({ n: () => step(1), p: () => step(-1) }, { repeats: true });
  const number = Number(location.hash.replace("#match-", ""));
  if (number >= 1 && number <= total) mark(number);
}
