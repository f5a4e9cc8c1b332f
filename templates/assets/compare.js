// Puts records, terms or documents side by side: ?targets=a,b or ?regions=a,b&indicator=c or ?ids=a,b. What they say comes from small
// files, found by a hash of an id. Nothing is kept unless somebody asks for it, and then only as long as the window is open.

const place = document.querySelector("#compare");
const { files, kinds, words } = JSON.parse(place.dataset.setup);
const status = place.querySelector(".status");
const root = new URL(place.dataset.root, location.href);
const top = new URL(place.dataset.top, location.href);
const MOST = 6, ROWS = 60, DRAWN = 8, KEPT = "compare";
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumSignificantDigits: 6 });
const asked = new URLSearchParams(location.search);

const said = (key, a) => words[key].replace("%a", a);
const make = (tag, attributes = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
};

/** The file in which an id stands (CRC-32), as ledger/render/compared.py reckons it. */
function fileOf(name, id) {
  let hash = ~0;
  for (const byte of new TextEncoder().encode(id)) {
    hash ^= byte;
    for (let bit = 0; bit < 8; bit += 1) hash = (hash >>> 1) ^ (hash & 1 ? 0xedb88320 : 0);
  }
  return `compare/${name}-${(~hash >>> 0) & (files[name] - 1)}.json`;
}

const read = new Map();
async function find(name, id, from) {
  if (!files[name]) return undefined;
  const address = new URL(fileOf(name, id), from).href;
  if (!read.has(address)) read.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : {})));
  const found = (await read.get(address))[id];
  return found && (Array.isArray(found) ? found : { id, ...found });
}
const record = (table, id) => find(`rows/${table}`, id, root);

/** The address of a comparison; what else is asked stays. */
function addressOf(name, ids) {
  const query = new URLSearchParams(asked);
  query.delete("ids");
  query.set(name, ids.join(","));
  return `?${query.toString().replaceAll("%2C", ",")}`;
}

/** Which table or vocabulary is asked for, and which of it. */
async function whatIsAsked() {
  const list = (key) => [...new Set((asked.get(key) ?? "").split(",").filter(Boolean))];
  const name = Object.keys(kinds).find((key) => list(key).length);
  if (name) return [name, list(name)];
  const ids = list("ids");
  for (const table of ids.length ? Object.keys(kinds) : []) if (await record(table, ids[0])) return [table, ids];
  return ["", ids];
}

/** Why values cannot be put on one scale; nothing where they can. */
function unlike(records) {
  const [first, ...others] = records;
  const none = records.find((r) => r.unit.length < 4);
  if (none) return said("no-unit", none.unit[0] || none.value);
  const unit = others.find((r) => r.unit[3] !== first.unit[3]);
  if (unit) return words["unlike-units"].replace("%a", first.unit[0]).replace("%b", unit.unit[0]);
  const kind = others.find((r) => r.kind[0] !== first.kind[0] || (r.since ?? "") !== (first.since ?? ""));
  if (kind) {
    const told = (r) => [r.kind[1], r.since].filter(Boolean).join(" / ");
    return words["unlike-kinds"].replace("%a", told(first)).replace("%b", told(kind));
  }
  return "";
}
/** Numbers in the unit of the first record, as this edition writes that unit. */
const converted = (r, first) => r.number.map((n) => (n * r.unit[2] / first.unit[2]) * first.unit[1]);
const isConverted = (records) => records.some((r) => r.unit[2] !== records[0].unit[2]);
const written = (r, first) => `${converted(r, first).map((n) => number.format(n)).join("–")} ${first.unit[0]}`.trim();

/** Bars from zero, one a value, each below its name; a hollow one is about or a limit, a pale end is a range. */
function bars(entries) {
  const values = entries.map(([, r]) => converted(r, entries[0][1]));
  const low = Math.min(0, ...values.flat()), high = Math.max(0, ...values.flat());
  const x = (n) => ((n - low) / (high - low || 1)) * 396 + 2;
  const list = make("ol", { class: "bars" });
  entries.forEach(([name, r], place) => {
    const [first, until] = values[place];
    const bar = (from, to, kind) => `<rect vector-effect="non-scaling-stroke" class="${kind}" x="${Math.min(x(from), x(to)).toFixed(1)}" y="2" width="${Math.max(Math.abs(x(to) - x(from)), 1).toFixed(1)}" height="12"/>`;
    const drawing = make("span");
    drawing.innerHTML = `<svg viewBox="0 0 400 16" width="400" height="16" preserveAspectRatio="none" aria-hidden="true">${bar(0, first, r.inexact ? "hollow" : "full")}${until === undefined ? "" : bar(first, until, "range")}<path vector-effect="non-scaling-stroke" d="M${x(0).toFixed(1)} 0V16"/></svg>`;
    list.append(make("li", {}, make("span", { class: "aside" }, name), drawing, make("span", { class: "promise" }, r.value)));
  });
  const figure = make("figure", { class: "series", "aria-label": said("drawing", entries.map(([name]) => name).join(" · ")) }, list);
  if (entries.some(([, r]) => r.inexact)) figure.append(make("figcaption", {}, words["not-all"]));
  return figure;
}

/** What is compared, each with the way to take it out. */
function chosen(name, ids, things) {
  const list = make("ul", { class: "index" });
  for (const thing of things) {
    const item = make("li", {}, make("a", { href: new URL(thing.at, root).href }, thing.name));
    if (ids.length > 1) item.append(" ", make("a", { class: "aside", href: addressOf(name, ids.filter((id) => id !== thing.id)), "aria-label": said("remove", thing.name) }, "×"));
    list.append(item);
  }
  return list;
}

const table = (heads, rows) => make("table", { class: "ledger compared" },
  make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
  make("tbody", {}, ...rows.map(([head, cells, kind]) => make("tr", kind ? { class: kind } : {}, make("th", { scope: "row" }, head),
    ...cells.map((cell, n) => make("td", { "data-label": heads[n + 1] }, ...[cell].flat()))))));

function ofRecords(records) {
  const titles = [...new Set(records.flatMap((r) => r.facts.map(([title]) => title)))];
  const told = records.map((r) => new Map(r.facts));
  const rows = titles.map((title) => {
    const cells = told.map((facts) => facts.get(title) ?? "");
    return [title, cells, cells.length > 1 && cells.every((cell) => cell === cells[0]) ? "same" : ""];
  });
  const parts = [];
  const valued = records.filter((r) => r.number);
  if (valued.length > 1 && valued.length === records.length) {
    const why = unlike(records);
    if (why) parts.push(make("p", { class: "notice" }, why));
    else {
      if (isConverted(records)) rows.push([said("converted", records[0].unit[0]), records.map((r) => written(r, records[0])), ""]);
      parts.push(bars(records.map((r) => [r.name, r])));
    }
  }
  return [table([words.field, ...records.map((r) => r.name)], rows), ...parts];
}

/** The figures that several of some terms or documents have: one kind of value of one thing a row. */
async function ofHolders(name, holders) {
  const wanted = asked.get("indicator");
  const inHow = new Map();
  for (const { figures } of holders) for (const indicator of new Set(figures.map((f) => f[2]))) inHow.set(indicator, (inHow.get(indicator) ?? 0) + 1);
  const common = [...inHow].filter(([indicator, count]) => count > 1 && (!wanted || wanted === indicator)).map(([indicator]) => indicator);
  const rows = new Map();
  for (const [column, { figures }] of holders.entries()) {
    const found = await Promise.all(figures.filter((f) => common.includes(f[2])).map(([of, id]) => record(of, id)));
    for (const r of found.filter((r) => r?.of)) {
      const told = r.held.map((held, n) => n).filter((n) => r.held[n] !== name);
      const key = JSON.stringify([told.map((n) => [r.held[n], r.of[n]]).filter(([, of]) => of), r.kind[0], r.since]);
      const what = [...told.map((n) => r.names[n]), r.kind[1]].filter(Boolean).join(" · ");
      if (!rows.has(key)) rows.set(key, { what, order: common.indexOf(r.of[0]), cells: holders.map(() => []) });
      rows.get(key).cells[column].push(r);
    }
  }
  const shared = [...rows.values()].filter((row) => row.cells.filter((cell) => cell.length).length > 1).sort((a, b) => a.order - b.order);
  if (!shared.length) return [make("p", { class: "notice" }, words["nothing-alike"])];
  const names = holders.map((h) => h.name);
  const listed = shared.slice(0, ROWS).map((row) => {
    const why = unlike(row.cells.flat());
    const cells = row.cells.map((cell) => cell.flatMap((r) => [make("span", { class: "value" }, make("a", { href: new URL(r.at, root).href }, r.value), " ", make("span", { class: "aside" }, r.year))]));
    const head = make("span", {}, row.what);
    if (why) head.append(make("p", {}, why));
    return [head, cells, ""];
  });
  const parts = [table([words.field, ...names], listed)];
  if (shared.length > ROWS) parts.push(make("p", { class: "aside" }, (words.from[new Intl.PluralRules(document.documentElement.lang).select(ROWS)] ?? words.from.other).replace("{n}", number.format(ROWS))));
  for (const row of shared.filter(({ cells }) => !unlike(cells.flat())).slice(0, wanted ? DRAWN : 2)) {
    const entries = row.cells.flatMap((cell, n) => cell.map((r) => [[names[n], r.year].filter(Boolean).join(" · "), r]));
    parts.push(make("h2", {}, row.what), bars(entries.slice(0, 2 * DRAWN)));
  }
  return parts;
}

/** Everything of a kind as the search knows it: `[name, where it belongs, address]`. */
async function allOf(name) {
  const read = async (file) => (await fetch(new URL(`search/${file}`, root))).json();
  const { kinds: titles, parts } = await read("index.json");
  return (await Promise.all(parts.filter(([, kind]) => titles[kind][1] === kinds[name]).map(([file]) => read(file)))).flat();
}

/** All that can stand beside what is chosen. */
async function others(name, ids) {
  const idOf = (address) => address.split("#")[1] ?? address.split("/").at(-2);
  const list = (await allOf(name)).filter(([, , address]) => !ids.includes(idOf(address)));
  if (!list.length) return "";
  const select = make("select", { name: "other" }, ...list.map(([what, where, address]) => make("option", { value: idOf(address) }, [what, where].filter(Boolean).join(" · "))));
  const form = make("form", { class: "filter" }, make("label", {}, make("span", {}, words.choose), select), make("button", {}, words.add));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.search = addressOf(name, [...ids, select.value]);
  });
  return form;
}

/** What somebody has kept, to be added or looked at; nothing where the browser does not let us. */
function keeping(name, ids) {
  const kept = (() => { try { return JSON.parse(sessionStorage.getItem(KEPT)) ?? {}; } catch { return {}; } })();
  const parts = [];
  const more = [...new Set([...(kept[name] ?? []), ...ids])].slice(0, MOST);
  if (more.length > ids.length) parts.push(make("a", { href: addressOf(name, more) }, words["add-kept"]));
  const button = make("button", { type: "button" }, words.keep);
  button.addEventListener("click", () => {
    sessionStorage.setItem(KEPT, JSON.stringify({ ...kept, [name]: more }));
    status.textContent = words.kept;
  });
  return make("p", { class: "tools" }, ...parts, button);
}

/** The names of terms and documents are in the index of the search, unless the document is a record. */
async function holdersOf(name, ids) {
  const found = await Promise.all(ids.map(async (id) => ({ id, figures: await find(`held/${name}`, id, top), record: await record(name, id) })));
  const records = found.some((h) => !h.record) ? await allOf(name) : [];
  return found.map((h) => {
    const at = `${name}/${h.id}/`;
    const listed = records.find(([, , address]) => address === at);
    return { ...h, name: h.record?.name ?? listed?.[0], at: h.record?.at ?? at, figures: h.figures ?? [] };
  });
}

async function compare() {
  for (const link of document.querySelectorAll(".languages a[hreflang]")) link.search = location.search;
  const [name, all] = await whatIsAsked();
  const ids = all.slice(0, MOST);
  if (!name) {
    status.textContent = all.length ? said("missing", all.join(", ")) : words.first;
    document.getElementById("begin").hidden = false;
    return;
  }
  const held = Boolean(files[`held/${name}`]);
  const things = held ? await holdersOf(name, ids) : (await Promise.all(ids.map((id) => record(name, id)))).map((r, n) => r ?? { id: ids[n] });
  const there = things.filter((thing) => thing.name);
  const lost = things.filter((thing) => !thing.name).map((thing) => thing.id);
  const notes = [lost.length && said("missing", lost.join(", ")), all.length > MOST && words.many, there.length === 1 && words.one];
  status.textContent = notes.filter(Boolean).join(" ");
  if (!there.length) return;
  const parts = [chosen(name, there.map((t) => t.id), there)];
  const records = held ? there.map((t) => t.record).filter(Boolean) : there;
  if (records.length) parts.push(...ofRecords(records));
  if (held && there.length > 1) parts.push(...(await ofHolders(name, there)));
  if (there.length < MOST) parts.push(await others(name, there.map((t) => t.id)));
  parts.push(keeping(name, there.map((t) => t.id)));
  place.append(...parts);
  if (there.length > 1) {
    const title = there.map((t) => t.name).join(" · ");
    document.title = `${title} · ${document.title}`;
  }
}
compare();
