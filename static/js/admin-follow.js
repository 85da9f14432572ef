/* A progress bar in the admin that follows what the worker does. Without this script a link asks again. */
follow();

function follow() {
  const bar = document.querySelector("[data-follow]");
  if (!bar || bar.dataset.underWay !== "yes") return;
  setTimeout(async () => {
    const answer = await fetch(bar.dataset.follow).catch(() => null);
    if (answer && answer.ok) {
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      const fresh = box.content.querySelector("[data-follow]");
      if (fresh.dataset.underWay !== "yes") return location.reload();
      bar.replaceWith(fresh);
    }
    follow();
  }, 2000);
}
