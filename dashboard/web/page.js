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

/* What Streamlit says in the navigation, in the page's language. */
new MutationObserver(function () {
  if (document.documentElement.lang !== "da") return;
  const words = document.querySelector('[data-testid="stSidebarNavViewButton"]')?.firstChild;
  if (!words || words.nodeType !== Node.TEXT_NODE) return;
  const said = words.nodeValue.replace(/^View (\d+) more$/, "Vis $1 flere").replace(/^View less$/, "Vis færre");
  if (said !== words.nodeValue) words.nodeValue = said;
}).observe(document.documentElement, {
  childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["lang"],
});

/* A chart and a map are as wide as the screen gave them room; on paper they are made to fit the sheet. */
window.addEventListener("beforeprint", function () {
  const SHEET_PX = 680;
  const drawn = document.querySelectorAll('[data-testid="stPlotlyChart"], iframe[title^="streamlit_folium"]');
  const widest = Math.max(SHEET_PX, ...Array.from(drawn, function (node) { return node.offsetWidth; }));
  document.documentElement.style.setProperty("--print-zoom", String(SHEET_PX / widest));
});

/*
 * A plain click on a link between our pages goes there as the browser's own back and forward do: the address changes,
 * Streamlit is told, nothing is loaded anew. With a key held down, or in a new tab, the link is an ordinary link.
 */
document.addEventListener("click", function (event) {
  const link = event.target.closest && event.target.closest("a.to");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState({}, "", link.href);
  window.dispatchEvent(new PopStateEvent("popstate"));
  const main = document.querySelector('[data-testid="stMain"]');
  if (main) main.scrollTo(0, 0);
});
