// Which documents apply on a day: of a list that is complete without this, the others are put away. The day is in the address, ?on=2013-05-01.

const form = document.querySelector("#on");
const rows = [...document.querySelectorAll("#applying tbody tr")];
const plural = new Intl.PluralRules(document.documentElement.lang);
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const said = JSON.parse(form.dataset.said);

const show = () => {
  const day = form.elements.on.value;
  let left = 0;
  for (const row of rows) {
    row.hidden = Boolean(day) && (row.dataset.first > day || row.dataset.last < day);
    if (!row.hidden) left += 1;
  }
  const text = said[plural.select(left)] ?? said.other;
  form.querySelector(".status").textContent = text.replace("{n}", numbers.format(left)).replace("{total}", numbers.format(rows.length));
};
/** The day that the address asks for, if it is one. */
const read = () => {
  form.elements.on.value = new URLSearchParams(location.search).get("on") ?? "";
  show();
};
const keep = () => {
  const day = form.elements.on.value;
  history.replaceState(null, "", day ? `?on=${day}` : location.pathname);
  show();
};

form.addEventListener("input", keep);
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(keep));
addEventListener("popstate", read);
read();
