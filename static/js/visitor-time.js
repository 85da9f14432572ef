/* visitor-time: beside hours on an event's clock, the same hours on the visitor's own, where the two differ.
   <… data-visitor-time="Europe/Brussels"> holds [data-hours] with <time datetime="…Z"> inside; a part with
   data-visitor-zone is told which clock the small print follows. */

const clock = (zone) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
const day = (zone) => new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: zone });

export function start(part) {
  const there = part.dataset.visitorTime;
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!here || here === there) return;

  let differs = false;
  for (const hours of part.querySelectorAll("[data-hours]")) {
    const moments = [...hours.querySelectorAll("time")].map((time) => new Date(time.dateTime));
    if (!moments.length || moments.every((moment) => clock(here).format(moment) === clock(there).format(moment))) continue;
    differs = true;
    const words = moments.map((moment) => clock(here).format(moment)).join("–");
    const otherDay = day(here).format(moments[0]) === day(there).format(moments[0]) ? "" : `${day(here).format(moments[0])}, `;
    const own = document.createElement("span");
    own.className = "visitor-time";
    own.textContent = hours.dataset.hours.replace("%s", `${otherDay}${words}`);
    hours.append(" ", own);
  }

  const note = part.querySelector("[data-visitor-zone]");
  if (note && differs) {
    note.textContent = note.dataset.visitorZone.replace("%s", here.replaceAll("_", " "));
    note.hidden = false;
  }
}
