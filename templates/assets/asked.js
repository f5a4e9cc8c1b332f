// Runs before anything is shown, on pages that answer what their address asks (targets/?region=…): until the script that answers has done so,
// what the answer will move or replace is not seen (site.css).
if (location.search) document.documentElement.classList.add("unanswered");
