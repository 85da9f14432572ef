/* password: a button that shows what was typed, and hides it again before sending. */
export function start(frame) {
  const input = frame.querySelector("input");
  const button = frame.querySelector("button");
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(input.type === "password"));
  input.form?.addEventListener("submit", () => show(false));
}
