// For curators: select words in an article and a button offers to mark them. It opens the form for a passage with the
// quotation, its surroundings and its place filled in; the server anchors it.

const CONTEXT = 32; // characters of the text on either side that tell repeated quotations apart

// Offsets count code points of the article's canonical text. Each block says where it starts; within a block the
// characters count, except those of the references, which are not the article's.
function startOf({ startContainer, startOffset }) {
  const block = (startContainer.closest ? startContainer : startContainer.parentElement).closest("[data-start]");
  return block && Number(block.dataset.start) + [...plain(between(block, 0, startContainer, startOffset))].length;
}

function between(first, from, last, to) {
  const range = document.createRange();
  range.setStart(first, from);
  range.setEnd(last, to);
  return range;
}

function plain(range) {
  const part = range.cloneContents();
  for (const reference of part.querySelectorAll(".ref")) reference.remove();
  return part.textContent;
}

// A range may cross blocks; the canonical text has one line end between items of a list and two between other blocks.
// The server forgives other white space.
function textOf(range, text) {
  let words = "";
  let last = null;
  for (const block of text.querySelectorAll("[data-start]")) {
    if (!range.intersectsNode(block)) continue;
    const part = between(block, 0, block, block.childNodes.length);
    if (part.compareBoundaryPoints(Range.START_TO_START, range) < 0) {
      part.setStart(range.startContainer, range.startOffset);
    }
    if (part.compareBoundaryPoints(Range.END_TO_END, range) > 0) part.setEnd(range.endContainer, range.endOffset);
    if (last) words += last.closest("li") && block.closest("li") ? "\n" : "\n\n";
    words += plain(part);
    last = block;
  }
  return words;
}

function selected(text) {
  const selection = getSelection();
  if (selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const exact = textOf(range, text).trim();
  return exact ? { range, exact } : null;
}

function addressOf(text, { range, exact }) {
  const before = between(text, 0, range.startContainer, range.startOffset);
  const after = between(range.endContainer, range.endOffset, text, text.childNodes.length);
  const { markUrl, article, status } = text.dataset;
  const address = new URL(markUrl, location.href);
  const start = startOf(range);
  const fields = {
    article,
    status,
    exact,
    prefix: [...textOf(before, text)].slice(-CONTEXT).join(""),
    suffix: [...textOf(after, text)].slice(0, CONTEXT).join(""),
  };
  if (start !== null) Object.assign(fields, { start, end: start + [...exact].length });
  for (const [name, value] of Object.entries(fields)) address.searchParams.set(name, value);
  return address;
}

export function offerMarking(text) {
  const link = document.createElement("a");
  Object.assign(link, { className: "button selection-menu no-print", textContent: text.dataset.markLabel, hidden: true });
  document.body.append(link);
  const follow = () => {
    const found = selected(text);
    link.hidden = !found;
    if (!found) return;
    const box = found.range.getBoundingClientRect();
    link.href = addressOf(text, found);
    link.style.left = `${Math.max(8, box.left + scrollX)}px`;
    link.style.top = `${box.bottom + scrollY + 6}px`;
  };
  document.addEventListener("selectionchange", follow);
  follow(); // what was selected before this script had loaded
}
