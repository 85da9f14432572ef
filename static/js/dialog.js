/* dialog: a button that opens the dialog named by data-dialog; buttons of value "close" inside it close it. */
export function start(button) {
  const dialog = document.getElementById(button.dataset.dialog);
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}
