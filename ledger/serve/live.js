// Only `python build.py serve` sends this. It shows what an edit has made of the page, or why the site could not be built.

const mine = new URL(import.meta.url).searchParams.get("version");
const looks = new Map();
let events;
let notice;

function listen() {
  events?.close();
  events = new EventSource("/__live");
  events.onmessage = ({ data }) => {
    const { failed } = JSON.parse(data);
    if (failed.length) show(failed);
    else hide();
    look();
  };
}

// A page that says something else is loaded again, and stays where it was scrolled to. New style sheets take the place of the old.
async function look() {
  const html = await (await fetch(location.href)).text();
  if (/\/__live\.js\?version=(\w+)/.exec(html)?.[1] !== mine) return location.reload();
  const sheets = "link[rel=stylesheet]";
  const now = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll(sheets)];
  [...document.querySelectorAll(sheets)].forEach((old, place) => now[place] && dress(old, now[place].getAttribute("href")));
}

async function dress(old, address) {
  const tag = (await fetch(address, { method: "HEAD" })).headers.get("ETag");
  if (tag === looks.get(old)) return; // the first time nobody knows what the page was dressed in, so it is fetched once more
  looks.set(old, tag);
  const fresh = old.cloneNode();
  fresh.href = `${address}?${tag.slice(1, -1)}`;
  fresh.onload = () => old.remove();
  looks.set(fresh, tag);
  old.after(fresh);
}

function show(lines) {
  hide();
  notice = document.createElement("aside");
  notice.id = "__live";
  notice.setAttribute("role", "alert");
  // A shadow root, so that neither the page's styles nor the notice's reach the other.
  const inside = notice.attachShadow({ mode: "open" });
  const look = element("link");
  look.rel = "stylesheet";
  look.href = "/__live.css";
  const list = element("ol");
  list.append(...lines.slice(0, -1).map((line) => element("li", line)));
  const close = element("button", "Hide");
  close.type = "button";
  close.addEventListener("click", hide);
  inside.append(look, element("h2", lines.at(-1)), list, element("p", "You see the last good build. This notice goes when a build succeeds."), close);
  document.body.append(notice);
}

function hide() {
  notice?.remove();
  notice = undefined;
}

function element(name, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

// A page in a frame is reloaded with the page around it. A hidden tab lets go, since a browser opens only six
// connections to one server.
if (window === window.top) {
  listen();
  document.addEventListener("visibilitychange", () => (document.hidden ? events.close() : listen()));
}
