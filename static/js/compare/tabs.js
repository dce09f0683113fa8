// On a narrow screen one column is shown at a time (https://www.w3.org/WAI/ARIA/apg/patterns/tabs/).

import { isPlain } from "../keys.js";
import { board, columns, wide } from "./page.js";

const list = document.querySelector(".tabs");
const tabs = list ? [...list.children] : [];

export function showColumn(shown) {
  const value = (one) => (wide.matches ? null : one);
  if (list) list.role = value("tablist");
  for (const column of columns) {
    const { element, stepper, text, place } = column;
    element.hidden = stepper.hidden = !wide.matches && column !== shown;
    if (!list) break;
    text.role = wide.matches ? "region" : "tabpanel";
    tabs[place].role = value("tab");
    tabs[place].ariaSelected = value(String(column === shown));
    tabs[place].tabIndex = wide.matches || column === shown ? 0 : -1;
  }
  board.classList.add("live");
}

export function listen(switchTo) {
  const act = (event, next) => {
    if (wide.matches || !isPlain(event) || !columns[next]) return;
    event.preventDefault();
    switchTo(columns[next]);
    tabs[next].focus({ preventScroll: true });
  };
  list?.addEventListener("click", (event) => act(event, tabs.indexOf(event.target.closest("a"))));
  list?.addEventListener("keydown", (event) => {
    const { length } = tabs;
    const place = tabs.indexOf(event.target);
    act(event, { ArrowRight: (place + 1) % length, ArrowLeft: (place + length - 1) % length, Home: 0, End: length - 1 }[event.key]);
  });
}
