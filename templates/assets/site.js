// Enhances what is already on the page: filters over lists, and reading a chart mark by mark.
// Everything here can fail or be switched off, and the page still says all it has to say.

for (const form of document.querySelectorAll("form[data-filters]")) filterList(form);
for (const figure of document.querySelectorAll("figure[data-figure]")) readMarks(figure);
for (const button of document.querySelectorAll("button.explore")) offerExplore(button);

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

/** Hover, touch and arrow keys over the labels that the marks of a static chart carry. */
function readMarks(figure) {
  const plot = figure.querySelector(".plot");
  if (!plot) return;
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "status");
  plot.append(tip);
  let current = null;

  const show = (mark) => {
    current?.classList.remove("read");
    current = mark;
    tip.hidden = !mark;
    if (!mark) return;
    mark.classList.add("read");
    tip.textContent = mark.dataset.label;
    const frame = plot.getBoundingClientRect();
    const box = mark.getBoundingClientRect();
    const left = Math.min(Math.max(box.left + box.width / 2 - frame.left - tip.offsetWidth / 2, 0), frame.width - tip.offsetWidth);
    const above = box.top - frame.top - tip.offsetHeight - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 0 ? above : box.bottom - frame.top + 8}px`;
  };

  for (const svg of plot.querySelectorAll("svg.drawing")) {
    const marks = [...svg.querySelectorAll(".mark")].filter((mark) => mark.dataset.label);
    if (!marks.length) continue;
    const group = svg.parentElement;
    group.tabIndex = 0;
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", plot.dataset.keys);
    svg.addEventListener("pointermove", (event) => show(event.target.closest?.(".mark") ?? null));
    svg.addEventListener("pointerdown", (event) => show(event.target.closest?.(".mark") ?? null));
    svg.addEventListener("pointerleave", () => show(null));
    group.addEventListener("blur", () => show(null));
    group.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const at = marks.indexOf(current);
      if (step) show(marks[(at + step + marks.length) % marks.length]);
      else if (event.key === "Home") show(marks[0]);
      else if (event.key === "End") show(marks.at(-1));
      else if (event.key === "Escape") show(null);
      else return;
      event.preventDefault();
    });
  }
}

/** The Vega runtime takes over when a reader asks for it, and not before. */
function offerExplore(button) {
  const figure = button.closest("figure");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = button.textContent;
    button.disabled = true;
    button.textContent = button.dataset.loading;
    try {
      const { explore } = await import(new URL(figure.dataset.explore, document.baseURI).href);
      await explore(figure);
      button.hidden = true;
    } catch (error) {
      console.warn(error);
      button.disabled = false;
      button.textContent = words;
      figure.querySelector(".sentence").insertAdjacentText("afterend", button.dataset.failed);
    }
  });
}
