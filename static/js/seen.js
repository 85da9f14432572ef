/* seen: says once that this page was looked at for a while: no cookie, nothing kept. Pages come from a cache, so that the
   server does not know. Who comes from a page of the same thing, reloads or goes back has been counted already. */
const SECONDS = 4;

export function start(part) {
  const how = performance.getEntriesByType("navigation")[0]?.type;
  const from = part.dataset.seenFrom;
  const before = document.referrer ? new URL(document.referrer) : null;
  const known = from && before?.origin === location.origin && before.pathname.startsWith(from);
  if (known || (how && how !== "navigate") || navigator.webdriver || !navigator.sendBeacon) return;
  let left = SECONDS;
  const timer = setInterval(() => {
    if (document.visibilityState !== "visible") return;
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    navigator.sendBeacon(part.dataset.seen);
  }, 1000);
}
