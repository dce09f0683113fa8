// Copying: beside each link with data-copy stands a button that copies what the link leads to. Where the browser keeps
// the clipboard shut, the words are shown and selected instead. Without this the links do.

async function copy(link) {
  const fold = link.closest("[data-copied]");
  let words;
  try {
    const response = await fetch(link.href);
    if (!response.ok) throw new Error(response.statusText);
    words = (await response.text()).trimEnd();
  } catch {
    return say(fold, fold.dataset.failed);
  }
  try {
    await navigator.clipboard.writeText(words); // undefined on a page that is not served by HTTPS
    say(fold, fold.dataset.copied);
  } catch {
    const shown = fold.querySelector(".citation");
    shown.textContent = words;
    getSelection().selectAllChildren(shown);
    say(fold, fold.dataset.selected);
  }
}

function say(fold, words) {
  const status = fold.querySelector("[role=status]");
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = words)); // the same words twice are said twice
}

for (const link of document.querySelectorAll("a[data-copy]")) {
  const button = document.createElement("button");
  const textContent = link.closest("[data-copied]").dataset.button;
  Object.assign(button, { type: "button", className: "copy", textContent, ariaLabel: link.dataset.copy });
  button.onclick = () => copy(link);
  link.after(button);
}
