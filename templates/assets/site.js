// Enhances what is already on the page: filters over lists. Charts have a module of their own.
// Everything here can fail or be switched off, and the page still says all it has to say.

for (const form of document.querySelectorAll("form[data-filters]")) filterList(form);

/** Live filters: each select matches a data attribute of an item, the search box its text. The state is in the URL. */
function filterList(form) {
  const list = document.querySelector(form.dataset.filters);
  const items = [...list.querySelectorAll("[data-item], table[data-list] tbody tr")];
  const texts = items.map((item) => item.textContent.toLowerCase());
  const status = form.querySelector(".status");
  const given = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name && given.has(field.name)) field.value = given.get(field.name);
  form.hidden = false;

  const apply = () => {
    const wanted = [...new FormData(form)].filter(([, value]) => value);
    let shown = 0;
    items.forEach((item, index) => {
      const fits = wanted.every(([name, value]) => name === "q" ? texts[index].includes(value.trim().toLowerCase()) : item.dataset[name] === value);
      item.hidden = !fits;
      shown += fits;
    });
    // What is folded away is opened while somebody looks for something.
    if (wanted.length) for (const folded of list.querySelectorAll("details")) folded.open = true;
    for (const group of list.querySelectorAll("[data-group]")) {
      group.hidden = !group.querySelector("[data-item]:not([hidden]), tbody tr:not([hidden])");
    }
    status.textContent = shown ? status.dataset.shown.replace("%n", shown).replace("%t", items.length) : status.dataset.none;
    const query = new URLSearchParams(wanted).toString();
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

/** A link to a row that is folded away opens what it lies in; not every browser does. */
function unfold() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
}
unfold();
addEventListener("hashchange", unfold);

/** What has moved leads on by itself. Without this, the page does: at once to the new page, by a link from a place to its new one. */
function leadOn() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const line = place && place.matches(".departed") ? place : document.querySelector(".page-moved main");
  const link = line && line.querySelector("a.onward");
  if (link) location.replace(link.href + (link.hash ? "" : location.hash));
}
leadOn();
addEventListener("hashchange", leadOn);
