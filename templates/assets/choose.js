// Rows of a list to be put side by side: a button lets readers choose some, and leads to the comparison. Nothing is kept.

const MOST = 6;
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const plural = new Intl.PluralRules(document.documentElement.lang);
/** A word with its number, in the form that the language has for it; `forms` is JSON, by the names of CLDR. */
const counted = (forms, n, values = {}) => {
  const said = JSON.parse(forms);
  const text = said[plural.select(n)] ?? said.other;
  return Object.entries({ n: numbers.format(n), ...values }).reduce((done, [name, value]) => done.replace(`{${name}}`, value), text);
};

for (const list of document.querySelectorAll("[data-compare]")) {
  const { compare: name, address, choose, go } = list.dataset;
  const start = Object.assign(document.createElement("button"), { type: "button", textContent: choose, ariaPressed: "false" });
  const link = Object.assign(document.createElement("a"), { hidden: true });
  const chosen = new Map();
  list.append(start, " ", link);
  list.hidden = false;

  const rows = () => document.querySelectorAll(`table[data-table="${name}"] tbody tr[id]`);
  const tell = () => {
    link.hidden = chosen.size < 2;
    link.href = `${address}?${name}=${[...chosen.keys()].join(",")}`;
    link.textContent = counted(go, chosen.size);
    for (const box of document.querySelectorAll("input.choose")) box.disabled = chosen.size >= MOST && !box.checked;
  };
  /** Boxes in rows that have none; a list that is sorted or filtered may have drawn its rows anew. */
  const box = () => {
    for (const row of rows()) {
      const head = row.querySelector("th");
      if (!head || head.querySelector("input.choose")) continue;
      const made = Object.assign(document.createElement("input"), { type: "checkbox", className: "choose", checked: chosen.has(row.id) });
      made.setAttribute("aria-label", `${choose}: ${head.textContent.trim()}`);
      made.addEventListener("change", () => {
        made.checked ? chosen.set(row.id, true) : chosen.delete(row.id);
        tell();
      });
      head.prepend(made);
    }
    tell();
  };
  const watched = new MutationObserver(box);
  start.addEventListener("click", () => {
    const on = start.ariaPressed !== "true";
    start.ariaPressed = String(on);
    watched.disconnect();
    if (on) {
      box();
      for (const table of document.querySelectorAll(`table[data-table="${name}"] tbody`)) watched.observe(table, { childList: true });
    } else {
      chosen.clear();
      for (const made of document.querySelectorAll("input.choose")) made.remove();
      tell();
    }
  });
}
