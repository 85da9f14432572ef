/* search-suggest: titles below a search field while one types (a combobox with a list, as the ARIA practices have it).
   Arrows choose, Enter opens what is chosen or searches, Escape closes. Without this script the form is a plain one. */
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
  let asked = "";

  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", list.children[chosen].id);
  };

  const show = (suggestions) => {
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
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (typed === asked) return;
    asked = typed;
    if (typed.length < SHORTEST) return show([]);
    const answer = await fetch(`${form.dataset.searchSuggest}?${new URLSearchParams({ q: typed })}`).catch(() => null);
    // Too many questions, or no answer: the field works as ever.
    const { suggestions } = answer?.ok ? await answer.json() : { suggestions: [] };
    if (asked === typed && document.activeElement === input) show(suggestions);
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1 < found.length ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? found.length - 1 : chosen - 1);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && chosen >= 0) location.assign(found[chosen].url);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => {
    clearTimeout(waiting);
    asked = "";
    show([]);
  });
  // The field keeps the focus, so that the list is there until the click has been made.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) location.assign(found[[...list.children].indexOf(option)].url);
  });
}
