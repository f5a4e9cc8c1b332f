// Search: what holds all the words, in any order; names before texts, whole words before beginnings, beginnings before what stands within
// a word. The index comes in small files (see ledger/outputs/search.py), of which only those are loaded that a question needs. What of a
// text makes no difference is told in ledger/language/sought.py, and done here to what somebody types. The state is in the address.

const FIRST = 10;
const FEW = 20;
const SHOWN = 80;
const LANES = 6;
const MARKED = 160;
const COSTS = [0, 1, 2, 3, 7];
const PREFIX = 4;
const INNER = 12;
/** What has some of the words is shown that has nearly as many of the rare ones as the best. */
const NEAR = 0.6;
const form = document.querySelector("form.search");
const field = form.elements.q;
const status = form.querySelector(".status");
const again = form.querySelector(".again");
const kindsOf = form.querySelector(".kinds");
const place = document.querySelector("#found");
const said = form.dataset;
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const plural = new Intl.PluralRules(document.documentElement.lang);
/** A word with its number, in the form that the language has for it; `forms` is JSON, by the names of CLDR. */
const counted = (forms, n, values = {}) => {
  const known = JSON.parse(forms);
  const text = known[plural.select(n)] ?? known.other;
  return Object.entries({ n: numbers.format(n), ...values }).reduce((done, [name, value]) => done.replace(`{${name}}`, value), text);
};
const element = (name, values = {}, ...inner) => {
  const made = Object.assign(document.createElement(name), values);
  made.append(...inner);
  return made;
};

// --- letters and words --------------------------------------------------------------------------------------------------

const DROPPED = /[\u0300-\u036f"'“”‘’«»‹›「」『』《》〈〉]/g;
const UNSPACED = "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}";
const WORD = /\d+(?:[.,]\d+)+|[\p{L}\p{N}\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u1cff]+/gu;
const SPAN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const isUnspaced = (word) => new RegExp(`^[${UNSPACED}]`, "u").test(word);
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/;
let forms = new Map();
let spellings = [];

/** A text without what makes no difference, and where each letter of it stood. */
function fold(text) {
  const from = [];
  let plain = "";
  let at = 0;
  for (const sign of text) {
    const bare = sign.normalize("NFKD").replace(DROPPED, "").normalize("NFKC").toLowerCase().replace(DROPPED, "");
    for (const one of bare) {
      const letter = DIGITS.test(one) ? String((one.charCodeAt(0) - (one < "\u0966" ? 0 : 6)) & 15) : forms.get(one) ?? one;
      plain += letter;
      for (let n = 0; n < letter.length; n += 1) from.push(at);
    }
    at += sign.length;
  }
  from.push(at);
  return { plain, from };
}
const spelt = (word) => (/^\p{L}+$/u.test(word) ? spellings.reduce((done, [pattern, to]) => done.replace(pattern, to), word) : word);
/** The words of a text with their places; a run of characters that are written without spaces is one. */
function* wordsIn(plain) {
  for (const match of plain.matchAll(WORD)) {
    let at = match.index;
    for (const span of match[0].match(SPAN)) {
      yield [/^\d/.test(span) ? span.replaceAll(",", "") : span, at, at + span.length];
      at += span.length;
    }
  }
}
const unitOf = (word) => {
  const signs = [...word];
  if (!isUnspaced(word)) return { word, spelt: spelt(word) };
  return { word, pairs: signs.length > 1 ? signs.slice(1).map((sign, n) => signs[n] + sign) : [] };
};
const unitsOf = (text) => [...wordsIn(fold(text).plain)].map(([word]) => unitOf(word));

// --- the index ----------------------------------------------------------------------------------------------------------

const files = new Map();
/** A file, loaded once; one that could not be had is asked for again next time. */
function read(name) {
  if (!files.has(name)) {
    const loading = fetch(new URL(name, new URL(said.folder, location.href))).then((answer) => {
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.json();
    });
    files.set(name, loading);
    loading.catch(() => files.delete(name));
  }
  return files.get(name);
}
let loading;
/** The first file: which kinds of records there are, and which files. */
const index = () =>
  (loading ??= read("index.json").then((found) => {
    forms = new Map([...found.forms].reduce((pairs, sign, n, all) => (n % 2 ? pairs : [...pairs, [sign, all[n + 1]]]), []));
    spellings = found.spellings.map(([pattern, to]) => [new RegExp(pattern, "u"), to]);
    return found;
  }).catch((wrong) => {
    loading = undefined;
    throw wrong;
  }));

/** The words between two, with their lists of records. */
async function between(data, first, last) {
  const start = Math.max(0, data.words.findLastIndex(([word]) => word <= first));
  const end = data.words.findLastIndex(([word]) => word <= last);
  const found = await Promise.all(data.words.slice(start, end + 1).map(([, file]) => read(`words/${file}.json`)));
  return found.flatMap((words) => Object.entries(words).filter(([word]) => word >= first && word <= last));
}
/** Add the records of a word to `found`, each with what it costs to be found by it: the less, the sooner it is shown. */
function gather(found, lists, more) {
  lists.forEach((steps, kind) => {
    let number = 0;
    for (const step of steps) {
      number += step;
      const cost = more + COSTS[kind];
      if (!(found.get(number) <= cost)) found.set(number, cost);
    }
  });
}
async function whole(data, word) {
  const found = new Map();
  for (const [, lists] of await between(data, word, word)) gather(found, lists, 0);
  return found;
}
/** The records in all of some lists, each at what it costs by `together`. */
const common = (lists, together) => {
  const [shortest, ...others] = [...lists].sort((a, b) => a.size - b.size);
  const found = new Map();
  for (const [number, cost] of shortest ?? []) {
    const costs = others.map((other) => other.get(number));
    if (costs.every((one) => one !== undefined)) found.set(number, costs.reduce(together, cost));
  }
  return found;
};
const sum = (a, b) => a + b;

/** The records of one word of the question. */
async function recordsOf(data, unit) {
  if (unit.pairs?.length) return common(await Promise.all(unit.pairs.map((pair) => whole(data, pair))), (a, b) => Math.max(a, b));
  const found = new Map();
  const begins = unit.pairs || unit.word.length > 1;
  for (const [word, lists] of await between(data, unit.word, begins ? `${unit.word}\uffff` : unit.word)) {
    gather(found, lists, word === unit.word || unit.pairs ? 0 : PREFIX);
  }
  if (!unit.pairs && unit.spelt !== unit.word) for (const [, lists] of await between(data, unit.spelt, unit.spelt)) gather(found, lists, 0);
  return found;
}
/** All words of the index that are of letters; what somebody mistyped is held against them. */
const allWords = async () => (await read("words.json")).split(" ");

/** The same, with what stands within words. */
async function within(data, unit, found) {
  if (unit.pairs || unit.word.length < 3) return found;
  const inner = (await allWords()).filter((word) => word.indexOf(unit.word) > 0).slice(0, SHOWN);
  const more = new Map(found);
  await Promise.all(inner.map(async (word) => (await between(data, word, word)).forEach(([, lists]) => gather(more, lists, INNER))));
  return more;
}

/** How many letters must be put in, taken out, changed or changed places; Infinity where it is more than `most`. */
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let [before, row] = [[], Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return Infinity;
    [before, row] = [row, next];
  }
  return row[b.length];
}
/** Words near those of the question that nothing has. */
async function nearMisses(units, lists) {
  const unknown = units.filter((unit, n) => !unit.pairs && unit.word.length > 2 && !lists[n].size);
  if (!unknown.length) return [];
  const known = await allWords();
  const found = unknown.flatMap(({ word }) => {
    const most = word.length > 7 ? 2 : 1;
    return known.map((other) => [distance(word, other, most), other, word]).filter(([far]) => far <= most);
  });
  return found.sort((a, b) => a[0] - b[0] || (a[1][0] !== a[2][0]) - (b[1][0] !== b[2][0])).slice(0, 5).map(([, other, word]) => [word, other]);
}
/** The words of a question, a run of characters that nothing has in two where most records have both: who writes without spaces puts none
 * between two words either. */
async function inTwo(data, units, lists) {
  const parted = units.map(async (unit, n) => {
    if (lists[n].size || !(unit.pairs?.length > 2)) return [unit];
    const having = await Promise.all(unit.pairs.map((pair) => whole(data, pair)));
    const ways = having.map((_, at) => (at && at < having.length - 1 ? common(having.filter((_, n) => n !== at), Math.max).size : 0));
    const at = ways.indexOf(Math.max(...ways));
    const signs = [...unit.word];
    return ways[at] ? [signs.slice(0, at + 1), signs.slice(at + 1)].map((word) => unitOf(word.join(""))) : [unit];
  });
  return (await Promise.all(parted)).flat();
}
/** Records that have some of the words, or of the characters: those that have the rarest and the most, and what comes near them. */
async function someOf(data, units, lists) {
  const parts = (await Promise.all(units.map(async (unit, n) => (unit.pairs?.length > 1 ? Promise.all(unit.pairs.map((pair) => whole(data, pair))) : [lists[n]])))).flat();
  const weights = new Map();
  for (const part of parts) for (const number of part.keys()) weights.set(number, (weights.get(number) ?? 0) + 1 / Math.log(2 + part.size));
  const best = Math.max(...weights.values(), 0);
  return new Map([...weights].filter(([, weight]) => weight > best * NEAR).map(([number, weight]) => [number, -weight]));
}

// --- an answer ----------------------------------------------------------------------------------------------------------

/** The records that answer a question, as often as more is known: the best first, whether they have all of its words, what else might be meant,
 * and the words by which they were found. */
async function* answers(units) {
  const data = await index();
  const kindOf = (number) => data.parts[Math.floor(number / data.slot)][1];
  const told = (found, all = true, meant = [], words = units) => ({ data, all, meant, kindOf, words, numbers: [...found].sort(([a, x], [b, y]) => x - y || a - b).map(([number]) => number) });
  let lists = await Promise.all(units.map((unit) => recordsOf(data, unit)));
  const begun = common(lists, sum);
  if (begun.size) yield told(begun);
  if (begun.size >= FEW) return;
  lists = await Promise.all(units.map((unit, n) => within(data, unit, lists[n])));
  const found = common(lists, sum);
  if (found.size > begun.size) yield told(found);
  if (found.size) return;
  const parted = await inTwo(data, units, lists);
  if (parted.length > units.length) {
    const both = common(await Promise.all(parted.map((unit) => recordsOf(data, unit))), sum);
    if (both.size) return void (yield told(both, true, [], parted));
  }
  const several = units.length > 1 || units[0]?.pairs?.length > 1;
  yield told(several ? await someOf(data, units, lists) : found, false, await nearMisses(units, lists));
}

let asked = 0;
let limit = SHOWN;
const chosen = () => new URLSearchParams(location.search).getAll("kind");
const state = (words, kinds) => {
  const query = new URLSearchParams(words ? { q: words } : {});
  for (const kind of kinds) query.append("kind", kind);
  return query.size ? `?${query}` : location.pathname;
};
const tongues = [...document.querySelectorAll(".languages a[hreflang]")].map((link) => [link, link.getAttribute("href")]);

async function search(kinds = chosen()) {
  const turn = (asked += 1);
  const late = () => turn !== asked; // somebody has typed on
  const text = field.value.trim();
  const address = state(text, kinds);
  history.replaceState(null, "", address);
  for (const [link, href] of tongues) link.setAttribute("href", href + (text ? address : ""));
  again.hidden = true;
  if (!text) {
    status.textContent = "";
    kindsOf.replaceChildren();
    return void place.replaceChildren();
  }
  status.textContent = said.loading;
  try {
    await index(); // it knows how words are spelt
    const units = unitsOf(text);
    for await (const found of answers(units)) {
      if (late()) return;
      const wanted = kinds.length ? found.numbers.filter((number) => kinds.includes(found.data.kinds[found.kindOf(number)][0])) : found.numbers;
      await show(found, wanted, kinds, late);
    }
  } catch {
    if (late()) return;
    status.textContent = said.failed;
    again.hidden = false;
  }
}

function showKinds({ data, numbers: found, kindOf }, kinds) {
  const counts = new Map();
  for (const number of found) counts.set(kindOf(number), (counts.get(kindOf(number)) ?? 0) + 1);
  const focused = document.activeElement?.name === "kind" ? document.activeElement.value : undefined;
  kindsOf.replaceChildren(
    ...data.kinds.flatMap(([name, title], kind) => {
      const checked = kinds.includes(name);
      if (!counts.has(kind) && !checked) return [];
      const box = element("input", { type: "checkbox", name: "kind", value: name, checked });
      return [element("label", {}, box, element("span", { textContent: title }), " ", element("span", { className: "n", textContent: numbers.format(counts.get(kind) ?? 0) }))];
    }),
  );
  if (focused) kindsOf.querySelector(`[value="${CSS.escape(focused)}"]`)?.focus();
}

/** Show what was found: the first few as soon as they are there, then the others. */
async function show(found, wanted, kinds, late) {
  const { data, all, meant, kindOf, words: units } = found;
  const list = element("ul", { className: "index" });
  const above = [];
  if (meant.length) {
    const links = meant.flatMap(([word, other], n) => {
      const words = field.value.trim().split(/\s+/).map((one) => (fold(one).plain === word ? other : one)).join(" ");
      return [n ? " · " : "", element("a", { href: state(words, []), textContent: other })];
    });
    above.push(element("p", { className: "meant" }, `${said.meant} `, ...links));
  }
  if (!wanted.length) {
    const lists = [...document.querySelectorAll(".sections a")].map((link) => element("li", {}, link.cloneNode(true)));
    above.push(element("p", { textContent: said.instead }), element("ul", { className: "index columns" }, ...lists));
  }
  const count = () => {
    if (!wanted.length) return said.none;
    const shown = list.children.length;
    const some = shown < wanted.length ? counted(said.of, wanted.length, { shown: numbers.format(shown) }) : counted(said.found, wanted.length);
    return all ? some : `${said.some} ${some}`;
  };
  for (const [from, to] of [[0, FIRST], [FIRST, limit]]) {
    const numbersHere = wanted.slice(from, to);
    if (from && !numbersHere.length) break;
    const parts = [...new Set(numbersHere.map((number) => Math.floor(number / data.slot)))];
    let at = 0;
    const lane = async () => {
      while (at < parts.length) await read(data.parts[parts[at++]][0]);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const records = await Promise.all(numbersHere.map(async (number) => [number, (await read(data.parts[Math.floor(number / data.slot)][0]))[number % data.slot]]));
    if (late()) return;
    list.append(...records.map(([number, record]) => line(record, data.kinds[kindOf(number)][1], units)));
    status.textContent = count();
    if (from) continue;
    showKinds(found, kinds); // with the answer itself: what is seen does not move
    place.replaceChildren(...above, list);
  }
  if (wanted.length > limit) {
    const more = element("button", { type: "button", className: "more-rows", textContent: counted(said.more, Math.min(SHOWN, wanted.length - limit)) });
    more.addEventListener("click", async () => {
      const from = limit;
      limit += SHOWN;
      await search();
      place.querySelectorAll("li a")[from]?.focus();
    });
    place.append(more);
  }
}

function line([name, where, address, text], kind, units) {
  const item = element("li", {}, element("span", { className: "kind", textContent: kind }), " ", element("a", { href: said.root + address }, ...marked(name, units)));
  if (where) item.append(element("p", { className: "aside" }, ...marked(where, units)));
  if (text) item.append(element("p", {}, ...marked(text, units, MARKED)));
  return item;
}

/** A text with the words of the question in marks; of one that is longer than `most`, the part around the first of them. */
function marked(text, units, most = Infinity) {
  const { plain, from } = fold(text);
  const found = [];
  for (const unit of units) {
    if (unit.pairs) {
      for (let at = plain.indexOf(unit.word); at >= 0; at = plain.indexOf(unit.word, at + 1)) found.push([at, at + unit.word.length]);
      continue;
    }
    let inner = [];
    let begins = false;
    for (const [word, start, end] of wordsIn(plain)) {
      if (word.startsWith(unit.word)) found.push([start, start + unit.word.length]);
      else if (!isUnspaced(word) && spelt(word) === unit.spelt) found.push([start, end]);
      else {
        const at = word.indexOf(unit.word);
        if (at > 0 && unit.word.length > 2) inner.push([start + at, start + at + unit.word.length]);
        continue;
      }
      begins = true;
    }
    if (!begins) found.push(...inner);
  }
  found.sort((a, b) => a[0] - b[0]);
  const start = text.length > most && found.length && from[found[0][0]] > most / 2 ? from[found[0][0]] - most / 2 : 0;
  const end = text.length > most ? Math.min(text.length, start + most) : text.length;
  const pieces = start ? ["…"] : [];
  let at = start;
  for (const [first, last] of found) {
    const [open, close] = [from[first], from[last - 1] + [...text.slice(from[last - 1])][0].length];
    if (open < at || close > end) continue;
    pieces.push(text.slice(at, open), element("mark", { textContent: text.slice(open, close) }));
    at = close;
  }
  pieces.push(text.slice(at, end), end < text.length ? "…" : "");
  return pieces;
}

// --- what a reader does -------------------------------------------------------------------------------------------------

// What somebody typed before this was loaded stays.
field.value = new URLSearchParams(location.search).get("q") ?? field.value;
field.addEventListener("input", () => {
  limit = SHOWN;
  search();
});
kindsOf.addEventListener("change", () => {
  limit = SHOWN;
  search([...kindsOf.querySelectorAll(":checked")].map((box) => box.value));
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
again.addEventListener("click", () => {
  field.focus();
  search();
});
/** Arrows go from the field to what was found and back, Escape to the field. */
document.querySelector("main").addEventListener("keydown", (event) => {
  const links = [...place.querySelectorAll("a")];
  const at = links.indexOf(event.target);
  if (event.key === "Escape" && event.target !== field) field.focus();
  else if ((event.key === "ArrowDown" && (at >= 0 || event.target === field)) || (event.key === "ArrowUp" && at >= 0)) {
    (links[at + (event.key === "ArrowDown" ? 1 : -1)] ?? (at > 0 ? event.target : field)).focus();
  } else return;
  event.preventDefault();
});
search();
