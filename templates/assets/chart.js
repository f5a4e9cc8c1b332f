// Levels two and three of a chart. Two: hover, touch and arrow keys read the labels that its marks carry. Three: controls,
// built here from what the page declares; the Vega runtime is fetched when one of them leaves its initial state.

const given = new URLSearchParams(location.search);

for (const figure of document.querySelectorAll("figure[data-figure]")) {
  const plot = figure.querySelector(".plot");
  readMarks(plot);
  const place = figure.querySelector(".controls");
  if (place) offerControls(figure, plot, place);
}

/** A tip beside the mark that is pointed at or walked to; as a live region it is read out. */
function readMarks(plot) {
  const tip = plot.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
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
    tip.style.left = `${Math.max(left, 0)}px`;
    tip.style.top = `${above > 0 ? above : box.bottom - frame.top + 8}px`;
  };

  plot.addEventListener("redrawn", () => show(null));
  for (const group of plot.querySelectorAll(".wide, .narrow")) {
    const marks = () => [...group.querySelectorAll(".mark")];
    group.tabIndex = 0;
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", plot.dataset.keys);
    group.addEventListener("pointermove", (event) => event.pointerType === "mouse" && show(event.target.closest(".mark")));
    group.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && show(null));
    // A finger is wider than a dot: the nearest one is meant.
    group.addEventListener("pointerdown", (event) => show(event.target.closest(".mark") ?? nearest(marks(), event)));
    group.addEventListener("blur", () => show(null));
    group.addEventListener("keydown", (event) => {
      const all = marks();
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const at = all.indexOf(current);
      if (step) show(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length]);
      else if (event.key === "Home") show(all[0]);
      else if (event.key === "End") show(all.at(-1));
      else if (event.key === "Escape") show(null);
      else return;
      event.preventDefault();
    });
  }
}

function nearest(marks, { clientX, clientY }) {
  let best = null;
  let least = 28;
  for (const mark of marks) {
    const box = mark.getBoundingClientRect();
    const away = Math.hypot(Math.max(box.left - clientX, 0, clientX - box.right), Math.max(box.top - clientY, 0, clientY - box.bottom));
    if (away < least) [best, least] = [mark, away];
  }
  return best;
}

/** One field a control, and one to find a mark by its label. The state is in the address: ?chart.control=value. */
function offerControls(figure, plot, place) {
  const id = figure.dataset.figure;
  const live = {};
  const wanted = document.createElement("input");
  wanted.type = "search";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  place.append(status);
  let chart;

  const remember = (name, value, initial) => {
    const query = new URLSearchParams(location.search);
    if (String(value) === String(initial)) query.delete(`${id}.${name}`);
    else query.set(`${id}.${name}`, value);
    history.replaceState(null, "", (query.size ? `?${query}` : location.pathname) + location.hash);
    dispatchEvent(new Event("steered"));
  };
  const apply = async (name, value) => {
    live[name] = value;
    plot.setAttribute("aria-busy", "true");
    try {
      chart ??= import(new URL(figure.dataset.explore, document.baseURI).href).then((module) => module.explore(figure));
      await (await chart).set({ ...live });
      plot.dispatchEvent(new Event("redrawn"));
      find();
    } catch (error) {
      console.warn(error);
      chart = null;
      status.textContent = place.dataset.failed;
    }
    plot.removeAttribute("aria-busy");
  };

  for (const control of JSON.parse(place.dataset.controls)) {
    const ranged = control.options === undefined;
    const field = document.createElement(ranged ? "input" : "select");
    const said = document.createElement("output");
    const say = () => (said.textContent = ` ${Number(field.value).toLocaleString(document.documentElement.lang)} ${control.unit ?? ""}`);
    if (ranged) Object.assign(field, { type: "range", min: control.minimum, max: control.maximum, step: control.step, value: control.value });
    else for (const [value, words] of control.options) field.add(new Option(words, value, false, value === control.value));
    add(control.label, field, ranged ? said : "");
    if (ranged) say();
    const changed = () => {
      if (ranged) say();
      remember(control.parameter, field.value, control.value);
      apply(control.parameter, ranged ? Number(field.value) : field.value);
    };
    field.addEventListener("input", changed);
    const asked = given.get(`${id}.${control.parameter}`);
    if (asked !== null && asked !== String(control.value)) {
      field.value = asked;
      if (field.value === asked) changed();
    }
  }

  const find = () => {
    const text = wanted.value.trim().toLowerCase();
    let found = 0;
    for (const group of plot.querySelectorAll(".wide, .narrow")) {
      found = 0;
      for (const mark of group.querySelectorAll(".mark")) {
        const fits = mark.dataset.label.toLowerCase().includes(text);
        mark.classList.toggle("dim", !fits);
        found += fits;
      }
    }
    const shown = plot.querySelectorAll(".wide .mark").length;
    status.textContent = (text && found) || (text || !shown ? place.dataset.empty : "");
  };
  if (place.dataset.find) {
    add(place.dataset.find, wanted, "");
    wanted.value = given.get(`${id}.find`) ?? "";
    wanted.addEventListener("input", () => (find(), remember("find", wanted.value, "")));
    if (wanted.value) find();
  }

  function add(words, field, after) {
    const label = document.createElement("label");
    label.append(words, " ", field, after);
    status.before(label);
  }
}
