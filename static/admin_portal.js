// What Django's own admin leaves without a name, said for who cannot see it. The admin already needs scripts.
"use strict";
(() => {
  const named = (selection) => {
    const field = selection.previousElementSibling;
    const label = field && (document.querySelector(`label[for="${field.id}"]`) || field.closest("td"));
    const words = label && (label.dataset.label || label.textContent.trim().replace(/\s*:$/, ""));
    return words || "Choix";
  };
  const complete = () => {
    document.querySelectorAll(".tabular th.original:empty").forEach((header) => {
      header.insertAdjacentHTML("beforeend", '<span class="visually-hidden">Ligne</span>');
    });
    document.querySelectorAll(".select2-container").forEach((container) => {
      container.querySelectorAll(".select2-search__field:not([aria-label])").forEach((field) => {
        field.setAttribute("aria-label", named(container));
      });
      container.querySelectorAll(".select2-selection__rendered > .select2-selection__clear").forEach((cross) => {
        if (cross.parentElement.tagName === "UL") cross.setAttribute("role", "listitem");
      });
    });
  };
  addEventListener("load", () => {
    complete();
    new MutationObserver(complete).observe(document.body, { childList: true, subtree: true });
  });
})();
