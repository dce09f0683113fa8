// The bar above the columns, and the same for those who listen.

import { bar, claims, columns, stanceOf } from "./page.js";

const [status, number, link, leave] = ["[role=status]", ".number", ".statement", "[data-leaves]"].map((part) =>
  bar.querySelector(part),
);

function tellColumn({ claim, current }, column) {
  const [name, where, ...buttons] = column.stepper.children;
  const refs = column.passages.get(claim) ?? [];
  const ref = current.get(column);
  for (const button of buttons) button.disabled = refs.length < 2;
  if (ref) {
    const values = { stance: bar.dataset[stanceOf(ref)], number: refs.indexOf(ref) + 1, count: refs.length };
    where.textContent = bar.dataset.where.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  } else {
    // Silence is not denial, and a passage that has lost its place is not silence.
    const said = claims.get(claim)?.querySelectorAll(".said-columns > div")[column.place];
    where.textContent = said ? bar.dataset[said.querySelector(".quotation") ? "lost" : "silent"] : "";
  }
  return `${name.textContent}: ${where.textContent}`;
}

// silently: at load, where the page itself is read
export function tell(choice, silently) {
  const said = claims.get(choice.claim);
  const [own, statement] = said?.querySelector("h3").children ?? [];
  number.textContent = own?.textContent;
  link.textContent = statement?.textContent ?? bar.dataset.hint;
  if (said) link.href = statement.href;
  else link.removeAttribute("href");
  leave.hidden = !said;
  bar.className = `comparing no-print ${said?.classList[1]}`;
  for (const row of document.querySelectorAll(".overview tr[data-claim]")) {
    row.ariaCurrent = row.dataset.claim === choice.claim ? "true" : null;
  }
  const told = columns.map((column) => tellColumn(choice, column));
  if (!silently) status.textContent = [link.textContent, ...(said ? told : [])].join(" ");
}
