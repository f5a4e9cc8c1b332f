// Search: every record that holds all the words, wherever in a name they stand. The query is in the URL.

const form = document.querySelector("form.search");
const field = form.elements.q;
const status = form.querySelector(".status");
const place = document.querySelector("#found");
const SHOWN = 80;
let index;

/** Full-width and half-width, upper and lower case are one. */
const plain = (text) => text.normalize("NFKC").toLowerCase();

async function load() {
  status.textContent = status.dataset.loading;
  const { kinds, records } = await (await fetch(form.dataset.index)).json();
  return { kinds, records: records.map((r) => ({ kind: r[0], label: r[1], where: r[2], address: r[3], name: plain(r[1]), text: plain(r.join(" ")) })) };
}

async function search() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  history.replaceState(null, "", words.length ? `?q=${encodeURIComponent(field.value.trim())}` : location.pathname);
  place.replaceChildren();
  if (!words.length) return void (status.textContent = "");
  index ??= load();
  const { kinds, records } = await index;
  const found = records.filter((r) => words.every((w) => r.text.includes(w)));
  const inName = (r) => words.every((w) => r.name.includes(w));
  found.sort((a, b) => inName(b) - inName(a) || a.kind - b.kind || a.name.length - b.name.length);
  status.textContent = found.length ? status.dataset.found.replace("%n", found.length) : status.dataset.none;
  const list = document.createElement("ul");
  list.className = "index";
  for (const record of found.slice(0, SHOWN)) {
    const item = document.createElement("li");
    const kind = Object.assign(document.createElement("span"), { className: "kind", textContent: kinds[record.kind] });
    const link = Object.assign(document.createElement("a"), { href: form.dataset.root + record.address, textContent: record.label });
    const where = Object.assign(document.createElement("p"), { className: "aside", textContent: record.where });
    item.append(kind, " ", link, where);
    list.append(item);
  }
  place.append(list);
}

// What somebody typed before this was loaded stays.
field.value = new URLSearchParams(location.search).get("q") ?? field.value;
field.addEventListener("input", search);
form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
search();
