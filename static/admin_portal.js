// What Django's own admin leaves without a name, said for who cannot see it. The admin already needs scripts.
"use strict";
(() => {
  const named = (selection) => {
    const field = selection.previousElementSibling;
    const label = field && (document.querySelector(`label[for="${field.id}"]`) || field.closest("td"));
    const own = field && field.getAttribute("aria-label");
    if (own) return own;
    const words = label && (label.dataset.label || label.textContent.trim().replace(/\s*:$/, ""));
    return words || "Choix";
  };
  const complete = () => {
    document.querySelectorAll("img[alt=True], img[alt=False], img[alt=None]").forEach((icon) => {
      icon.alt = { True: "oui", False: "non", None: "inconnu" }[icon.alt];
    });
    document.querySelectorAll(".tabular th.original:empty").forEach((header) => {
      header.insertAdjacentHTML("beforeend", '<span class="visually-hidden">Ligne</span>');
    });
    document.querySelectorAll(".select2-container").forEach((container) => {
      container.querySelectorAll(".select2-selection--single[aria-labelledby]").forEach((box) => {
        const chosen = box.querySelector(".select2-selection__rendered");
        const words = chosen ? chosen.title || "" : "";
        const told = `${named(container)} : ${words || "aucun choix"}`;
        if (box.getAttribute("aria-label") !== told) box.setAttribute("aria-label", told);
        box.removeAttribute("aria-labelledby");
        if (chosen) chosen.setAttribute("aria-hidden", "true"); // its words are the name of the box
      });
      container.querySelectorAll(".select2-search__field:not([aria-label])").forEach((field) => {
        field.setAttribute("aria-label", named(container));
      });
      container.querySelectorAll(".select2-selection__rendered > .select2-selection__clear").forEach((cross) => {
        if (cross.parentElement.tagName === "UL") cross.setAttribute("role", "listitem");
      });
    });
  };
  // The name of a column beside each of its values, for where a list is read downwards.
  const label = (list) => {
    const names = [...list.querySelectorAll("thead th")].map((head) => head.textContent.trim());
    list.querySelectorAll("tbody tr").forEach((row) => [...row.cells].forEach((cell, place) => {
      const told = cell.matches("td:not(.action-checkbox)") && cell.textContent.trim();
      if (told) cell.dataset.label = names[place];
      else if (cell.matches("td:not(.action-checkbox)") && !cell.children.length) cell.textContent = "";
    }));
  };
  // Leaving a page on which something was changed asks first; sending it does not.
  const watch = (form) => {
    const content = () => new URLSearchParams(new FormData(form)).toString();
    let seen = content(), sending = false;
    for (const way of ["submit", "asks-again"]) form.addEventListener(way, () => { sending = true; });
    addEventListener("pageshow", () => { sending = false; });
    addEventListener("beforeunload", (event) => {
      if (!sending && content() !== seen) event.preventDefault();
    });
    setTimeout(() => { seen = content(); }, 500); // once Django's own scripts have filled in what they do
  };
  // Whom to tick first depends on the text: once it is chosen, the same form is asked for it, with what it holds.
  const asksAgain = (choice) => {
    django.jQuery(choice).on("change", () => {
      const held = new FormData(choice.form);
      ["csrfmiddlewaretoken", "_envoi"].forEach((name) => held.delete(name));
      choice.form.dispatchEvent(new Event("asks-again"));
      location.search = new URLSearchParams([...held].filter(([, value]) => value)).toString();
    });
  };
  // What is compiled is asked for again without leaving the page: what is being typed in it stays.
  const followed = async (part) => {
    await new Promise((done) => setTimeout(done, 1000 * part.dataset.again));
    let next = part;
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      next = page.getElementById("looked-over");
    } catch { /* the server is away for a moment: asked again */ }
    if (!next) return location.reload(); // the session has ended
    if (next !== part) part.replaceWith(next);
    if (next.dataset.again) return followed(next);
    document.getElementById("looked-over-told").textContent = "Tout est compilé.";
  };
  addEventListener("load", () => {
    document.querySelectorAll("#result_list").forEach(label);
    document.querySelectorAll("#looked-over[data-again]").forEach(followed);
    if (document.querySelector(".ticks.columns")) {
      document.querySelectorAll("select[data-asks-again]").forEach(asksAgain);
    }
    document.querySelectorAll("form.arrete, form.happening, .change-form form[id$=_form]").forEach(watch);
    complete();
    new MutationObserver(complete).observe(document.body, { childList: true, subtree: true });
  });
})();
