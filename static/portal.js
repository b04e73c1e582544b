// What makes a page quicker, and nothing that it needs: without this file, every button and link is still there.
"use strict";
(() => {
  // A choice made with the pointer is sent at once; what is typed waits for its button (WCAG 3.2.2).
  let typed = false;
  document.addEventListener("focusin", () => { typed = false; });
  document.addEventListener("keydown", (event) => { typed = event.key !== "Tab"; });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-auto") && !typed && event.target.checkValidity()) form.requestSubmit();
  });

  // Copy what a button names; the button shows only where copying can be done.
  if (!navigator.clipboard) return;
  document.querySelectorAll("button[data-copy]").forEach((button) => {
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    button.after(" ", told);
    button.hidden = false;
    button.addEventListener("click", () => {
      const words = document.getElementById(button.dataset.copy).textContent.replace(/\s+/g, " ").trim();
      navigator.clipboard.writeText(words).then(
        () => { told.textContent = "Copié."; },
        () => { told.textContent = "La copie a été refusée : sélectionnez le texte."; },
      );
    });
  });
})();
