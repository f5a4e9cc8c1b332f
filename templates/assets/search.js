// Search: every record that holds all the words, wherever in a name they stand. The query is in the URL.

const form = document.querySelector("form.search");
const field = form.elements.q;
const status = form.querySelector(".status");
const place = document.querySelector("#found");
const SHOWN = 80;
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const plural = new Intl.PluralRules(document.documentElement.lang);
/** A word with its number, in the form that the language has for it; `forms` is JSON, by the names of CLDR. */
const counted = (forms, n, values = {}) => {
  const said = JSON.parse(forms);
  const text = said[plural.select(n)] ?? said.other;
  return Object.entries({ n: numbers.format(n), ...values }).reduce((done, [name, value]) => done.replace(`{${name}}`, value), text);
};
let index;
let asked = 0;

/** Full-width and half-width, upper and lower case are one. */
const plain = (text) => text.normalize("NFKC").toLowerCase();

const read = async (file) => (await fetch(new URL(file, new URL(form.dataset.index, location.href)))).json();
const prepared = (r) => ({ kind: r[0], label: r[1], where: r[2], address: r[3], name: plain(r[1]), text: plain(r.join(" ")) });

/** The first file, which names all others. What they hold is added as it comes, and what was asked is answered again. */
async function load() {
  status.textContent = status.dataset.loading;
  const { kinds, records, more } = await read("index.json");
  const loaded = { kinds, records: records.map(prepared), waiting: more.length };
  const rest = more[Symbol.iterator]();
  const next = async () => {
    for (const file of rest) {
      const found = await read(file).catch(() => ({ records: [] }));
      loaded.records.push(...found.records.map(prepared));
      loaded.waiting -= 1;
      search();
    }
  };
  for (let line = 0; line < 4; line += 1) next();
  return loaded;
}

async function search() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  history.replaceState(null, "", words.length ? `?q=${encodeURIComponent(field.value.trim())}` : location.pathname);
  const turn = (asked += 1);
  if (!words.length) {
    status.textContent = "";
    return void place.replaceChildren();
  }
  index ??= load();
  const { kinds, records, waiting } = await index;
  if (turn !== asked) return; // somebody has typed on
  const found = records.filter((r) => words.every((w) => r.text.includes(w)));
  const inName = (r) => words.every((w) => r.name.includes(w));
  found.sort((a, b) => inName(b) - inName(a) || a.kind - b.kind || a.name.length - b.name.length);
  const count = found.length ? counted(status.dataset.found, found.length) : status.dataset.none;
  status.textContent = waiting ? `${found.length ? `${count} · ` : ""}${status.dataset.loading}` : count;
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
  place.replaceChildren(list);
}

// What somebody typed before this was loaded stays.
field.value = new URLSearchParams(location.search).get("q") ?? field.value;
field.addEventListener("input", search);
form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
search();
