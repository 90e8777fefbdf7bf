// Shows one tab, and in it one class, teacher or room; #teacher/3 in the address opens the same again.
(function () {
  "use strict";
  const sections = Array.from(document.querySelectorAll("section"));
  const buttons = Array.from(document.querySelectorAll("nav button"));

  function show(tab, number) {
    const known = sections.some((s) => s.dataset.tab === tab);
    const wanted = known ? tab : sections[0].dataset.tab;
    let address = wanted;
    for (const section of sections) {
      section.hidden = section.dataset.tab !== wanted;
      const select = section.querySelector("select");
      if (section.hidden || !select) continue;
      if (number) select.value = number;
      if (select.selectedIndex < 0) select.selectedIndex = 0;
      for (const week of section.querySelectorAll("article")) {
        week.hidden = select.value !== "all" && week.dataset.number !== select.value;
      }
      address += "/" + select.value;
    }
    for (const button of buttons) button.setAttribute("aria-current", String(button.dataset.tab === wanted));
    if (location.hash.slice(1) !== address) history.replaceState(null, "", "#" + address);
  }

  function fromAddress() {
    const parts = location.hash.slice(1).split("/");
    show(parts[0], parts[1]);
  }

  for (const button of buttons) button.addEventListener("click", () => show(button.dataset.tab));
  for (const select of document.querySelectorAll("select")) {
    select.addEventListener("change", () => show(select.closest("section").dataset.tab, select.value));
  }
  for (const button of document.querySelectorAll(".print")) button.addEventListener("click", () => window.print());
  window.addEventListener("hashchange", fromAddress);
  document.documentElement.classList.add("live");
  fromAddress();
})();
