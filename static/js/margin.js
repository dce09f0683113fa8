// The margin: each note beside its line, folded where they crowd, one of them open. A narrow screen shows the one that
// was chosen in the text at its foot.

import { bind, isPlain } from "./keys.js";
import { choose, cycle } from "./marks.js";

const GAP = 6; // pixels between two notes
const LINE = 40; // pixels below the middle of a line that hold the rest of it
const wide = matchMedia("(min-width: 60rem)");
const byId = (id) => document.getElementById(id);
const head = (note) => note.firstElementChild;
const isPlainClick = (event) => isPlain(event) && !event.shiftKey;

let list, notes, closer; // the elements
let heights, folded, lines; // in pixels: of each note, of a folded one, of each note's line from the list's top
let chosen; // the open note

export function placeNotes(element, text) {
  list = element;
  notes = [...list.children];
  closer = list.nextElementSibling;
  list.classList.add("live");
  for (const note of notes) head(note).ariaExpanded = "false";
  text.addEventListener("click", pressText);
  list.addEventListener("click", pressNote);
  closer.onclick = dismiss;
  bind({ Escape: dismiss });
  addEventListener("hashchange", follow);
  follow();
  layOut(); // before anything is painted, so that nothing moves afterwards
  new ResizeObserver(layOut).observe(text);
  wide.addEventListener("change", layOut);
}

function middle(element) {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

function follow() {
  const target = byId(location.hash.slice(1));
  const note = byId(`note-${target?.dataset.passage}`);
  if (note) open(note, note !== target);
}

function pressText(event) {
  if (!isPlainClick(event) || (event.detail && !getSelection().isCollapsed)) return;
  const reference = event.target.closest(".ref");
  if (!reference && event.target.closest("a")) return; // the article's own link leads where it says
  const passage = cycle(event.target, chosen?.dataset.passage);
  const note = byId(`note-${passage}`);
  if (!note) return;
  event.preventDefault();
  open(note, true);
  const line = reference ? middle(reference) : event.clientY;
  if (wide.matches) show(note);
  else scrollBy(0, Math.max(0, line + LINE - note.getBoundingClientRect().top));
  if (reference) head(note).focus({ preventScroll: true });
  history.replaceState(null, "", `#passage-${passage}`);
}

function pressNote(event) {
  const note = event.target.closest(".note");
  const link = event.target.closest("a, button");
  if (!note || !isPlainClick(event) || (link ? link !== head(note) : note === chosen)) return;
  event.preventDefault();
  open(note === chosen ? null : note);
  show(note);
}

function show(note) {
  if (wide.matches && note.offsetHeight < innerHeight / 2) note.scrollIntoView({ block: "nearest" });
}

// Shuts the one that was open. A panel comes to the reader of a narrow screen, who stays in the text.
function open(note, isPanel = false) {
  chosen?.classList.remove("chosen", "panel");
  if (chosen) head(chosen).ariaExpanded = "false";
  chosen = note;
  closer.hidden = !note;
  choose(note ? [note.dataset.passage] : []);
  if (note) {
    note.classList.remove("folded");
    note.classList.add("chosen");
    note.classList.toggle("panel", isPanel);
    head(note).ariaExpanded = "true";
    head(note).after(closer);
    note.lastElementChild.append(byId(`told-${note.dataset.claim}`)); // of all notes on the claim only the first has it
  }
  place();
}

function dismiss() {
  if (!chosen) return false;
  const isFocused = chosen.contains(document.activeElement);
  const back = (chosen.matches(".panel") && byId(`passage-${chosen.dataset.passage}`)) || head(chosen);
  open();
  if (isFocused) back.focus({ preventScroll: true });
}

function layOut() {
  list.classList.toggle("placed", wide.matches);
  list.style.height = "";
  for (const note of notes) {
    note.classList.remove("folded");
    note.style.top = "";
  }
  if (!wide.matches) return;
  chosen?.classList.remove("chosen");
  heights = notes.map((note) => note.offsetHeight);
  notes[0].classList.add("folded");
  folded = notes[0].offsetHeight;
  notes[0].classList.remove("folded");
  chosen?.classList.add("chosen");
  const top = list.getBoundingClientRect().top + folded / 2;
  lines = notes.map(({ dataset }) => Math.max(0, middle(byId(`passage-${dataset.passage}`) ?? list) - top));
  place();
}

// Each note stands at its line or as near behind it as those before it let it; the open one pushes those up instead.
function place() {
  if (!list.matches(".placed")) return;
  const placed = [];
  let free = 0;
  notes.forEach((note, n) => {
    let top = Math.max(free, lines[n]);
    let height = heights[n];
    const isFolded = note !== chosen && top + height + GAP > lines[n + 1];
    if (isFolded) height = folded;
    if (note === chosen) {
      height = note.offsetHeight;
      let limit = top = Math.max(lines[n], placed.reduce((sum, one) => sum + one.height + GAP, 0));
      for (const one of placed.toReversed()) limit = one.top = Math.min(one.top, limit - GAP - one.height);
    }
    placed.push({ note, top, height, isFolded });
    free = top + height + GAP;
  });
  for (const { note, top, isFolded } of placed) {
    note.style.top = `${top}px`;
    note.classList.toggle("folded", isFolded);
  }
  list.style.height = `${free}px`;
}
