/* regions: shows only the regions of the chosen country; without a country, all of them. */
export function start(select) {
  const country = select.form.elements[select.dataset.regionsOf];
  const groups = [...select.querySelectorAll("optgroup")];
  const empty = select.options[0];
  const narrow = () => {
    const name = country.value && country.selectedOptions[0].text;
    const kept = select.value;
    select.replaceChildren(empty, ...groups.filter((group) => !name || group.label === name));
    select.value = kept;
    if (select.value !== kept) select.value = "";
  };
  country.addEventListener("change", narrow);
  narrow();
}
