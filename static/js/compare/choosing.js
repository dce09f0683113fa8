// Which claim is in focus, and which of its passages in each column. The address says so too.

import { columnWith, columns } from "./page.js";

export const choice = {
  claim: null,
  current: new Map(), // column → reference
  column: columns[0], // where the reader is

  // The same choice again steps on in every column; but a passage that is pointed at stays, and the others pass by it.
  choose(claim, ref) {
    const here = columnWith(ref);
    const by = claim === this.claim && this.current.get(here) === ref ? 1 : 0;
    this.claim = claim;
    for (const column of columns) this.step(column, by);
    if (here) this.current.set(here, ref);
    this.column = here ?? [this.column, ...columns].find((one) => this.current.has(one)) ?? this.column;
  },

  step(column, by) {
    const refs = column.passages.get(this.claim);
    if (!refs) this.current.delete(column);
    else this.current.set(column, refs.at((Math.max(refs.indexOf(this.current.get(column)), 0) + by) % refs.length));
  },
};

function putClaim(parameters) {
  if (choice.claim) parameters.set("claim", choice.claim);
  else parameters.delete("claim");
}

export function keepAddress() {
  const url = new URL(location);
  putClaim(url.searchParams);
  url.hash = "";
  try {
    history.replaceState(history.state, "", url);
  } catch {
    // Too often in a short time, a browser finds. The next choice is kept again.
  }
}

// What leads on from here, with columns or filters changed, keeps the claim.
addEventListener("click", ({ target }) => {
  const link = target.closest(".moves a, .comparison-filters a");
  if (!link) return;
  const url = new URL(link.href);
  putClaim(url.searchParams);
  link.href = url;
});
addEventListener("formdata", ({ target, formData }) => target.closest("main") && putClaim(formData));
