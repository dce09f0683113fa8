// What stands on the page. A passage is named by its reference.

import { marksOf } from "../marks.js";

export const wide = matchMedia("(min-width: 52rem)"); // as in compare.css
export const board = document.getElementById("columns");
export const bar = document.getElementById("comparing");

export const columns = [...board.querySelectorAll(".column")].map((element, place) => ({
  element,
  place,
  text: element.querySelector(".text"),
  stepper: bar.querySelectorAll(".stepper")[place],
  passages: Map.groupBy(element.querySelectorAll(".ref"), ({ dataset }) => dataset.claim),
}));

// By primary key, in the order of the table.
export const claims = new Map([...document.querySelectorAll(".said-list .said")].map((one) => [one.dataset.claim, one]));

export function columnWith(node) {
  return columns.find(({ element, stepper }) => element.contains(node) || stepper.contains(node));
}

export function stanceOf({ classList }) {
  return ["asserts", "disputes", "qualifies"].find((name) => classList.contains(name));
}

// The box in the window of a passage's first line, where it is shown.
export function firstLine(ref) {
  let line;
  for (const mark of marksOf(ref?.dataset.passage).filter((one) => one !== ref)) {
    for (const { top, bottom, left, right } of mark.getClientRects()) {
      line ??= { top, bottom, left, right };
      if (top > line.bottom - 2) return line;
      line.left = Math.min(line.left, left);
      line.right = Math.max(line.right, right);
    }
  }
  return line;
}
