/* search-suggest: titles below a search field while one types (a combobox with a list, as the ARIA practices have it).
   Arrows choose, Enter opens what is chosen or searches, Escape closes, arrow down opens again (with Alt without
   choosing). Without this script the form is a plain one. */
const PAUSE = 150;
const SHORTEST = 2;

export function start(form) {
  const input = form.querySelector("input");
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "search-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestions);
  list.hidden = true;
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let found = [];
  let chosen = -1;
  let waiting;
  // What was asked for last, and for what the list is.
  let asked = "";
  let known = "";
  // Which option is chosen when the list opens, -1 for none; null: it stays closed, whatever still arrives.
  let first = null;

  const typed = () => input.value.trim();

  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[chosen].id);
  };

  const fill = (suggestions) => {
    found = suggestions;
    list.replaceChildren(
      ...found.map(({ title, kind }, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        const what = document.createElement("span");
        what.textContent = kind;
        option.append(title, " ", what);
        return option;
      }),
    );
  };

  const open = (isOpen) => {
    list.hidden = !isOpen || !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(list.hidden ? -1 : first);
  };

  const close = () => {
    clearTimeout(waiting);
    first = null;
    open(false);
  };

  const read = async (words) => {
    if (words.length < SHORTEST) return [];
    const answer = await fetch(`${form.dataset.searchSuggest}?${new URLSearchParams({ q: words })}`).catch(() => null);
    // Too many questions, or no answer: the field works as ever.
    return answer?.ok ? (await answer.json()).suggestions : [];
  };

  const ask = async () => {
    clearTimeout(waiting);
    const words = typed();
    if (words !== asked) {
      asked = words;
      const suggestions = await read(words);
      if (asked !== words) return;
      fill(suggestions);
      known = words;
    }
    // Otherwise the answer is still on its way, and opens the list when it comes.
    if (known === words) open(first !== null && document.activeElement === input);
  };

  const typing = () => {
    clearTimeout(waiting);
    first = -1;
    waiting = setTimeout(ask, PAUSE);
  };

  input.addEventListener("input", typing);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.key === "Escape") close();
      if (event.key !== "ArrowDown" || typed().length < SHORTEST) return;
      first = event.altKey ? -1 : 0;
      ask();
    } else if (event.key === "ArrowDown") choose(chosen + 1 < found.length ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? found.length - 1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) location.assign(found[chosen].url);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    close();
    fill([]);
    asked = known = "";
  });
  // The field keeps the focus, so that the list is there until the click has been made.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) location.assign(found[[...list.children].indexOf(option)].url);
  });
  // Who was quicker than this script.
  if (document.activeElement === input && input.value !== input.defaultValue) typing();
}
