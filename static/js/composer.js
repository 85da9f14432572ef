/* composer: buttons for Markdown, mentions from a list, and a draft that stays in this browser until it is posted. */
const KEPT = 30 * 24 * 60 * 60 * 1000;
const PREFIX = "draft:";

const TOOLS = [
  ["bold", "**", "**"],
  ["italic", "*", "*"],
  ["link", "[", "](https://)"],
  ["list", "- ", "", true],
  ["quotation", "> ", "", true],
];

export function start(form) {
  const text = form.querySelector("[data-composer-text]");
  addTools(form, text);
  addMentions(form, text);
  // Changes of posts are not drafts: what stands there may have been changed by somebody else.
  if (!form.elements.version) keepDraft(form, text);
}

function wrap(text, before, after, eachLine) {
  const { selectionStart: from, selectionEnd: to, value } = text;
  const chosen = value.slice(from, to);
  const begin = eachLine && from && value[from - 1] !== "\n" ? "\n" : "";
  const made = eachLine
    ? begin + chosen.split("\n").map((line) => before + line).join("\n")
    : before + chosen + after;
  text.focus();
  text.setRangeText(made, from, to, "end");
  if (!eachLine && !chosen) text.setSelectionRange(from + before.length, from + before.length);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function addTools(form, text) {
  const words = form.dataset.tools?.split("|") ?? [];
  if (words.length !== TOOLS.length) return;
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", form.dataset.toolsLabel);
  TOOLS.forEach(([, before, after, eachLine], number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet button--small";
    button.textContent = words[number];
    button.addEventListener("click", () => wrap(text, before, after, eachLine));
    bar.append(button);
  });
  text.closest(".field").after(bar);
}

function addMentions(form, text) {
  const part = form.querySelector("[data-mention-adder]");
  if (!part) return;
  part.hidden = false;
  const input = part.querySelector("input");
  const add = () => {
    const name = input.value.trim();
    if (!name) return;
    const before = text.value.slice(0, text.selectionStart);
    text.focus();
    text.setRangeText(`${before && !/\s$/.test(before) ? " " : ""}@${name} `, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    input.value = "";
  };
  part.querySelector("button").addEventListener("click", add);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    add();
  });
}

function keepDraft(form, text) {
  const mine = `${PREFIX}${form.dataset.composer}:`;
  const name = `${mine}${new URL(form.action).pathname}`;
  const title = form.elements.title;
  tidy(mine);
  const draft = read(name);
  const fresh = form.elements.key.value;
  if (draft && !text.value) {
    text.value = draft.text;
    if (title && !title.value) title.value = draft.title ?? "";
    // The same key as long as it is the same text: should it have been posted after all, it is not posted twice.
    form.elements.key.value = draft.key;
    text.addEventListener("input", () => (form.elements.key.value = fresh), { once: true });
  }
  const save = () => {
    if (!text.value.trim()) return forget(name);
    const kept = { text: text.value, title: title?.value, key: form.elements.key.value, at: Date.now() };
    write(name, kept);
  };
  text.addEventListener("input", save);
  title?.addEventListener("input", save);
}

/* Drafts that were posted (their key stands on one of one's own posts), that are old, or somebody else's. */
function tidy(mine) {
  const posted = new Set([...document.querySelectorAll("[data-own-key]")].map((post) => post.dataset.ownKey));
  for (const name of names()) {
    const draft = read(name);
    if (!draft || !name.startsWith(mine) || posted.has(draft.key) || Date.now() - draft.at > KEPT) forget(name);
  }
}

/* A browser may refuse to keep anything: then there are no drafts. */
function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, draft) {
  try {
    localStorage.setItem(name, JSON.stringify(draft));
  } catch {
    // Full, or refused.
  }
}

function forget(name) {
  try {
    localStorage.removeItem(name);
  } catch {
    // Refused.
  }
}
