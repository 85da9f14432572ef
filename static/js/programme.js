/* programme: marks the row that is on now, and keeps the chosen track in the address. Works without: the table is whole,
   the filter is a form and a style sheet. */

export function start(part) {
  const filter = part.querySelector("[data-track-filter]");
  filter?.addEventListener("change", (event) => {
    const address = new URL(location.href);
    if (event.target.value) address.searchParams.set("track", event.target.value);
    else address.searchParams.delete("track");
    history.replaceState(null, "", address);
  });

  const words = part.dataset.programme;
  mark(part, words);
  setInterval(() => mark(part, words), 60_000);
}

function mark(part, words) {
  const now = new Date();
  part.querySelectorAll(".is-now").forEach((row) => row.classList.remove("is-now"));
  part.querySelectorAll("tr.now").forEach((row) => row.remove());
  for (const day of part.querySelectorAll("[data-day]")) {
    const rows = [...day.querySelectorAll("tbody tr")];
    const starts = rows.map((row) => new Date(row.querySelector("th time").dateTime));
    const end = Math.max(...[...day.querySelectorAll(".session time:last-of-type")].map((time) => new Date(time.dateTime)));
    if (!rows.length || now < starts[0] || now >= end) continue;
    const next = starts.findIndex((start) => start > now);
    const current = rows[(next === -1 ? rows.length : next) - 1];
    current.classList.add("is-now");
    // A line of its own, unless a longer session reaches across that place in the table.
    const place = rows.indexOf(current) + 1;
    const reached = rows.slice(0, place).some((row, index) => [...row.cells].some((cell) => index + cell.rowSpan > place));
    if (!reached) current.after(line(now, part, words, day));
  }
}

function line(now, part, words, day) {
  const row = document.createElement("tr");
  row.className = "now";
  const head = document.createElement("th");
  head.scope = "row";
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: part.dataset.visitorTime });
  head.textContent = words.replace("%s", clock.format(now));
  const cell = document.createElement("td");
  cell.colSpan = day.querySelectorAll("thead th").length - 1;
  cell.append(document.createElement("span"));
  row.append(head, cell);
  return row;
}
