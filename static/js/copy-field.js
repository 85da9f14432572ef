/* copy-field: a field with an address, and a button that puts it on the clipboard. */
export function start(box) {
  const [field, button] = [box.querySelector("input"), box.querySelector("button")];
  if (!navigator.clipboard) return;
  const words = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 4000);
  });
}
