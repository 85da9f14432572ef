/* A strip of tabs that is wider than its place: shows the current one, and fades where there is more. The page stays. */
export function start(strip) {
  const current = strip.querySelector("[aria-current]");
  const mark = () => {
    const before = Math.abs(strip.scrollLeft);
    const after = strip.scrollWidth - strip.clientWidth - before;
    strip.dataset.more = `${before > 1 ? "before" : ""} ${after > 1 ? "after" : ""}`.trim();
  };
  if (current) {
    const place = strip.getBoundingClientRect();
    const tab = current.getBoundingClientRect();
    strip.scrollLeft += tab.left + tab.width / 2 - place.left - place.width / 2;
  }
  strip.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(strip);
}
