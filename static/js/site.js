/* The one script of every page: brings in a behaviour only where a page asks for it by its data- attribute. */
const behaviours = [
  ["[data-errors]", () => import("./errors.js")],
  ["[data-password]", () => import("./password.js")],
  ["[data-copy]", () => import("./copy.js")],
  ["[data-tabs]", () => import("./tabs.js")],
  ["[data-print]", () => import("./print.js")],
  ["[data-cookies], [data-consent]", () => import("./consent.js")],
  ["[data-dialog]", () => import("./dialog.js")],
  ["[data-busy]", () => import("./busy.js")],
  ["[data-passkey]", () => import("./passkey.js")],
  ["[data-search-suggest]", () => import("./search-suggest.js")],
  ["[data-suggest]", () => import("./suggest.js")],
  ["[data-regions-of]", () => import("./regions.js")],
  ["[data-time-zone]", () => import("./time-zone.js")],
  ["[data-visitor-time]", () => import("./visitor-time.js")],
  ["[data-programme]", () => import("./programme.js")],
  ["[data-live-filter]", () => import("./live-filter.js")],
  ["[data-copy-field]", () => import("./copy-field.js")],
  ["[data-upload]", () => import("./upload.js")],
  ["[data-composer]", () => import("./composer.js")],
  ["[data-seen]", () => import("./seen.js")],
  ["[data-slides]", () => import("./slides.js")],
  ["[data-registration]", () => import("./registration.js")],
];

for (const [selector, load] of behaviours) {
  const parts = document.querySelectorAll(selector);
  if (parts.length) load().then(({ start }) => parts.forEach(start));
}
