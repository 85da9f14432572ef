/* Puts the rows of a list in order by dragging, or with two buttons a row. Without it their numbers are typed.

   <ol data-order-list data-up="Move up: %s" data-down="Move down: %s" data-told="%s: position %d of %d">
     <li data-order-row data-name="…"> … <span data-order-number><input></span> … [<span data-slot>] </li>

   A slot stays where it is when the rows move: it is the time and room of its place. */
const fill = (words, ...values) => values.reduce((text, value) => text.replace(/%[sd]/, value), words);

class OrderList {
  constructor(list) {
    this.list = list;
    this.slots = this.rows.map((row) => row.querySelector("[data-slot]")?.textContent ?? "");
    this.told = document.createElement("p");
    this.told.setAttribute("role", "status");
    this.told.className = "desk-order__told";
    list.after(this.told);
    this.rows.forEach((row) => this.prepare(row));
    list.addEventListener("dragover", (event) => this.over(event));
    list.addEventListener("drop", (event) => event.preventDefault());
    list.closest("form").addEventListener("submit", () => this.number());
  }

  get rows() {
    return [...this.list.querySelectorAll(":scope > [data-order-row]")];
  }

  name(row) {
    return row.dataset.name || row.querySelector("[name$='-name']")?.value || String(this.rows.indexOf(row) + 1);
  }

  prepare(row) {
    row.querySelector("[data-order-number]").hidden = true;
    const bar = document.createElement("div");
    bar.className = "desk-order__bar";
    const handle = document.createElement("span");
    handle.className = "desk-order__handle";
    handle.textContent = "⠿";
    handle.setAttribute("aria-hidden", "true");
    handle.draggable = true;
    handle.addEventListener("dragstart", (event) => {
      this.dragged = row;
      row.classList.add("is-dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      event.dataTransfer.setDragImage(row, 0, 0);
    });
    handle.addEventListener("dragend", () => {
      row.classList.remove("is-dragged");
      this.dragged = null;
      this.moved(row);
    });
    bar.append(handle, this.button(row, -1, "↑", this.list.dataset.up), this.button(row, 1, "↓", this.list.dataset.down));
    row.prepend(bar);
  }

  button(row, step, sign, words) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = sign;
    button.setAttribute("aria-label", fill(words, this.name(row)));
    button.addEventListener("click", () => {
      const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
      if (other?.matches("[data-order-row]")) {
        if (step < 0) {
          other.before(row);
        } else {
          other.after(row);
        }
        this.moved(row);
        button.focus();
      }
    });
    return button;
  }

  over(event) {
    if (!this.dragged) {
      return;
    }
    event.preventDefault();
    const row = event.target.closest("[data-order-row]");
    if (row && row !== this.dragged && row.parentElement === this.list) {
      const box = row.getBoundingClientRect();
      if (event.clientY < box.top + box.height / 2) {
        row.before(this.dragged);
      } else {
        row.after(this.dragged);
      }
    }
  }

  moved(row) {
    this.rows.forEach((each, index) => {
      const slot = each.querySelector("[data-slot]");
      if (slot) {
        slot.textContent = this.slots[index];
      }
    });
    this.told.textContent = fill(this.list.dataset.told, this.name(row), this.rows.indexOf(row) + 1, this.rows.length);
  }

  /* Rows that nobody has filled in keep their number: a changed one would count as filled in. */
  number() {
    const key = this.list.dataset.key;
    this.rows
      .filter((row) => !key || row.querySelector(`[name$='-${key}']`)?.value)
      .forEach((row, index) => {
        row.querySelector("[data-order-number] input").value = index + 1;
      });
  }
}

document.querySelectorAll("[data-order-list]").forEach((list) => new OrderList(list));
