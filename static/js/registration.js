/* registration: shows questions only where they are asked, warns of sessions at the same time, keeps the summary. */
export function start(form) {
  const update = () => {
    conditions(form);
    const sessions = clashes(form);
    summary(form, sessions);
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}

function valuesOf(form, name) {
  return [...form.elements]
    .filter((control) => control.name === name && !control.closest("[hidden]"))
    .filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked)
    .map((control) => control.value.trim().toLowerCase())
    .filter(Boolean);
}

/* In the order of the page, so that what hangs on a hidden question is hidden too; a second look for the others. */
function conditions(form) {
  const parts = [...form.querySelectorAll("[data-depends-on]")];
  for (let look = 0; look < 2; look += 1) {
    for (const part of parts) {
      const wanted = JSON.parse(part.dataset.dependsValues);
      const given = valuesOf(form, part.dataset.dependsOn);
      part.hidden = !(wanted.length ? given.some((value) => wanted.includes(value)) : given.length);
    }
  }
}

function clashes(form) {
  const frame = form.querySelector("[data-sessions]");
  if (!frame) return [];
  const chosen = JSON.parse(frame.dataset.sessions).filter(({ id }) => document.getElementById(id)?.checked);
  const template = frame.querySelector("template[data-clash]");
  frame.querySelectorAll(".choice > .clash").forEach((old) => old.remove());
  for (const session of chosen) {
    const control = document.getElementById(session.id);
    const others = chosen.filter((other) => other !== session && other.start < session.end && session.start < other.end);
    const described = [`${session.id}_hint`];
    session.clashes = others.length > 0;
    if (session.clashes) {
      const words = template.content.firstElementChild.cloneNode(true);
      const text = words.querySelector("[data-words]");
      text.textContent = text.dataset.words.replace("%s", others.map((other) => `“${other.title}”`).join(", "));
      words.id = `${session.id}_clash`;
      described.push(words.id);
      control.closest(".choice").append(words);
    }
    control.setAttribute("aria-describedby", described.join(" "));
  }
  return chosen;
}

function summary(form, sessions) {
  const frame = form.querySelector("[data-summary]");
  const rows = frame.querySelector("[data-rows]");
  const write = (name, text) => {
    const cell = rows.querySelector(`[data-row="${name}"]`);
    cell.textContent = text || cell.dataset.none;
  };
  const category = form.querySelector("[name=category]:checked");
  write("category", category?.closest(".choice").querySelector("label").textContent);
  write("badge_name", form.elements.badge_name.value.trim());

  rows.querySelectorAll("[data-session]").forEach((old) => old.remove());
  for (const [time, chosen] of group(sessions)) {
    const row = frame.querySelector("template[data-fact]").content.firstElementChild.cloneNode(true);
    row.dataset.session = "";
    row.querySelector("dt").textContent = time;
    const cell = row.querySelector("dd");
    if (chosen.length > 1) cell.append(frame.querySelector("template[data-twice]").content.cloneNode(true));
    else cell.textContent = chosen[0].title;
    rows.append(row);
  }
  frame.hidden = false;
}

function group(sessions) {
  const found = new Map();
  for (const session of sessions) {
    found.set(session.time, [...(found.get(session.time) ?? []), session]);
  }
  return found;
}
