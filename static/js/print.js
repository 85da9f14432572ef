/* print: a button that opens the browser's print dialog. */
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
