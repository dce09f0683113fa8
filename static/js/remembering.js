// A checkbox that is as this reader left it; where storage is refused, it begins ticked.

export function keepBox(box, name) {
  try {
    box.checked = localStorage.getItem(name) !== "off";
    box.onchange = () => localStorage.setItem(name, box.checked ? "on" : "off");
  } catch {
    box.checked = true;
  }
}
