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

/** What has moved leads on by itself. Without this, the page does: at once to the new page, by a link from a place to its new one. */
function leadOn() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const line = place && place.matches(".departed") ? place : document.querySelector(".page-moved main");
  const link = line && line.querySelector("a.onward");
  if (link) location.replace(link.href + (link.hash ? "" : location.hash));
}
leadOn();
addEventListener("hashchange", leadOn);
