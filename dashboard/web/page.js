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

/* What Streamlit says of its own accord, in Danish where the page is: in these places, and only these sentences. */
(function () {
  "use strict";

  const PLACES = [
    '[data-testid="stSidebarNavViewButton"]', '[data-testid="stFileUploader"]', '[data-testid="InputInstructions"]',
    '[role="listbox"]', '[role="dialog"]',
  ].join();
  const WORDS = [
    [/^View (\d+) more$/, "Vis $1 flere"],
    [/^View less$/, "Vis færre"],
    [/^Upload$/, "Vælg en fil"],
    [/^(\d+) ?MB per file$/, "Højst $1 MB"],
    [/^Drag and drop a file here$/, "Slip filen her"],
    [/^(\S+) files are not allowed\.$/, "Filer af typen $1 kan ikke indlæses her."],
    [/^No results$/, "Ingen fundet"],
    [/^Press Enter to apply$/, "Tryk Enter for at bruge det"],
    [/^Press Enter to submit form$/, "Tryk Enter for at gemme"],
    [/^Page not found$/, "Siden findes ikke"],
    [/^The page that you have requested does not seem to exist\. Running the app's main page\.$/,
      "Der er ingen side på den adresse, eller den er ikke åben for dig. Her er forsiden."],
  ];

  new MutationObserver(function () {
    if (document.documentElement.lang !== "da") return;
    for (const place of document.querySelectorAll(PLACES)) {
      const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const found = WORDS.find(function ([words]) { return words.test(texts.currentNode.nodeValue); });
        if (found) texts.currentNode.nodeValue = texts.currentNode.nodeValue.replace(...found);
      }
    }
  }).observe(document.documentElement, {
    childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["lang"],
  });
})();

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
