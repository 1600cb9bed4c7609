// Comfort only: every page works without it.

// The contents at the side say which group is in view.
const contents = document.querySelector(".contents");
if (contents && "IntersectionObserver" in window) {
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const inView = new Set();
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) inView[entry.isIntersecting ? "add" : "delete"](entry.target.id);
    const first = [...links.keys()].find((id) => inView.has(id));
    for (const [id, link] of links) id === first ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
  }, { rootMargin: "-10% 0px -55% 0px" });
  for (const id of links.keys()) watch.observe(document.getElementById(id));
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
