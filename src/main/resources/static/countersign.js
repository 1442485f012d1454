// Says so when the hub cannot be reached, since a list that stands still looks like one that is up to date.
function reached(yes) {
  const notice = document.getElementById("offline");
  if (notice) notice.hidden = yes;
}
for (const lost of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(lost, () => reached(false));
}
document.addEventListener("htmx:afterSwap", () => reached(true));

// After a check the next thing to do has the focus: the field again, or the verdict. Once only: the list is swapped
// every few seconds, and must not take the focus from where it has gone since.
document.addEventListener("htmx:afterSettle", () => {
  const next = document.querySelector("[data-focus]");
  if (next) {
    next.removeAttribute("data-focus");
    next.focus();
  }
});
