/* copy: a button that copies the text of another element; it stays hidden where the browser has no clipboard. */
export function start(button) {
  if (!navigator.clipboard) return;
  const label = button.querySelector("span");
  const words = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    label.textContent = button.dataset.copied;
    setTimeout(() => { label.textContent = words; }, 2000);
  });
}
