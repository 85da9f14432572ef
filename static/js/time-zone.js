/* time-zone: tells a form the browser's own time zone. */
export function start(input) {
  if (!input.value) input.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
