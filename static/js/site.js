/* The one script of every page: brings in a behaviour only where a page asks for it by its data- attribute. */
const behaviours = [
  ["[data-errors]", () => import("./errors.js")],
  ["[data-password]", () => import("./password.js")],
  ["[data-print]", () => import("./print.js")],
  ["[data-dialog]", () => import("./dialog.js")],
  ["[data-busy]", () => import("./busy.js")],
];

for (const [selector, load] of behaviours) {
  const parts = document.querySelectorAll(selector);
  if (parts.length) load().then(({ start }) => parts.forEach(start));
}

// Browsers without popovers show the menu open below the header; there the buttons have nothing to do.
if (!("popover" in HTMLElement.prototype)) {
  document.documentElement.classList.add("no-popover");
}
