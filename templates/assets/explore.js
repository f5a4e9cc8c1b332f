// Level three: the Vega runtime draws the chart again, in the page's own colours, in the place of the static drawing.
// Specs run through Vega's interpreter, so that no code is made of text and the content policy holds.

let loading;

/** Load the runtime once. It is a classic script that sets window.vegaEmbed. */
function runtime(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.vegaEmbed);
    script.onerror = () => {
      loading = undefined;
      reject(new Error(`${address} cannot be loaded`));
    };
    document.head.append(script);
  });
  return loading;
}

const steered = new WeakMap();

/** A figure as its controls are set: `fields` are their fields by name. What was never moved is left alone. */
export async function steer(figure, controls, fields) {
  const chart = steered.get(figure) ?? { set: {} };
  steered.set(figure, chart);
  for (const { parameter: name, value } of controls) {
    const now = fields.get(name).value;
    if (name in chart.set || now !== String(value)) chart.set[name] = typeof value === "number" ? Number(now) : now;
  }
  const told = () => [...figure.querySelectorAll(".plot .wide .mark")].map((mark) => mark.dataset.label);
  chart.first ??= told();
  chart.drawn ??= explore(figure);
  try {
    await (await chart.drawn).set({ ...chart.set });
    // What its marks say now, and did not before: the words around them were written for how it begins.
    figure.querySelector(".shown").textContent = told().filter((label) => !chart.first.includes(label)).join(" · ");
  } catch (error) {
    chart.drawn = undefined;
    throw error;
  }
}

/** Take over both drawings of a figure. `set(values)` gives parameters new values: `{name: value, "x.scale": "linear"}`. */
export async function explore(figure) {
  const [embed, response] = await Promise.all([runtime(figure.dataset.runtime), fetch(figure.dataset.spec)]);
  if (!response.ok) throw new Error(`${figure.dataset.spec}: ${response.status}`);
  const { inks, ...specs } = await response.json();
  const drawings = [];
  for (const size of ["wide", "narrow"]) {
    const place = figure.querySelector(`.plot .${size}`);
    // A colour becomes the name of an ink, so that night, print and forced colours reach the live drawing as well.
    let text = JSON.stringify(specs[size]);
    for (const [ink, name] of Object.entries(inks)) text = text.replaceAll(`"${ink}"`, `"var(--${name},${ink})"`);
    drawings.push(await takeOver(embed, place, JSON.parse(text)));
  }
  let turn = Promise.resolve();
  return {
    // One after another: a slider asks faster than a chart is drawn.
    set: (values) =>
      (turn = turn.then(async () => {
        for (const drawing of drawings) await drawing.set(values);
      })),
  };
}

async function takeOver(embed, place, spec) {
  const still = place.querySelector("svg");
  const holder = document.createElement("div");
  spec.config.font = getComputedStyle(place).fontFamily;
  let scales = {};
  let view;

  const draw = async () => {
    view?.finalize();
    const own = structuredClone(spec);
    for (const [name, type] of Object.entries(scales)) retype(own, name.split(".")[0], type);
    const fresh = document.createElement("div");
    ({ view } = await embed(fresh, own, { mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: false, hover: false }));
    dress(fresh, still);
    holder.replaceChildren(fresh);
  };
  await draw();
  place.replaceChildren(holder);

  return {
    async set(values) {
      const types = Object.fromEntries(Object.entries(values).filter(([name]) => name.endsWith(".scale")));
      if (JSON.stringify(types) !== JSON.stringify(scales)) {
        scales = types;
        await draw();
      }
      for (const [name, value] of Object.entries(values)) if (!(name in types)) view.signal(name, value);
      await view.runAsync();
      dress(holder, still);
    },
  };
}

/** Make a live drawing what the still one is: its size and place, its name, and marks that can be read. */
function dress(holder, still) {
  const svg = holder.querySelector("svg");
  for (const name of ["width", "height", "viewBox"]) svg.setAttribute(name, still.getAttribute(name));
  const moved = still.querySelector("g")?.getAttribute("transform");
  if (moved) svg.querySelector("g").setAttribute("transform", moved);
  svg.classList.add("drawing");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", still.querySelector("title").textContent);
  for (const text of svg.querySelectorAll("text[stroke]")) text.setAttribute("paint-order", "stroke"); // letters over their edge of paper
  for (const mark of svg.querySelectorAll(":is(path, text, line, rect)[role=graphics-symbol][aria-label]")) {
    mark.classList.add("mark");
    mark.dataset.label = mark.getAttribute("aria-label");
  }
}

/** Another type of scale for a channel, wherever the spec has it; a domain or ticks meant for the old one are dropped. */
function retype(part, channel, type) {
  if (Array.isArray(part)) return part.forEach((inner) => retype(inner, channel, type));
  if (!part || typeof part !== "object") return;
  const encoding = part.encoding?.[channel];
  if (encoding?.scale?.type) {
    encoding.scale = { type, nice: true };
    if (encoding.axis) delete encoding.axis.values;
  }
  for (const key of ["layer", "spec", "hconcat", "vconcat"]) if (part[key]) retype(part[key], channel, type);
}
