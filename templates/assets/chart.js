// Levels two and three of a chart. Two: hover, touch and keys read the labels that its marks carry. Three: controls, built here from
// what the page declares. What is chosen is a drawing of its own, taken from the page that frames it; sliders fetch the Vega runtime.

const given = new URLSearchParams(location.search);
const FOLLOWS = [".subtitle", ".shown", ".plot .wide", ".plot .narrow", ".sentence", ".lists", ".sources", ".tools", ".figures-table .scroll"];

for (const figure of document.querySelectorAll("figure[data-figure]")) {
  const plot = figure.querySelector(".plot");
  readMarks(plot);
  const place = figure.querySelector(".controls");
  if (place) offerControls(figure, plot, place);
}

/** A tip beside the mark that is pointed at or walked to; as a live region it is read out. Marks are a tree: `data-in` names the groups that
 *  one is in. Arrows go from one to the next, Enter into a group, Escape out of it (after Data Navigator, by Elavsky and others). */
function readMarks(plot) {
  const tip = plot.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
  let current = null;
  let depth = 0; // of the groups of the current mark; past the last, the mark itself is read
  let entered = false;
  const groups = (mark) => mark.dataset.in?.split(" › ") ?? [];
  const alike = (level) => (mark) => groups(mark).slice(0, level).join() === groups(current).slice(0, level).join();

  const show = (mark, level = Infinity) => {
    for (const old of plot.querySelectorAll(".read")) old.classList.remove("read");
    current = mark;
    tip.hidden = !mark;
    entered &&= Boolean(mark);
    if (!mark) return;
    const names = groups(mark);
    depth = Math.min(level, names.length);
    const inside = depth < names.length ? [...mark.closest("[tabindex]").querySelectorAll(".mark")].filter(alike(depth + 1)) : [mark];
    for (const each of inside) each.classList.add("read");
    const { label, from } = mark.dataset;
    tip.textContent = depth < names.length ? plot.dataset.group.replace("{what}", names[depth]).replace("{n}", inside.length) : from ? `${label} · ${from}` : label;
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
    group.setAttribute("role", "application"); // or a screen reader would keep the arrow keys to itself
    group.setAttribute("aria-label", plot.dataset.keys);
    group.addEventListener("pointermove", (event) => event.pointerType === "mouse" && show(event.target.closest(".mark")));
    group.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && show(null));
    // A finger is wider than a dot: the nearest one is meant.
    group.addEventListener("pointerdown", (event) => show(event.target.closest(".mark") ?? nearest(marks(), event)));
    group.addEventListener("blur", () => show(null));
    group.addEventListener("keydown", (event) => {
      const all = marks();
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const deep = current && groups(current).length;
      /** The first mark of each group beside that of the current mark. */
      const beside = (level) => all.filter(alike(level)).filter((mark, at, pool) => pool.findIndex((m) => groups(m)[level] === groups(mark)[level]) === at);
      if (step) {
        const pool = !entered ? all : depth < deep ? beside(depth) : all.filter(alike(deep));
        const at = pool.indexOf(current);
        show(pool[at < 0 ? (step > 0 ? 0 : pool.length - 1) : (at + step + pool.length) % pool.length], entered ? depth : Infinity);
      } else if (event.key === "Home") show(all[0]);
      else if (event.key === "End") show(all.at(-1));
      else if (event.key === "Enter") {
        entered = true;
        if (!current) show(all[0], 0);
        else show(current, depth + 1);
      } else if (event.key === "Escape") {
        if (entered && depth) show(beside(depth - 1).find((mark) => groups(mark)[depth - 1] === groups(current)[depth - 1]), depth - 1);
        else show(null);
      } else return;
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
  const controls = JSON.parse(place.dataset.controls);
  const fields = new Map();
  const wanted = document.createElement("input");
  wanted.type = "search";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  place.append(status);
  const set = new URLSearchParams(figure.dataset.set);
  const runtime = new URL(figure.dataset.explore, document.baseURI);
  const show = figure.dataset.states ? stills(figure) : () => import(runtime.href).then((module) => module.steer(figure, controls, fields));
  let latest = 0;

  const remember = (name, value, initial) => {
    const query = new URLSearchParams(location.search);
    if (String(value) === String(initial)) query.delete(`${id}.${name}`);
    else query.set(`${id}.${name}`, value);
    history.replaceState(null, "", (query.size ? `?${query}` : location.pathname) + location.hash);
    dispatchEvent(new Event("steered"));
  };
  /** The name of a state; with `other`, of the one that a control would lead to. */
  const state = (other = {}) =>
    controls.map(({ parameter: name, value }) => [name, other[name] ?? fields.get(name).value, value]).filter(([, now, value]) => now !== String(value)).map(([name, now]) => `${name}-${now}`).join("_");
  /** What would leave nothing is not offered. */
  const missing = place.dataset.missing?.split(" ") ?? [];
  const bar = () => {
    for (const [name, field] of fields) for (const option of field.options ?? []) option.disabled = missing.includes(state({ [name]: option.value }));
  };
  const apply = async () => {
    const turn = ++latest;
    plot.setAttribute("aria-busy", "true");
    bar();
    try {
      await show(state(), () => turn === latest);
      if (turn !== latest) return;
      plot.dispatchEvent(new Event("redrawn"));
      find();
    } catch (error) {
      console.warn(error);
      status.textContent = place.dataset.failed;
    }
    plot.removeAttribute("aria-busy");
  };

  for (const control of controls) {
    const ranged = control.options === undefined;
    const field = document.createElement(ranged ? "input" : "select");
    const said = document.createElement("output");
    const say = () => (said.textContent = ` ${Number(field.value).toLocaleString(document.documentElement.lang)} ${control.unit ?? ""}`);
    if (ranged) Object.assign(field, { type: "range", min: control.minimum, max: control.maximum, step: control.step, value: control.value });
    else for (const [value, words] of control.options) field.add(new Option(words, value, false, value === control.value));
    fields.set(control.parameter, field);
    add(control.label, field, ranged ? said : "");
    field.addEventListener("input", () => {
      if (ranged) say();
      remember(control.parameter, field.value, control.value);
      apply();
    });
    for (const asked of [set.get(control.parameter), given.get(`${id}.${control.parameter}`)]) {
      const before = field.value;
      field.value = asked ?? before;
      if (field.value !== (asked ?? before)) field.value = before;
    }
    if (ranged) say();
  }
  bar();
  if (controls.length && state() !== [...set].map((pair) => pair.join("-")).join("_")) missing.includes(state()) || apply();

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

/** A chart each state of which is a drawing of its own: all that follows takes the place of what is there. */
function stills(figure) {
  return async (state, isLatest) => {
    const address = new URL(figure.dataset.states + (state && `${state}/`), document.baseURI);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("figure");
    if (!isLatest()) return;
    for (const link of fresh.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), address);
    for (const code of fresh.querySelectorAll("textarea")) code.textContent = code.textContent.replace(/(href|src|embed)="([^"]*)"/g, (_, name, at) => `${name}="${new URL(at, address)}"`);
    const title = figure.querySelector(".finding a");
    (title ?? figure.querySelector(".finding")).replaceChildren(...fresh.querySelector(".finding").childNodes);
    if (title) title.href = fresh.querySelector("a[rel=bookmark]").href;
    for (const part of FOLLOWS) {
      const [old, now] = [figure.querySelector(part), fresh.querySelector(part)];
      if (old && now) old.replaceChildren(...now.childNodes);
    }
    dispatchEvent(new Event("steered"));
  };
}
