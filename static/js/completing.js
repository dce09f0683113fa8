// Search boxes: what is typed is completed. A combobox with a list, as the ARIA Authoring Practices describe it
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/): the focus stays in the box, and the box says which option is
// meant. Without this script a search box is a search box.

const PAUSE = 120; // milliseconds without another letter before the archive is asked
const LABEL = document.querySelector("script[data-completions]").dataset.completions;

const element = (name, properties) => Object.assign(document.createElement(name), properties);

function optionOf({ text, kind, count, query }, id) {
  const option = element("li", { role: "option", id, ariaSelected: "false" });
  const meta = [kind, count].filter(Boolean).join(" · ");
  option.append(element("span", { className: "completion", dir: "auto", textContent: text }), " ");
  option.append(element("span", { className: "meta", textContent: meta }));
  option.dataset.query = query;
  return option;
}

class Completions {
  constructor(box) {
    this.box = box;
    this.address = new URL("complete/", box.form.action);
    const id = `${box.id}-list`;
    this.list = element("ul", { role: "listbox", id, className: "completions", ariaLabel: LABEL, hidden: true });
    this.status = element("p", { className: "sr", role: "status" });
    box.form.append(this.list, this.status);
    Object.assign(box, { role: "combobox", autocomplete: "off", ariaAutoComplete: "list", ariaExpanded: "false" });
    box.setAttribute("aria-controls", id);
    this.listen(this);
  }

  listen({ box, list }) {
    box.addEventListener("input", (event) => event.isComposing || this.ask());
    box.addEventListener("compositionend", () => this.ask());
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("blur", () => this.close());
    box.form.addEventListener("submit", () => this.close());
    addEventListener("pagehide", () => this.close());
    list.addEventListener("mousedown", (event) => event.preventDefault()); // which would take the focus from the box
    list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  get chosen() {
    return this.options.find(({ ariaSelected }) => ariaSelected === "true");
  }

  // Only the end of a query is completed: elsewhere letters may be mended without a list over the results.
  get typed() {
    const { value, selectionEnd } = this.box;
    return selectionEnd === value.length ? value : "";
  }

  ask(pause = PAUSE) {
    this.stop();
    this.point(null);
    const typed = this.typed;
    if (!typed.trim()) return this.close();
    this.asking = new AbortController();
    this.waiting = setTimeout(() => this.fetch(typed, this.asking.signal), pause);
  }

  stop() {
    clearTimeout(this.waiting);
    this.asking?.abort();
  }

  async fetch(typed, signal) {
    this.address.searchParams.set("q", typed);
    try {
      const response = await fetch(this.address, { signal });
      const { completions, said } = response.ok ? await response.json() : { completions: [], said: "" };
      if (typed === this.box.value && document.activeElement === this.box) this.show(completions, said);
    } catch {
      if (!signal.aborted) this.close(); // offline: the box still searches
    }
  }

  show(offers, said) {
    const { box, list, status } = this;
    const wasOpen = !list.hidden;
    this.close();
    if (wasOpen || offers.length) status.textContent = said; // that there is none, not again at each letter
    if (!offers.length) return;
    list.replaceChildren(...offers.map((offer, number) => optionOf(offer, `${list.id}-${number}`)));
    list.hidden = false;
    list.scrollTop = 0;
    box.ariaExpanded = "true";
  }

  close() {
    this.stop();
    this.point(null);
    this.list.hidden = true;
    this.box.ariaExpanded = "false";
    this.status.textContent = "";
  }

  point(option) {
    if (this.chosen) this.chosen.ariaSelected = "false";
    this.box.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.ariaSelected = "true";
    option.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", option.id);
  }

  // Up and down go round, by way of the box itself.
  step(by) {
    const places = [null, ...this.options];
    const place = places.indexOf(this.chosen ?? null) + by;
    this.point(places.at(place % places.length));
  }

  choose(option) {
    if (!option) return;
    this.box.value = option.dataset.query;
    this.close();
    this.box.form.requestSubmit();
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.ask(0);
      else if (!event.altKey) this.step(event.key === "ArrowDown" ? 1 : -1);
      else if (event.key === "ArrowUp") this.close();
    } else if (event.key === "Enter" && this.chosen) {
      event.preventDefault();
      this.choose(this.chosen);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault(); // which would empty the box
      this.close();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      this.point(null);
    }
  }
}

for (const box of document.querySelectorAll('form.search input[name="q"]')) new Completions(box);
