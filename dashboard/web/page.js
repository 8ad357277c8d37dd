/*
 * The page's language, also after the switch: told to the browser and to screen readers, and to Streamlit's own
 * widgets, whose calendar otherwise follows the browser: Danish months, weeks that begin on Monday.
 */
(function () {
  "use strict";

  const LOCALES = { da: "da-DK", en: "en-GB" };
  const root = document.documentElement;

  Object.defineProperty(navigator, "language", { configurable: true, get: function () { return LOCALES[root.lang]; } });

  new MutationObserver(function () {
    const mark = document.querySelector("[data-page-language]");
    if (!mark || root.lang === mark.dataset.pageLanguage) return;
    root.lang = mark.dataset.pageLanguage;
    window.dispatchEvent(new Event("languagechange"));
  }).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-page-language"] });
})();
