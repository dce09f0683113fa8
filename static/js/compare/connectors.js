// Lines between passages in columns beside one another, through the gap and under the words to the passage. At each end
// stands a button that leads there. None passes a silent column: it would cross the text.

import { bar, board, columns, firstLine, stanceOf, wide } from "./page.js";

const REACH = 13; // pixels from a column's edge to the middle of its button

// The end of a line at a column's side; y is held within what is shown of the text.
function endOf(column, ref, side) {
  const { left, top } = board.getBoundingClientRect();
  const box = column.text.getBoundingClientRect();
  const line = firstLine(ref);
  const off = line.bottom < box.top ? "above" : line.top > box.bottom ? "below" : "to";
  const y = Math.min(Math.max(line.bottom, box.top + 12), box.bottom - 12) - top;
  const edge = box[side] - left + (side === "right" ? REACH : -REACH);
  return { column, ref, off, y, edge, x: off === "to" ? line[side] - left : edge };
}

// Half of the line, in the pattern of this end's stance.
function drawEnd(path, button, { column, ref, off, x, edge, y }, other) {
  path.setAttribute("d", `M${x} ${y}H${edge}L${(edge + other.edge) / 2} ${(y + other.y) / 2}`);
  path.setAttribute("class", stanceOf(ref));
  button.className = off;
  button.ariaLabel = bar.dataset[off].replace("{column}", column.stepper.firstElementChild.textContent);
  button.style.transform = `translate(${edge}px, ${y}px) translate(-50%, -50%)`;
}

function draw(current, connector, place) {
  const pair = columns.slice(place, place + 2);
  const [left, right] = pair.every((one) => wide.matches && firstLine(current.get(one)))
    ? pair.map((one, side) => endOf(one, current.get(one), side ? "left" : "right"))
    : [];
  connector.hidden = !left || left.edge > right.edge;
  if (connector.hidden) return;
  const [one, other] = connector.querySelectorAll("path");
  drawEnd(one, connector.children[1], left, right);
  drawEnd(other, connector.children[2], right, left);
}

// Returns what draws the lines in a claim's hue; they follow scrolling by themselves.
export function connect({ current }, goTo) {
  const connectors = columns.slice(1).map(({ place }) => {
    const made = document.getElementById("connector").content.firstElementChild.cloneNode(true);
    made.children[1].onclick = () => goTo(columns[place - 1]);
    made.children[2].onclick = () => goTo(columns[place]);
    return board.appendChild(made);
  });
  let frame;
  const ask = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => connectors.forEach((one, place) => draw(current, one, place)));
  };
  addEventListener("scroll", ask, { capture: true, passive: true });
  new ResizeObserver(ask).observe(board);
  return (hue) => {
    for (const one of connectors) one.className = `connector no-print ${hue}`;
    ask();
  };
}
