// Columns scroll together by the same amount, so that what is aligned stays aligned. One that has come to its end waits
// there until the others come back.

import { bar, board, columns, firstLine, wide } from "./page.js";

const TIME = 200; // milliseconds of a glide: enough to see which way
const SHARE = 0.25; // of the height stays above a passage, for what leads to it
const SPARE = 16; // pixels by which the last line may reach out of its block
const page = document.scrollingElement;
const still = matchMedia("(prefers-reduced-motion: reduce)");
const at = new Map(); // box → where it is
const meant = new Map(); // box → where it would be, if it had no end
let frame;

// Scroll a box without the others.
function put(box, top) {
  box.scrollTo({ top, behavior: "instant" });
  at.set(box, box.scrollTop);
  meant.set(box, top);
}

export function scrollTogether(together) {
  const settle = () => columns.forEach(({ text }) => put(text, text.scrollTop));
  const follow = ({ target }) => {
    const moved = target.scrollTop - at.get(target);
    if (!moved) return; // by put()
    put(target, target.scrollTop);
    if (!together?.checked || !wide.matches) return;
    for (const { text } of columns) if (text !== target) put(text, meant.get(text) + moved);
  };
  for (const { text } of columns) text.addEventListener("scroll", follow, { passive: true });
  addEventListener("resize", settle);
  settle();
}

// Scroll several boxes at once: moves are [box, top].
function glide(moves, jump) {
  cancelAnimationFrame(frame);
  const ways = moves.map(([box, top]) => [box, top, box.scrollTop - top]);
  let start;
  const go = (now) => {
    const rest = jump ? 0 : Math.max(0, 1 - (now - (start ??= now)) / TIME) ** 3;
    for (const [box, top, way] of ways) put(box, top + way * rest);
    if (rest) frame = requestAnimationFrame(go);
  };
  if (jump) go();
  else frame = requestAnimationFrame(go);
}

addEventListener("wheel", () => cancelAnimationFrame(frame), { passive: true });

// highest: where in the window a passage stands while its column is at its beginning
function measured([{ text, element }, ref]) {
  const { top, height } = text.getBoundingClientRect();
  return { text, row: element.offsetTop, wanted: top + SHARE * height, highest: firstLine(ref).top + text.scrollTop };
}

// Columns beside one another share a height; what begins a text cannot come lower than it stands, and what ends one is
// given the room to come as high.
function placed(row) {
  const height = Math.min(...row.map(({ highest }) => highest), Math.max(...row.map(({ wanted }) => wanted)));
  return row.map(({ text, highest }) => {
    const top = Math.max(0, highest - height);
    const end = text.scrollHeight - (parseFloat(text.style.paddingBottom) || 0);
    return { text, top, room: Math.max(0, Math.max(top, text.scrollTop) + text.clientHeight + SPARE - end) };
  });
}

// Bring the current passages to one height. height: on a narrow screen, where in the window
export function align({ current, column }, { jump = still.matches, height = innerHeight * SHARE + bar.offsetHeight }) {
  if (!board.offsetWidth) return; // on paper there are no columns
  if (wide.matches && current.size) {
    const moves = [...Map.groupBy([...current].map(measured), ({ row }) => row).values()].flatMap(placed);
    column.text.scrollIntoView({ block: "end", behavior: jump ? "instant" : "auto" });
    for (const { text, room } of moves) text.style.paddingBottom = `${room}px`;
    glide(moves.map(({ text, top }) => [text, top]), jump);
  } else if (current.has(column)) {
    glide([[page, page.scrollTop + firstLine(current.get(column)).top - height]], jump);
  }
}
