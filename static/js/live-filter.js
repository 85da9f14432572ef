/* live-filter: a choice in the filters shows at once, without a new page; the address tells it, and “back” goes back.
   The server stays the only one who filters: this asks for the same address as the form would, and takes over two parts
   of the answer. Where anything goes wrong, the form is sent as ever. */
const PARTS = ["[data-live-results]", ".facet-side"];
// Above the frame: what a search for other words keeps of the filters.
const KEPT = "[data-live-kept]";

export function start(frame) {
  let asked = 0;
  // Read out after each choice; it must have been there before.
  const status = document.createElement("p");
  status.className = "hidden-visually";
  status.setAttribute("role", "status");
  frame.before(status);

  const show = async (url, remember) => {
    const number = ++asked;
    const results = frame.querySelector(PARTS[0]);
    results.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      // A later choice has overtaken this one.
      if (number !== asked) return;
      if (!answer.ok || !fresh.querySelector(PARTS[0])) throw new Error(answer.status);
      const focused = document.activeElement?.id;
      const folds = new Map([...frame.querySelectorAll("details")].map((details) => [place(details), details.open]));
      for (const part of PARTS) frame.querySelector(part)?.replaceWith(document.adoptNode(fresh.querySelector(part)));
      document.querySelector(KEPT)?.replaceWith(document.adoptNode(fresh.querySelector(KEPT)));
      for (const details of frame.querySelectorAll("details")) details.open = folds.get(place(details)) ?? details.open;
      if (remember) history.pushState({ liveFilter: true }, "", url);
      document.title = fresh.title;
      status.textContent = frame.querySelector("[data-live-count]")?.textContent ?? "";
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    } catch {
      location.assign(url);
    }
  };

  // Which of the foldable parts it is: its title stays while its values change.
  const place = (details) =>
    `${details.className} ${details.closest("fieldset")?.querySelector("legend")?.textContent ?? ""}`;

  frame.addEventListener("change", (event) => {
    const form = event.target.closest("form.facets");
    if (!form) return;
    const query = new URLSearchParams(new FormData(form));
    const url = new URL(form.action);
    url.search = query;
    show(url, true);
  });
  // What is chosen shows already: the button leads to it, past filters that stand above on a narrow screen.
  frame.addEventListener("submit", (event) => {
    if (!event.target.matches("form.facets")) return;
    event.preventDefault();
    frame.querySelector("details.filter")?.removeAttribute("open");
    const heading = frame.querySelector("[data-live-count]");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  });
  frame.addEventListener("click", (event) => {
    const link = event.target.closest(".chosen a, .ways-out a, .pagination a, .switch a, .sortings a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button) return;
    event.preventDefault();
    show(link.href, true).then(() => {
      if (link.closest(".pagination")) frame.scrollIntoView();
    });
  });
  addEventListener("popstate", () => show(location.href, false));
}
