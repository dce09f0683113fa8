// Search boxes: what is typed is completed. A combobox with a list, as the ARIA Authoring Practices describe it
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/): the focus stays in the box, and the box says which option is
// meant. Without this script a search box is a search box.

const PAUSE = 120; // milliseconds without another letter before the archive is asked
const LABEL = document.querySelector("script[data-completions]").dataset.completions;

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function optionOf(offer, id) {
  const option = element("li", { role: "option", id, "aria-selected": "false" });
  option.append(element("span", { class: "completion", dir: "auto" }, offer.text), " ");
  option.append(element("span", { class: "meta" }, [offer.kind, offer.count].filter(Boolean).join(" · ")));
  option.dataset.query = offer.query;
  return option;
}

class Completions {
  constructor(box) {
    this.box = box;
    this.address = new URL("complete/", box.form.action);
    this.list = element("ul", { role: "listbox", id: `${box.id}-list`, class: "completions", "aria-label": LABEL });
    this.status = element("p", { class: "sr", role: "status" });
    this.list.hidden = true;
    box.form.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    })) {
      box.setAttribute(name, value);
    }
    this.listen();
  }

  listen() {
    const { box, list } = this;
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
    return this.options.find((option) => option.getAttribute("aria-selected") === "true");
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
    if (!offers.length) {
      const wasOpen = !this.list.hidden;
      this.close();
      if (wasOpen) this.status.textContent = said; // and not again at each letter
      return;
    }
    this.list.replaceChildren(...offers.map((offer, number) => optionOf(offer, `${this.list.id}-${number}`)));
    this.open();
    this.status.textContent = said;
  }

  open() {
    this.list.hidden = false;
    this.list.scrollTop = 0;
    this.box.setAttribute("aria-expanded", "true");
  }

  close() {
    this.stop();
    this.point(null);
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
  }

  point(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    this.box.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
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
