// Enhances what is already on the page: links to what is folded away, and to what has moved. Lists and charts have modules of their own.
// Everything here can fail or be switched off, and the page still says all it has to say.

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

/** What has moved, or stands in a list of its own now, leads on by itself. Without this, the page does: at once to the new page, by a link from a place to its new one. */
function leadOn() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const list = place && place.closest(".onward-list"), all = list && list.querySelector("a");
  if (all) return location.replace(all.href + location.hash);
  const line = place && place.matches(".departed") ? place : document.querySelector(".page-moved main");
  const link = line && line.querySelector("a.onward");
  if (link) location.replace(link.href + (link.hash ? "" : location.hash));
}
leadOn();
addEventListener("hashchange", leadOn);

/** A number that is copied brings along where it stands: its own row from a text, this page from the record. All else is copied as it is. */
addEventListener("copy", (event) => {
  const chosen = getSelection(), text = String(chosen).trim();
  if (!chosen.rangeCount || !/\p{N}/u.test(text)) return;
  const node = chosen.getRangeAt(0).commonAncestorContainer, element = node.nodeType === 1 ? node : node.parentElement;
  const value = element && element.closest("a.value"), record = element && element.closest(".entry-line, .facts");
  const told = record && document.querySelector(".citation p");
  const source = value ? value.href : told ? told.textContent.replace(/\s+/g, " ").trim() : "";
  if (!source) return;
  event.clipboardData.setData("text/plain", `${text}\n${source}`);
  event.preventDefault();
});

/** A slash leads to the search, wherever somebody is not writing. */
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea, [contenteditable]")) return;
  const field = document.querySelector(".find input, form.search input");
  if (!field) return;
  event.preventDefault();
  field.focus();
});

/** Code to embed has whole addresses, and what a reader has chosen here. */
function complete() {
  for (const code of document.querySelectorAll(".embedding textarea")) {
    code.value = code.value.replace(/(href|src|data-embed)="([^"?#]*)([^"#]*)(#?[^"]*)"/g, (_, name, address, query, place) => {
      const chosen = name === "src" ? "" : location.search.replace(/"/g, "%22") || query;
      return `${name}="${new URL(address, location).href}${chosen}${place}"`;
    });
  }
}
complete();
addEventListener("steered", complete);
addEventListener("focusin", (event) => event.target.matches?.(".embedding textarea") && event.target.select());

/** In a frame, links lead out of it, with what a reader has chosen, and the page that holds it is told how high it is. */
if (parent !== window) {
  const tell = () => {
    for (const link of document.querySelectorAll("a[data-state]")) link.search = location.search;
    parent.postMessage({ ledger: Math.ceil(document.documentElement.getBoundingClientRect().height), at: location.href }, "*");
  };
  for (const link of document.links) link.target = "_top";
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("steered", tell);
}

/** A chart's picture, or its sentence with where it is from, to be pasted elsewhere: as it is seen, whatever was chosen. */
addEventListener("click", async (event) => {
  const button = event.target.closest?.("button[data-copy]");
  if (!button) return;
  const figure = button.closest("figure"), { done, failed } = button.closest("ul").dataset;
  const words = (part) => figure.querySelector(part).textContent.replace(/\s+/g, " ").trim();
  const link = figure.querySelector("a[rel=bookmark]")?.href ?? location.href;
  try {
    if (button.dataset.copy === "share") return void (await navigator.share({ title: words(".finding"), text: words(".sentence"), url: link }));
    if (button.dataset.copy === "picture") {
      const picture = fetch(figure.querySelector(".tools a[href$='.png']").href).then((found) => found.blob());
      await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    } else {
      await navigator.clipboard.writeText([words(".finding"), words(".sentence"), words(".sources"), link].join("\n"));
    }
    button.textContent = done;
  } catch (error) {
    if (error.name === "AbortError") return; // who closes the system's sheet has changed their mind
    if (button.dataset.copy !== "share") return void (button.textContent = failed);
    button.dataset.copy = "sentence";
    button.click();
  }
});

/** Where the system has a way to share, as phones have, charts show a button for it. */
if (navigator.share) document.documentElement.dataset.share = "";
