// Level three: the Vega runtime draws the chart again, with the page's own colours, in the place of the static drawing.

/** Load the runtime once. It is a classic script that sets window.vegaEmbed. */
let loading;
function runtime(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.vegaEmbed);
    script.onerror = () => reject(new Error(`${address} cannot be loaded`));
    document.head.append(script);
  });
  return loading;
}

/** Replace both drawings of a figure by live ones. The spec names colours by their printed ink; the page says what they are now. */
export async function explore(figure) {
  const [embed, response] = await Promise.all([runtime(figure.dataset.runtime), fetch(figure.dataset.spec)]);
  if (!response.ok) throw new Error(`${figure.dataset.spec}: ${response.status}`);
  const { inks, ...specs } = await response.json();
  const style = getComputedStyle(document.documentElement);
  for (const size of ["wide", "narrow"]) {
    const place = figure.querySelector(`.plot .${size}`);
    let text = JSON.stringify(specs[size]);
    for (const [ink, name] of Object.entries(inks)) text = text.replaceAll(ink, style.getPropertyValue(`--${name}`).trim() || ink);
    const holder = document.createElement("div");
    const spec = JSON.parse(text);
    spec.config.font = style.getPropertyValue("--sans");
    await embed(holder, spec, { mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: { disableDefaultStyle: true } });
    place.replaceChildren(holder);
  }
}
