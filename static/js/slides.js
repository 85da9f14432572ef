/* slides: turns the pages of the viewer in place, by keys, buttons, swipes; without it each slide is a page of its own.
   Everything is taken from the list below the stage. A slide that is not in the list is a page to go to. */
const SWIPE = 48;

export function start(viewer) {
  const part = (name) => viewer.querySelector(`[data-slides-${name}]`);
  const items = new Map([...document.querySelectorAll("[data-slide]")].map((item) => [Number(item.dataset.slide), item]));
  const [stage, picture, label, text, place] = ["stage", "picture", "label", "text", "place"].map(part);
  const steps = [...viewer.querySelectorAll("[data-slides-step]")];
  const total = Number(place?.textContent.match(/\d+/g)?.at(-1) ?? 1);
  let number = Number([...items].find(([, item]) => item.querySelector("[aria-current]"))?.[0] ?? 1);

  const address = (to) => {
    const url = new URL(location.href);
    if (to > 1) url.searchParams.set("slide", to);
    else url.searchParams.delete("slide");
    return url;
  };

  const show = (to, { keep = true } = {}) => {
    if (to < 1 || to > total || to === number) return;
    const item = items.get(to);
    if (!item || Boolean(picture) !== Boolean(item.dataset.picture) || !text) {
      location.assign(address(to));
      return;
    }
    items.get(number)?.querySelector("a").removeAttribute("aria-current");
    item.querySelector("a").setAttribute("aria-current", "true");
    number = to;
    const name = item.querySelector("a > span").textContent;
    if (picture) {
      picture.srcset = item.dataset.srcset;
      picture.src = item.dataset.picture;
      picture.alt = name;
    }
    label.textContent = name;
    text.textContent = item.querySelector("[data-slide-text]")?.textContent ?? text.dataset.empty;
    place.textContent = place.dataset.words.replace("{number}", to).replace("{total}", total);
    for (const step of steps) {
      const next = to + Number(step.dataset.slidesStep);
      const there = next >= 1 && next <= total;
      if (there) step.href = address(next);
      else step.removeAttribute("href");
      step.toggleAttribute("aria-disabled", !there);
      if (!there) step.setAttribute("aria-disabled", "true");
      step.toggleAttribute("role", false);
      if (!there) step.setAttribute("role", "link");
    }
    if (keep) history.replaceState(null, "", address(to));
    ahead(to + 1);
  };

  /* The next picture is there before it is asked for. */
  const ahead = (to) => {
    const item = items.get(to);
    if (!picture || !item?.dataset.picture) return;
    const image = new Image();
    image.sizes = picture.sizes;
    image.srcset = item.dataset.srcset;
  };

  const follow = (link, to) => link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(to());
    if (link.closest("[data-slide]")) stage.scrollIntoView({ block: "nearest" });
  });
  for (const step of steps) follow(step, () => number + Number(step.dataset.slidesStep));
  for (const [to, item] of items) follow(item.querySelector("a"), () => to);

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const forward = getComputedStyle(viewer).direction === "rtl" ? -1 : 1;
    const to = {
      ArrowRight: number + forward, ArrowLeft: number - forward, PageDown: number + 1, PageUp: number - 1,
      Home: 1, End: total,
    }[event.key];
    if (to === undefined || total < 2) return;
    event.preventDefault();
    show(Math.min(Math.max(to, 1), total));
  });

  let from = null;
  stage.addEventListener("pointerdown", (event) => {
    from = event.pointerType === "touch" && event.isPrimary ? event.clientX : null;
  });
  stage.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const way = event.clientX - from;
    from = null;
    if (Math.abs(way) > SWIPE) show(number + (way < 0 ? 1 : -1));
  });

  const full = part("full");
  if (picture && viewer.requestFullscreen) {
    full.hidden = false;
    full.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else viewer.requestFullscreen();
    });
  }
  const link = part("link");
  if (navigator.clipboard && total > 1) {
    const words = link.querySelector("span");
    const before = words.textContent;
    link.hidden = false;
    link.addEventListener("click", async () => {
      await navigator.clipboard.writeText(address(number).href);
      words.textContent = link.dataset.copied;
      setTimeout(() => { words.textContent = before; }, 2000);
    });
  }
  ahead(number + 1);
}
