/* consent: who has not chosen sees the question about cookies; what waits for a choice ([data-consent], inert HTML in a
   template) is shown once its category is allowed, and taken away when it no longer is.

   The choice is a cookie that the server writes: "<version of the list>.<category>.<category>". It counts only in exactly
   this form and for the version that the page names (cop/privacy/consent_cookie.py reads it the same way). */
const ORDER = ["functional", "analytics", "performance", "advertisement"];
const root = document.documentElement;
const shown = new Map();
const parts = [];
let banner;
let opener;

function accepted() {
  if (!banner) return null;
  const start = `${banner.dataset.cookie}=`;
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(start));
  if (!found) return null;
  const [version, ...categories] = found.slice(start.length).split(".");
  if (version !== banner.dataset.version) return null;
  const places = categories.map((category) => ORDER.indexOf(category));
  return places.every((place, number) => place > (number ? places[number - 1] : -1)) ? categories : null;
}

/* Shows what is allowed, takes away what is not. */
function settle() {
  const allowed = accepted() ?? [];
  for (const part of parts) {
    if (allowed.includes(part.dataset.consent)) show(part);
    else hide(part);
  }
}

function show(part) {
  if (shown.has(part)) return;
  const template = part instanceof HTMLTemplateElement ? part : part.querySelector("template");
  if (!template) return;
  const content = document.importNode(template.content, true);
  shown.set(part, [...content.childNodes]);
  if (part === template) part.after(content);
  else {
    part.dataset.shown = "";
    part.append(content);
  }
}

function hide(part) {
  const nodes = shown.get(part);
  if (!nodes) return;
  shown.delete(part);
  const ran = nodes.some((node) => node instanceof Element && (node.matches("script") || node.querySelector("script")));
  nodes.forEach((node) => node.remove());
  delete part.dataset.shown;
  // A script that has run cannot be taken back but by a page without it.
  if (ran) location.reload();
}

function open(from) {
  opener = from;
  for (const box of banner.querySelectorAll("[name=category]:not(:disabled)")) {
    box.checked = (accepted() ?? []).includes(box.value);
  }
  root.dataset.cookieBanner = "open";
  if (!from) return;
  banner.querySelector("details").open = true;
  banner.focus();
}

function close() {
  const hadFocus = banner.contains(document.activeElement);
  delete root.dataset.cookieBanner;
  if (hadFocus) (opener ?? document.getElementById("content"))?.focus({ preventScroll: true });
  opener = undefined;
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const data = new FormData(form, event.submitter);
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (!answer?.ok || !said?.accepted) {
    // The list has changed since this page was made, or the line is down: the page of all cookies says more.
    location.assign(said?.look ?? banner.dataset.page);
    return;
  }
  forget(said.forget);
  close();
  settle();
  const first = shown.get(form.closest("[data-consent]"))?.find((node) => node instanceof HTMLElement);
  first?.focus();
}

/* What refused categories have kept in this site's own storage; a * in a name stands for anything. */
function forget(names) {
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const patterns = names.map((name) => new RegExp(`^${name.split("*").map(escaped).join(".*")}$`));
  try {
    for (const storage of [localStorage, sessionStorage]) {
      for (const key of Object.keys(storage)) {
        if (patterns.some((pattern) => pattern.test(key))) storage.removeItem(key);
      }
    }
  } catch {
    // A browser that keeps no storage has nothing to forget.
  }
}

export function start(part) {
  if (part.matches("[data-cookies]")) {
    banner = part;
    banner.querySelector("form").addEventListener("submit", send);
    banner.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && accepted()) close();
    });
    for (const link of document.querySelectorAll(`.site-footer a[href="${banner.dataset.page}"]`)) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        open(link);
      });
    }
    new ResizeObserver(() => root.style.setProperty("--cookies-space", `${banner.offsetHeight}px`)).observe(banner);
    addEventListener("pageshow", (event) => {
      // Back on a page that the browser had kept: somebody may have chosen on another one since.
      if (!event.persisted) return;
      if (accepted()) close();
      settle();
    });
    if (!accepted()) open();
  } else if (banner) {
    parts.push(part);
    const form = part.querySelector("form");
    part.dataset.ready = "";
    form?.addEventListener("submit", send);
    if ((accepted() ?? []).includes(part.dataset.consent)) show(part);
  }
}
