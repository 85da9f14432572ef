/* upload: files may be dropped; each goes by itself, with a bar that says how far it is. Without it the form sends all. */
export function start(area) {
  const form = area.closest("form");
  const input = document.getElementById(area.dataset.upload);
  // The gallery shows the area without a form.
  if (!form || !input) return;
  const list = area.querySelector(".upload-list");
  const hint = area.querySelector(".upload-hint");
  const words = area.dataset;
  const chosen = [];
  hint.hidden = false;

  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    area.classList.toggle("upload--over", event.type === "dragover");
    if (event.type === "drop") add(event.dataTransfer.files);
  };
  for (const name of ["dragover", "dragleave", "drop"]) form.addEventListener(name, over);
  const take = () => {
    add(input.files);
    input.value = "";
  };
  input.addEventListener("change", take);
  // Somebody may have been faster than this script.
  if (input.files.length) take();

  function add(files) {
    for (const file of files) {
      const line = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = file.name;
      name.dir = "auto";
      const remove = document.createElement("button");
      remove.type = "button";
      remove.className = "button button--quiet button--small";
      remove.textContent = words.remove;
      remove.setAttribute("aria-label", `${words.remove} ${file.name}`);
      line.append(name, remove);
      list.append(line);
      const entry = { file, line, remove, place: chosen.length, done: false };
      chosen.push(entry);
      remove.addEventListener("click", () => {
        chosen[entry.place].done = true;
        line.remove();
        input.focus();
      });
    }
  }

  form.addEventListener("submit", async (event) => {
    const waiting = chosen.filter((entry) => !entry.done);
    if (!waiting.length) return;
    event.preventDefault();
    if (form.dataset.sending) return;
    form.dataset.sending = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
    // One after the other: the server's limits are for one file, and a slow line is not made slower.
    let problems = 0;
    for (const entry of waiting) problems += (await send(entry)) ? 0 : 1;
    delete form.dataset.sending;
    event.submitter?.removeAttribute("aria-busy");
    if (!problems) window.location.assign(form.dataset.then || window.location.href);
  });

  function send(entry) {
    entry.remove.remove();
    entry.line.className = "";
    entry.line.querySelector("p")?.remove();
    entry.line.querySelector(".upload-state")?.remove();
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `${words.send} ${entry.file.name}`);
    const state = document.createElement("span");
    state.className = "upload-state num";
    entry.line.append(state, bar);
    const data = new FormData(form);
    data.delete(input.name);
    data.append(input.name, entry.file, entry.file.name);
    data.append("place", String(entry.place));
    return new Promise((finish) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "upload");
      request.upload.addEventListener("progress", (event) => {
        if (!event.lengthComputable) return;
        bar.value = Math.round((100 * event.loaded) / event.total);
        state.textContent = `${bar.value} %`;
      });
      const end = (problem) => {
        bar.remove();
        state.textContent = problem ? "" : words.done;
        entry.done = !problem;
        entry.line.className = problem ? "upload-bad" : "upload-good";
        if (problem) {
          const line = document.createElement("p");
          line.textContent = problem;
          entry.line.append(line, entry.remove);
        }
        finish(!problem);
      };
      request.addEventListener("load", () => {
        let problem = words.failed;
        try {
          problem = JSON.parse(request.responseText).problem;
        } catch {
          /* An answer that is none of ours. */
        }
        end(problem);
      });
      request.addEventListener("error", () => end(words.failed));
      request.send(data);
    });
  }
}
