// Comfort only: every page works without it.

// The contents at the side say which group is in view.
const contents = document.querySelector(".contents");
if (contents && "IntersectionObserver" in window) {
  const links = new Map([...contents.querySelectorAll("li a")].map((link) => [link.hash.slice(1).replace(/-values$/, ""), link]));
  const inView = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) inView[entry.isIntersecting ? "add" : "delete"](entry.target.id);
    const first = [...links.keys()].find((id) => inView.has(id));
    for (const [id, link] of links) id === first ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  }, { rootMargin: "-10% 0px -55% 0px" });
  for (const id of links.keys()) watch.observe(document.getElementById(id).closest("section"));
}

// All groups are unfolded in their place.
for (const link of document.querySelectorAll("[data-unfold]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    for (const group of document.querySelectorAll(".folding > details")) group.open = true;
    link.hidden = true;
  });
}

// While a text is typed, the page shows what holds it; the folding of before comes back with an empty text.
const find = document.querySelector("[data-find]");
if (find) {
  const field = find.querySelector("input"), said = find.querySelector("output");
  const things = [...document.querySelectorAll(".file .row, .file .paper, .file .tie, .file .entries li, .file .chips li")];
  const groups = [...document.querySelectorAll(".file .group, .file .chip-group, .file .delivered")];
  const folds = new Map([...document.querySelectorAll(".file details")].map((fold) => [fold, fold.open]));
  const others = document.querySelectorAll(".conflicts, .absent, .file figure, .ownership, .file .missing");
  const show = () => {
    const wanted = field.value.trim().toLowerCase();
    for (const thing of things) thing.hidden = wanted !== "" && !thing.textContent.toLowerCase().includes(wanted);
    for (const other of others) other.hidden = wanted !== "";
    for (const group of groups) group.hidden = wanted !== "" && !group.querySelector(".row:not([hidden]), .paper:not([hidden]), .tie:not([hidden]), .entries li:not([hidden]), .chips li:not([hidden])");
    for (const [fold, open] of folds) fold.open = wanted !== "" || open;
    said.textContent = wanted === "" ? "" : String(things.filter((thing) => !thing.hidden).length);
  };
  field.addEventListener("input", show);
  find.addEventListener("submit", (event) => { event.preventDefault(); show(); });
}

// A mask is lifted in its place: the page does not jump, and the focus stays where it was.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const place = form.closest("[id]");
  if (!form.matches("[data-in-place]") || !place) return;
  event.preventDefault();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
    if (!answer.ok || !fresh) throw new Error("not the page");
    place.replaceWith(fresh);
    fresh.tabIndex = -1;
    fresh.focus({ preventScroll: true });
  } catch {
    form.submit();
  }
});
