/* The newsletter's desk: lines that are dragged or moved by arrows, and a progress bar that follows.
   Without this script the numbers beside the lines do the same, and a link asks for the progress. */
for (const list of document.querySelectorAll("[data-sortable]")) sortable(list);
follow();

function sortable(list) {
  const said = list.parentElement.querySelector("[data-said]");
  list.classList.add("is-live");
  list.querySelectorAll("[data-move]").forEach((button) => { button.hidden = false; });

  function renumber() {
    [...list.children].forEach((item, index) => { item.querySelector("input[type=number]").value = index + 1; });
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const item = button.closest("[data-item]");
    const other = button.dataset.move === "-1" ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "-1") other.before(item);
    else other.after(item);
    renumber();
    button.focus();
    const place = item.querySelector("input[type=number]");
    said.textContent = `${item.querySelector(".newsletter-title").textContent}: ${place.value}`;
  });

  list.addEventListener("change", (event) => {
    if (event.target.type !== "number") return;
    const items = [...list.children];
    const place = (item) => Number(item.querySelector("input[type=number]").value) || 99;
    const moved = event.target.closest("[data-item]");
    // The line whose number was written goes before the one that has it already, or behind it when it comes from above.
    const from = items.indexOf(moved);
    items.sort((a, b) => place(a) - place(b) || (a === moved ? -1 : b === moved ? 1 : 0) * (place(moved) > from ? -1 : 1));
    list.append(...items);
    renumber();
    event.target.focus();
  });

  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle) return;
    event.preventDefault();
    const item = handle.closest("[data-item]");
    item.classList.add("is-dragged");
    const move = (moving) => {
      const over = [...list.children].find((other) => {
        const box = other.getBoundingClientRect();
        return other !== item && moving.clientY > box.top && moving.clientY < box.bottom;
      });
      if (!over) return;
      const box = over.getBoundingClientRect();
      if (moving.clientY < box.top + box.height / 2) over.before(item);
      else over.after(item);
    };
    const end = () => {
      document.removeEventListener("pointermove", move);
      item.classList.remove("is-dragged");
      renumber();
    };
    // Not captured by the handle: it moves in the document, and would lose the pointer by that.
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end, { once: true });
    document.addEventListener("pointercancel", end, { once: true });
  });
}

function follow() {
  const bar = document.querySelector("[data-progress]");
  if (!bar || bar.dataset.state !== "sending") return;
  setTimeout(async () => {
    const answer = await fetch(bar.dataset.progress);
    if (answer.ok) {
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      const fresh = box.content.querySelector("[data-progress]");
      if (fresh.dataset.state !== "sending") return location.reload();
      bar.replaceWith(fresh);
    }
    follow();
  }, 3000);
}
