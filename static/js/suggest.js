/* suggest: fills the list of a field with known names while one types. */
const PAUSE = 200;

export function start(input) {
  const list = document.getElementById(input.getAttribute("list"));
  const other = input.form.elements[input.dataset.suggestWith];
  let waiting;
  let asked = "";
  input.autocomplete = "off";
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = input.value.trim();
      if (typed.length < 2 || typed === asked) return;
      asked = typed;
      const query = new URLSearchParams({ q: typed, country: other?.value ?? "" });
      const answer = await fetch(`${input.dataset.suggest}?${query}`).catch(() => null);
      if (answer?.ok && asked === typed) list.innerHTML = await answer.text();
    }, PAUSE);
  });
}
