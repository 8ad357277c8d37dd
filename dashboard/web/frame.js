/*
 * What every map does alike: follow the page's theme, keep what is to be seen in view until the visitor moves the map,
 * fetch the shapes of this version, and call things by the visitor's language. Text from data is only ever written as
 * textContent.
 */
(function () {
  "use strict";

  const LEAST_PX = 50; // a frame that is not laid out yet has no size to fit anything into

  function element(name, className, text) {
    const node = document.createElement(name);
    node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  /* What a shape or a mark says when it is pointed at: the first text stands out. */
  function tip(told) {
    const node = element("div", "tip");
    told.forEach(function (text, i) { node.append(element(i ? "span" : "strong", i > 1 ? "quiet" : "", text)); });
    return node;
  }

  /* The page's theme is the frame's too. Streamlit speaks to the frame at every run and when the theme is switched. */
  function follow() {
    const page = window.parent.document.querySelector(".stApp");
    if (page) document.documentElement.style.colorScheme = getComputedStyle(page).colorScheme;
  }

  function homeButton(map, act) {
    const control = L.control({ position: "topleft" });
    control.onAdd = function () {
      const bar = element("div", "leaflet-bar home");
      const button = element("a", "", "⤢");
      button.href = "#";
      button.setAttribute("role", "button");
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(button, "click", function (event) { L.DomEvent.preventDefault(event); act(); });
      bar.append(button);
      return bar;
    };
    control.addTo(map);
  }

  /* Shows some bounds, also when the frame changes size, until the visitor moves the map; a button shows them again. */
  function keepInView(map, options) {
    let placing = false; // we move the map ourselves
    const home = { bounds: null, untouched: true };
    home.show = function () {
      placing = true;
      map.invalidateSize({ animate: false });
      const size = map.getSize();
      if (Math.min(size.x, size.y) > LEAST_PX) map.fitBounds(home.bounds, Object.assign({ animate: false }, options));
      placing = false;
      home.untouched = true;
    };
    homeButton(map, home.show);
    map.on("movestart", function () { home.untouched = home.untouched && placing; });
    new ResizeObserver(function () {
      if (home.untouched) home.show();
      else map.invalidateSize({ animate: false });
    }).observe(map.getContainer());
    return home;
  }

  /*
   * Called once by each map's script: shows the bounds, fetches the shapes of this version, and gives them to `take`.
   * Answers with the bounds that are kept in view, which the script may change.
   */
  function open(map, url, bounds, options, take) {
    follow();
    window.addEventListener("message", follow);
    map.attributionControl.setPrefix(false);
    const home = keepInView(map, options);
    home.bounds = L.latLngBounds(bounds);
    home.show();
    fetch(url).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then(take).catch(function (problem) {
      document.body.dataset.failed = "true";
      console.error("The map's shapes could not be read:", problem.message);
    });
    return home;
  }

  function name(node, text) {
    node.title = text;
    node.setAttribute("aria-label", text);
  }

  /* Called whenever a map has been painted; `words` begin with the names of the three buttons and of the map. */
  function painted(map, language, words, attribution) {
    document.documentElement.lang = language;
    [".leaflet-control-zoom-in", ".leaflet-control-zoom-out", ".home a"].forEach(function (selector, i) {
      name(document.querySelector(selector), words[i]);
    });
    map.getContainer().setAttribute("aria-label", words[3]);
    document.querySelector(".leaflet-control-attribution").textContent = attribution;
    document.body.dataset.painted = String(Number(document.body.dataset.painted || 0) + 1);
  }

  /* What the component expects of a layer that changes: it keeps every one, and none of ours has to be taken away. */
  function layer() {
    window.feature_group = [];
    return L.layerGroup();
  }

  window.feltplan = { element: element, name: name, tip: tip, open: open, painted: painted, layer: layer };
})();
