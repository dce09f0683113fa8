// Passages, each pointed at and chosen by itself. Importing this installs the pointing. Names are primary keys, strings.

const MARK = ".passage[data-passage]";
let index;

// Marks and references by passage.
function elements() {
  if (!index?.values().next().value?.[0].isConnected) {
    index = new Map();
    for (const one of document.querySelectorAll(`${MARK}, .ref`)) {
      const { passage } = one.dataset;
      index.set(passage, [...(index.get(passage) ?? []), one]);
    }
  }
  return index;
}

export function marksOf(passage, root = document) {
  return (elements().get(String(passage)) ?? []).filter((one) => root.contains(one));
}

export function claimOf(passage) {
  return marksOf(passage).find((one) => one.dataset.claim)?.dataset.claim;
}

// The passages on the words at an element, the shortest first: the longest stand outside.
export function passagesAt(element) {
  const reference = element.closest(".ref");
  if (reference) return [reference.dataset.passage];
  const found = [];
  for (let one = element.closest(MARK); one; one = one.parentElement.closest(MARK)) found.push(one.dataset.passage);
  return found;
}

// What a click means: the shortest passage, or the next outward after `current`, and round again.
export function cycle(element, current) {
  const found = passagesAt(element);
  return found[(found.indexOf(String(current)) + 1) % found.length];
}

export function choose(passages, name = "chosen") {
  const wanted = new Set(Array.from(passages, String));
  for (const [passage, own] of elements()) for (const one of own) one.classList.toggle(name, wanted.has(passage));
}

let pointed;

function point({ target }) {
  const element = target.closest?.("[data-passage], [data-claim]");
  if (element === pointed) return;
  pointed = element;
  const { passage, claim } = element?.dataset ?? {};
  choose(passage ? [passage] : [...elements().keys()].filter((one) => claim && claimOf(one) === claim), "pointed");
}

// Who points is told what a screen reader says.
function tell({ target }) {
  const element = target.closest?.(`${MARK}, .ref`);
  if (!element || element.title) return;
  const labels = passagesAt(element).flatMap((one) => marksOf(one).map((own) => own.ariaLabel));
  element.title = labels.filter(Boolean).join("\n");
}

for (const name of ["pointerover", "focusin"]) document.addEventListener(name, point);
document.addEventListener("focusout", () => point({ target: document }));
document.addEventListener("pointerover", tell);
