// Side by side: choosing a claim brings its passages to the same height in every column. The page is whole without it.

import { choice, keepAddress } from "./compare/choosing.js";
import { connect } from "./compare/connectors.js";
import { bar, board, claims, columns, columnWith, firstLine, wide } from "./compare/page.js";
import { align, scrollTogether } from "./compare/scrolling.js";
import { listen, showColumn } from "./compare/tabs.js";
import { tell } from "./compare/telling.js";
import { bind, isPlain } from "./keys.js";
import { choose as bringOut, cycle } from "./marks.js";
import { keepBox } from "./remembering.js";

const draw = connect(choice, goTo);
const { current } = choice;

// Shows what was chosen, and measures the time until it is painted.
function show(how = {}) {
  const start = performance.now();
  showColumn(choice.column);
  align(choice, how); // before anything changes that would have to be laid out anew
  for (const ref of board.querySelectorAll(".ref[aria-current]")) ref.ariaCurrent = null;
  for (const ref of current.values()) ref.ariaCurrent = "true";
  bringOut(columns.flatMap(({ passages }) => (passages.get(choice.claim) ?? []).map(({ dataset }) => dataset.passage)));
  tell(choice, how.silently);
  draw(claims.get(choice.claim)?.classList[1]);
  keepAddress();
  requestAnimationFrame(() => setTimeout(() => performance.measure("choose", { start })));
}

function choose(claim, ref, how) {
  choice.choose(claim, ref);
  show(how);
}

function step(column, by) {
  choice.column = column;
  choice.step(column, by);
  show();
}

function leave() {
  const { activeElement } = document;
  choice.claim = null;
  current.clear();
  show();
  // The reader stays in place; a button that goes with the claim hands the focus to the text.
  if (activeElement.matches("[data-leaves], .connector > *, .comparing :disabled")) {
    choice.column.text.focus({ preventScroll: true });
  }
}

function nextClaim(by) {
  if (!claims.size) return;
  const keys = [...claims.keys()];
  const at = keys.indexOf(choice.claim);
  choose(keys.at(at < 0 ? Math.min(by, 0) : (at + by) % keys.length));
}

// On a narrow screen the passage of the other column comes to stand where this one's stood.
function switchTo(column) {
  const line = firstLine(current.get(choice.column));
  const isSeen = line?.top > bar.offsetHeight && line.bottom < innerHeight;
  choice.column = column;
  if (choice.claim) show({ jump: !wide.matches, height: isSeen ? line.top : undefined });
  else showColumn(column);
}

// Tab goes on from there.
function focus() {
  (current.get(choice.column) ?? choice.column.text).focus({ preventScroll: Boolean(choice.claim) });
}

function goTo(column) {
  switchTo(column);
  focus();
}

const refAt = (hash) => document.querySelector(`.ref${/^#passage-\d+$/.test(hash) ? hash : "#none"}`);

// What a click means: a passage's reference, or the claim's row.
function meant(target) {
  const link = target.closest("a");
  if (link) return target.closest(".ref") ?? refAt(link.getAttribute("href")) ?? (link.matches(".choose") && link.closest("tr"));
  const mark = getSelection().isCollapsed && target.closest("#columns .passage");
  return mark && refAt(`#passage-${cycle(mark, current.get(columnWith(mark))?.dataset.passage)}`);
}

document.addEventListener("click", (event) => {
  const found = isPlain(event) && !event.shiftKey && meant(event.target);
  if (!found) return;
  event.preventDefault();
  choose(found.dataset.claim, found.matches(".ref") ? found : undefined);
});

bar.addEventListener("click", ({ target }) => {
  const { leaves, claims: on, by } = target.closest("button")?.dataset ?? {};
  if (leaves) leave();
  if (on) nextClaim(Number(on));
  if (by) step(columnWith(target), Number(by));
});

board.addEventListener("focusin", ({ target }) => {
  choice.column = columnWith(target) ?? choice.column;
});

// A key takes the focus along.
const go = (act, ...how) => {
  act(...how);
  focus();
};
const passage = (by) => current.has(choice.column) && go(step, choice.column, by);
const beside = (target, by) => {
  const column = columns[choice.column.place + by];
  return board.contains(target) && Boolean(column) && goTo(column);
};
bind({ j: () => go(nextClaim, 1), k: () => go(nextClaim, -1), n: () => passage(1), p: () => passage(-1) }, { repeats: true });
bind({
  ArrowLeft: ({ target }) => beside(target, -1),
  ArrowRight: ({ target }) => beside(target, 1),
  Escape: () => Boolean(choice.claim) && leave(),
});
for (const one of columns) bind({ [one.place + 1]: () => goTo(one) });

// Choose what the address asks for.
function arrive(claimed, how) {
  const ref = refAt(location.hash);
  if (ref ?? claimed) choose(ref?.dataset.claim ?? claimed, ref ?? undefined, how);
  else showColumn(columns.find(({ element }) => `#${element.id}` === location.hash) ?? choice.column);
}

const atOnce = { jump: true, silently: true };
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) show(atOnce); // a phone's own bars come and go
  width = innerWidth;
});
addEventListener("hashchange", () => arrive());

const together = document.getElementById("together");
if (together) keepBox(together, "together");
scrollTogether(together);
listen(switchTo);
arrive(document.getElementById("comparison").dataset.claim, atOnce);
if (!choice.claim) bringOut([]); // finds every mark now rather than at the first choice
