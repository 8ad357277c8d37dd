/* Tells the browser and screen readers in which language the page is written, also after the switch. */
new MutationObserver(function () {
  const mark = document.querySelector("[data-page-language]");
  if (mark && document.documentElement.lang !== mark.dataset.pageLanguage) {
    document.documentElement.lang = mark.dataset.pageLanguage;
  }
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-page-language"] });
