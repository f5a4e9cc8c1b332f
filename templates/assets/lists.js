// Explorers: a list is narrowed by words and facets, sorted by any column, shows the columns that somebody wants, and what is seen can be
// taken along.
//
// A list that stands whole on the page is narrowed in its place. To sort, to download, or to narrow a list of several parts, its data
// are loaded (see ledger/outputs/explore.py), and what fits stands in one table. The state is in the address, in ids, so that
// it is the same in every language.

const FIRST = 200;
const LANES = 4;
const form = document.querySelector("form.filter[data-rows]");
const root = document.documentElement;

/** Full-width and half-width, upper and lower case are one. */
const plain = (text) => text.normalize("NFKC").toLowerCase();
const numbers = new Intl.NumberFormat(root.lang, { useGrouping: root.lang.startsWith("en") ? "always" : "min2" });
const words = new Intl.Collator(root.lang, { numeric: true });
const plural = new Intl.PluralRules(root.lang);
/** A word with its number, in the form that the language has for it; `forms` is JSON, by the names of CLDR. */
const counted = (forms, n, values = {}) => {
  const said = JSON.parse(forms);
  const text = said[plural.select(n)] ?? said.other;
  return Object.entries({ n: numbers.format(n), ...values }).reduce((done, [name, value]) => done.replace(`{${name}}`, value), text);
};
/** Where a table is a list of records, its head is out of sight: there the form sorts. */
const records = matchMedia("(max-width: 35rem)");
const element = (name, values = {}, ...inner) => {
  const made = Object.assign(document.createElement(name), values);
  made.append(...inner);
  return made;
};

/** A quantity in which no line ends behind the stroke of a unit, kgce/t. */
const unbroken = (text) => text.split(/([^\s()（）]+\/[^\s()（）]+)/).map((piece, n) => (n % 2 && piece.length <= 24 ? element("span", { className: "unit", textContent: piece }) : piece));

if (form) explore();

function explore() {
  const list = document.querySelector(form.dataset.list);
  const place = document.querySelector("#found");
  const status = form.querySelector(".status");
  const whole = "whole" in form.dataset;
  const total = Number(form.dataset.total);
  const columns = form.querySelector(".columns");
  const facets = [...form.querySelectorAll(".facet")].map((box) => ({ box, name: box.dataset.name, title: box.querySelector("legend").textContent }));
  let asked = 0;
  let limit = FIRST;
  let out = "";

  // --- the state, and the address -----------------------------------------------------------------------------------

  // A newsroom calls its columns as it likes: none is the name of a field, which a form would take for a property of its own.
  const chosen = (box) => [...box.querySelectorAll("input:checked")].map((one) => one.value);
  const key = (name) => (name === "q" || name === "sort" || name === "hide" ? `${name}.` : name);
  const state = () => {
    const given = new Map(facets.map(({ name, box }) => [name, chosen(box)]).filter(([, values]) => values.length));
    const sort = form.elements.sort.value;
    const hide = [...(columns?.querySelectorAll("input:not(:checked)") ?? [])].map((one) => one.value);
    return { q: form.elements.q.value.trim(), given, sort: sort.replace(/^-/, ""), back: sort.startsWith("-"), hide };
  };
  /** Whether other rows are asked for, or another order, than the page has. */
  const asks = ({ q, given, sort }) => Boolean(q || given.size || sort);
  const query = ({ q, given, sort, back, hide }) => {
    const found = new URLSearchParams(q ? { q } : {});
    for (const [name, values] of given) for (const value of values) found.append(key(name), value);
    if (sort) found.set("sort", (back ? "-" : "") + sort);
    for (const name of hide) found.append("hide", name);
    return found.size ? `?${found}` : "";
  };
  const onward = [...document.querySelectorAll(".languages a[hreflang], main .pager a")].map((link) => [link, link.getAttribute("href")]);
  const tell = (now, how) => {
    const search = query(now);
    if (how) history[how](null, "", (search || location.pathname) + location.hash);
    for (const [link, href] of onward) link.setAttribute("href", href + search);
  };

  /** What the address says goes into the form; facets of a list in parts are first filled. */
  async function readAddress() {
    const given = new URLSearchParams(location.search);
    form.elements.q.value = given.get("q") ?? "";
    form.elements.sort.value = given.get("sort") ?? "";
    if (form.elements.sort.selectedIndex < 0) form.elements.sort.value = "";
    if (!whole && facets.some(({ name }) => given.has(key(name)))) await index();
    for (const { name, box } of facets) {
      const values = given.getAll(key(name));
      for (const one of box.querySelectorAll("input")) one.checked = values.includes(one.value);
    }
    const hide = given.getAll("hide");
    for (const one of columns?.querySelectorAll("input") ?? []) one.checked = !hide.includes(one.value);
  }

  // --- rows ---------------------------------------------------------------------------------------------------------

  /** What is listed on the page itself. */
  const items = whole ? [...list.querySelectorAll("[data-item], table[data-list] tbody tr")] : [];
  const known = new Map(facets.map(({ name, box }) => [name, new Set([...box.querySelectorAll("input")].map((one) => one.value))]));
  const valuesOf = (item, name) => {
    const value = item.getAttribute(`data-${name}`) ?? "";
    return known.get(name)?.has(value) ? [value] : value.split("\n").filter(Boolean);
  };
  let standing = items.map((item, n) => ({ n, item, id: item.dataset.id || item.id, of: Object.fromEntries(facets.map(({ name }) => [name, valuesOf(item, name)])) }));

  const read = async (file) => {
    const answer = await fetch(new URL(file, new URL(form.dataset.rows, location.href)));
    if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
    return answer.json();
  };
  let loading;
  /** The index, loaded once; a list in parts gets its rows and its facets from it. */
  const index = () =>
    (loading ??= read("index.json").then((found) => {
      found.starts = [];
      let from = 0;
      for (const [, count] of found.parts) {
        found.starts.push(from);
        from += count;
      }
      found.named = new Map(found.facets.map((facet) => [facet.name, facet]));
      // Of the longest lists the index tells only how many rows have each value; files of their own tell which.
      found.long = found.facets.some((facet) => !facet.of);
      found.files = new Map();
      found.loaded = found.parts.map(() => null);
      if (!whole) fill(found);
      return found;
    }).catch((wrong) => {
      loading = undefined;
      throw wrong;
    }));

  function fill({ total: count, facets: told }) {
    const lists = told.filter(({ of }) => of).map(({ name, values, of }) => [name, of.map((at) => (at === null ? [] : [at].flat().map((one) => values[one][0])))]);
    standing = Array.from({ length: count }, (_, n) => ({ n, of: Object.fromEntries(lists.map(([name, of]) => [name, of[n]])) }));
    for (const { box, name } of facets) {
      const facet = told.find((one) => one.name === name);
      box.hidden = (facet?.values.length ?? 0) < 2;
      box.querySelector("fieldset").append(
        ...(facet?.values ?? []).map(([value, text]) =>
          element("label", {}, element("input", { type: "checkbox", value }), element("span", { textContent: text }), element("span", { className: "n" }))),
      );
    }
  }

  /** Give the rows of a long list these values of a facet, all where none are named. */
  async function fetchValues(data, name, wanted) {
    if (!data.long) return;
    const files = new Set(data.named.get(name)?.values.filter(([value]) => !wanted || wanted.includes(value)).map(([, , , file]) => `${name}/${file}.json`));
    await Promise.all([...files].map((file) => {
      if (!data.files.has(file)) {
        data.files.set(file, read(file).then((found) => {
          for (const [value, runs] of found) {
            let n = 0;
            runs.forEach((length, turn) => {
              const end = n + length;
              if (turn % 2) for (; n < end; n += 1) (standing[n].of[name] ??= []).push(value);
              n = end;
            });
          }
          data.files.get(file).here = true;
        }).catch((wrong) => {
          data.files.delete(file);
          throw wrong;
        }));
      }
      return data.files.get(file);
    }));
  }
  /** Whether all values of a facet are known of all rows. */
  const complete = (data, name) => !data?.long || (data.named.get(name)?.values ?? []).every(([, , , file]) => data.files.get(`${name}/${file}.json`)?.here);

  /** One part of the rows, loaded once, each row as `{id, address, said, keys}`. */
  const part = (data, at) =>
    (data.loaded[at] ??= read(data.parts[at][0]).then(({ ids, at: leads, said, keys }) =>
      ids.map((id, n) => {
        const of = (columns) => Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells[n]]));
        return { id, address: form.dataset.root + (typeof leads === "string" ? leads : leads[n]).replace("*", id), said: of(said), keys: of(keys) };
      })).catch((wrong) => {
        data.loaded[at] = null;
        throw wrong;
      }));

  /** Give rows what stands in them: `row.record`. Parts come side by side; `each` hears of every one. */
  async function fetchRows(data, wanted, each = () => {}) {
    const missing = wanted.filter((row) => !row.record);
    if (!missing.length) return;
    let at = 0;
    if (whole) {
      const byId = new Map((await Promise.all(data.parts.map((_, n) => part(data, n)))).flat().map((record) => [record.id, record]));
      for (const row of standing) row.record = byId.get(row.id);
      return;
    }
    const needed = [...new Set(missing.map((row) => data.starts.findLastIndex((start) => start <= row.n)))];
    const lane = async () => {
      while (at < needed.length) {
        const number = needed[at++];
        const records = await part(data, number);
        records.forEach((record, n) => (standing[data.starts[number] + n].record = record));
        each();
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }

  /** What a row says in a column: a facet's words, or what stands there. */
  const said = (data, row, name) => {
    const facet = data.named.get(name);
    if (!facet || data.long) return row.record.said[name] ?? "";
    facet.words ??= new Map(facet.values);
    const values = row.of[name] ?? [facet.of[row.n] ?? []].flat().map((one) => facet.values[one][0]);
    return values.map((value) => facet.words.get(value)).join(form.dataset.comma);
  };
  const textOf = (data, row) =>
    (row.text ??= plain(whole ? row.item.textContent : [...Object.values(row.record.said), ...data.facets.map(({ name }) => said(data, row, name)), row.record.id].join(" ")));

  // --- narrowing and sorting ------------------------------------------------------------------------------------------

  /** The rows that fit, and of each facet how many rows each value would leave, all else as it is. */
  function narrowed(now, rows, data) {
    const sought = plain(now.q).split(/\s+/).filter(Boolean);
    const counts = new Map(facets.map(({ name }) => [name, new Map()]));
    const fitting = [];
    for (const row of rows) {
      if (sought.length && !sought.every((word) => textOf(data, row).includes(word))) continue;
      const failed = facets.filter(({ name }) => now.given.has(name) && !now.given.get(name).some((value) => row.of[name]?.includes(value)));
      if (!failed.length) fitting.push(row);
      if (failed.length > 1) continue;
      for (const { name } of failed.length ? failed : facets) {
        const count = counts.get(name);
        for (const value of row.of[name] ?? []) count.set(value, (count.get(value) ?? 0) + 1);
      }
    }
    return { fitting, counts };
  }

  function sorted(now, rows, data) {
    if (!now.sort) return rows;
    const column = data.columns.find(([name]) => name === now.sort);
    const bySize = column?.[2] === "size" && !data.named.has(now.sort);
    const key = (row) => (bySize ? row.record.keys[now.sort] : said(data, row, now.sort)) ?? "";
    const turn = now.back ? -1 : 1;
    const compare = (a, b) => {
      if (!bySize) return turn * words.compare(a, b);
      return Array.isArray(a) ? a[0] - b[0] || turn * (a[1] - b[1]) : turn * (a - b); // unlike units stay apart
    };
    return rows
      .map((row) => [key(row), row])
      .sort(([a, one], [b, other]) => (a === "") - (b === "") || (a !== "" && compare(a, b)) || one.n - other.n)
      .map(([, row]) => row);
  }

  // --- showing --------------------------------------------------------------------------------------------------------

  /** Whether nothing but a facet itself narrows the list. */
  const alone = (now, name) => !now.q && [...now.given.keys()].every((other) => other === name);

  function showCounts(now, counts, data) {
    for (const { name, box } of facets) {
      let count = counts.get(name);
      if (!complete(data, name)) {
        count = alone(now, name) ? new Map(data.named.get(name)?.values.map(([value, , n]) => [value, n])) : undefined;
      }
      for (const label of box.querySelectorAll("label")) {
        const input = label.querySelector("input");
        const n = count?.get(input.value) ?? 0;
        label.querySelector(".n").textContent = count ? numbers.format(n) : "";
        label.classList.toggle("none", Boolean(count) && !n && !input.checked);
      }
      box.querySelector(".chosen").textContent = now.given.has(name) ? now.given.get(name).length : "";
    }
  }

  function showStatus(now, count, waits = false) {
    const text = count ? counted(form.dataset.shown, count, { total: numbers.format(total) }) : form.dataset.none;
    status.textContent = waits ? (count ? `${text} · ${form.dataset.loading}` : form.dataset.loading) : text;
    form.querySelector(".reset").hidden = !query(now);
  }

  /** Narrow what is on the page; what is folded away is opened while somebody looks for something. */
  function narrowPage(now, fitting) {
    const fits = new Set(fitting);
    for (const row of standing) row.item.hidden = !fits.has(row);
    if (asks(now)) for (const folded of list.querySelectorAll("details")) folded.open = true;
    for (const group of list.querySelectorAll(":is(section, div, details)[data-group]")) {
      group.hidden = !group.querySelector("[data-item]:not([hidden]), tbody tr:not([hidden])");
    }
  }

  /** Take the columns that somebody does not want out of the tables of the page; on a phone, a line of each record. */
  function showColumns({ hide }) {
    if (!columns || out === `${hide}`) return;
    out = `${hide}`;
    const all = columns.querySelectorAll("input").length;
    columns.querySelector(".chosen").textContent = hide.length ? `${numbers.format(all - hide.length)}/${numbers.format(all)}` : "";
    for (const table of list.querySelectorAll("table[data-list]")) {
      const unwanted = [...table.tHead.rows[0].cells].map(({ dataset }) => hide.includes(dataset.column));
      for (const { cells } of table.rows) for (const cell of cells) cell.hidden = unwanted[cell.cellIndex];
    }
  }
  const kept = (now, data) => data.columns.filter(([name]) => !now.hide.includes(name));

  /** What fits as one table: the first rows, and more when asked. */
  function showTable(now, rows, data) {
    const focused = document.activeElement?.closest("thead button")?.dataset.sort;
    const head = element("tr", {}, ...kept(now, data).map(([name, title, , look]) => {
      const cell = element("th", { scope: "col", className: look.includes("num") ? "num" : "" }, sorter(name, title));
      if (name === now.sort) cell.setAttribute("aria-sort", now.back ? "descending" : "ascending");
      return cell;
    }));
    const body = element("tbody", {}, ...rows.slice(0, limit).map((row) => line(row, data, kept(now, data))));
    const table = element("table", { className: "ledger" }, element("caption", { className: "visually-hidden", textContent: form.dataset.found }), element("thead", {}, head), body);
    place.replaceChildren(table);
    if (rows.length > limit) {
      const more = element("button", { type: "button", className: "more-rows", textContent: counted(form.dataset.more, rows.length - limit) });
      more.addEventListener("click", async () => {
        const from = limit;
        limit += FIRST;
        await apply();
        place.querySelectorAll("tbody th a")[from]?.focus();
      });
      place.append(more);
    }
    if (focused) place.querySelector(`thead button[data-sort="${CSS.escape(focused)}"]`)?.focus();
  }

  const line = (row, data, shown) =>
    element("tr", {}, ...shown.map(([name, title, , look], n) => {
      const text = said(data, row, name);
      if (!n) return element("th", { scope: "row" }, element("a", { href: row.record.address, textContent: text }));
      const cell = element("td", { className: look }, ...(look.includes("num") ? unbroken(text) : [text]));
      cell.dataset.label = title;
      return cell;
    }));

  function sorter(name, title) {
    const button = element("button", { type: "button", textContent: title });
    button.dataset.sort = name;
    button.tabIndex = records.matches ? -1 : 0;
    return button;
  }

  function swap(toTable) {
    columns?.classList.toggle("off", !toTable && !list.querySelector("table[data-list]"));
    list.hidden = toTable;
    place.hidden = !toTable;
    for (const around of document.querySelectorAll("main .pager")) around.hidden = toTable && !whole;
  }

  /** What the address asks is answered, or cannot be: all is seen (asked.js). */
  const answered = () => root.classList.remove("unanswered");

  async function apply(how) {
    const turn = (asked += 1);
    const now = state();
    const late = () => turn !== asked;
    tell(now, how);
    showColumns(now);
    const inPlace = whole ? !now.sort : !asks(now);
    if (whole && inPlace) {
      const { fitting, counts } = narrowed(now, standing);
      showCounts(now, counts);
      narrowPage(now, fitting);
      showStatus(now, fitting.length);
      return swap(false);
    }
    if (inPlace) {
      if (loading) await index().then((data) => showCounts(now, narrowed(now, standing, data).counts, data), () => {});
      if (late()) return;
      showStatus(now, total);
      return swap(false);
    }
    status.textContent = form.dataset.loading;
    try {
      const data = await index();
      await Promise.all([...now.given].map(([name, values]) => fetchValues(data, name, values)));
      if (late()) return;
      if (now.q && !whole) {
        const partly = () => {
          if (late() || now.sort) return;
          const { fitting } = narrowed(now, standing.filter((row) => row.record), data);
          showStatus(now, fitting.length, true);
          showTable(now, fitting, data);
          swap(true);
        };
        await fetchRows(data, standing, partly);
        if (late()) return;
      }
      const { fitting, counts } = narrowed(now, standing, data);
      showCounts(now, counts, data);
      showStatus(now, fitting.length, true); // the answer itself; what it is of follows
      if (now.sort && (data.long || !data.named.has(now.sort))) await fetchRows(data, fitting);
      const rows = sorted(now, fitting, data);
      await fetchRows(data, rows.slice(0, limit));
      if (late()) return;
      showTable(now, rows, data);
      showStatus(now, rows.length);
      swap(true);
      await countOpen();
    } catch {
      if (!late()) status.textContent = form.dataset.failed;
    }
  }

  /** Count the facet that is open, where its values are still to come. */
  async function countOpen() {
    const open = facets.find(({ box }) => box.open);
    if (whole || !open) return;
    const data = await index();
    const now = state();
    if (!alone(now, open.name)) await fetchValues(data, open.name);
    await Promise.all([...now.given].map(([name, values]) => fetchValues(data, name, values)));
    if (!now.q || standing.every((row) => row.record)) showCounts(now, narrowed(now, standing, data).counts, data);
  }

  // --- taking along ---------------------------------------------------------------------------------------------------

  /** A cell that no spreadsheet program runs, and that stands whole in a file of commas. */
  const cellOf = (text) => {
    const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) && text.trim().length > 1 && !/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s?[%‰]?$/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };

  async function take(ending) {
    const now = state();
    const data = await index();
    await Promise.all([...now.given].map(([name, values]) => fetchValues(data, name, values)));
    if (now.q && !whole) await fetchRows(data, standing);
    let rows = narrowed(now, standing, data).fitting;
    await fetchRows(data, rows);
    rows = sorted(now, rows, data);
    const shown = new Set(data.columns.map(([name]) => name));
    const told = [...kept(now, data).map(([name, title]) => [name, title]), ...data.facets.filter(({ name }) => !shown.has(name)).map(({ name, title }) => [name, title])];
    const cells = rows.map((row) => [row.record.id, ...told.map(([name]) => said(data, row, name)), new URL(row.record.address, location.href).href]);
    const names = told.map(([name]) => name);
    let where = "address";
    while (names.includes(where)) where = `page_${where}`;
    const heads = ["id", ...names, where];
    const csv = () => "\ufeff" + [["id", ...told.map(([, title]) => title), where], ...cells].map((line) => line.map(cellOf).join(",") + "\n").join("");
    const json = () => JSON.stringify(cells.map((line) => Object.fromEntries(line.map((text, n) => [heads[n], text]))), null, 1) + "\n";
    const [type, content] = ending === "csv" ? ["text/csv", csv()] : ["application/json", json()];
    const name = decodeURIComponent(`${new URL(form.dataset.rows, location.href).pathname.split("/").at(-2)}.${query(now).slice(1)}`);
    const link = element("a", { href: URL.createObjectURL(new Blob([content], { type })), download: `${name.replace(/[^\p{L}\p{N}=._-]+/gu, ".").replace(/\.$/, "").slice(0, 120)}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // --- what a reader does -----------------------------------------------------------------------------------------------

  for (const head of list.querySelectorAll("th[data-column]")) {
    const button = sorter(head.dataset.column, "");
    button.append(...head.childNodes);
    head.append(button);
  }
  records.addEventListener("change", () => {
    for (const button of document.querySelectorAll("th button[data-sort]")) button.tabIndex = records.matches ? -1 : 0;
  });
  const sortBy = (name) => {
    const field = form.elements.sort;
    field.value = field.value === name ? `-${name}` : field.value === `-${name}` ? "" : name;
    limit = FIRST;
    return apply("pushState");
  };
  for (const shown of [list, place]) {
    shown.addEventListener("click", async (event) => {
      const button = event.target.closest("button[data-sort]");
      if (!button) return;
      await sortBy(button.dataset.sort);
      (list.hidden ? place : list).querySelector(`button[data-sort="${CSS.escape(button.dataset.sort)}"]`)?.focus();
    });
  }
  form.addEventListener("input", ({ target }) => {
    limit = FIRST;
    apply(target.name === "q" ? "replaceState" : "pushState");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector(".reset").addEventListener("click", () => {
    form.elements.q.value = form.elements.sort.value = "";
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = box.defaultChecked;
    limit = FIRST;
    apply("pushState");
    form.elements.q.focus();
  });
  form.querySelector(".take").addEventListener("click", ({ target }) => {
    if (target.dataset.take) take(target.dataset.take).catch(() => (status.textContent = form.dataset.failed));
  });
  const fold = form.querySelector(".fold");
  fold?.addEventListener("click", () => fold.setAttribute("aria-expanded", form.querySelector(".facets").classList.toggle("open")));
  for (const { box } of facets) {
    box.addEventListener("toggle", async () => {
      if (!box.open) return;
      for (const other of facets) if (other.box !== box) other.box.open = false;
      await countOpen().catch(() => (status.textContent = form.dataset.failed));
    });
  }
  document.addEventListener("click", ({ target }) => {
    for (const box of form.querySelectorAll("details[open]")) if (!box.contains(target)) box.open = false;
  });
  form.addEventListener("keydown", (event) => {
    const box = event.key === "Escape" && event.target.closest("details[open]");
    if (!box) return;
    box.open = false;
    box.querySelector("summary").focus();
  });
  addEventListener("popstate", () => readAddress().then(() => apply()));

  // What somebody chose before this was loaded stays, where the address says nothing else.
  const early = query(state());
  (location.search ? readAddress() : Promise.resolve()).catch(() => {}).then(() => apply(early && !location.search ? "replaceState" : undefined)).finally(answered);
}
