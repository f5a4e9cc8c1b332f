// Only `python build.py serve` sends this: it reloads a page that was built anew, or shows why it could not be.

const mine = new URL(import.meta.url).searchParams.get("version");
let events;
let notice;

function listen() {
  events?.close();
  events = new EventSource("/__live");
  events.onmessage = ({ data }) => {
    const { version, failed } = JSON.parse(data);
    if (failed.length) show(failed);
    else if (version !== mine) location.reload();
    else hide();
  };
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
