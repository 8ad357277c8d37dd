/*
 * Single sites on a map: the municipalities as ground, the sites on it as marks, and the planned days as numbered stops
 * and lines. The shapes are fetched once for each version of the warehouse; the sites arrive as data and are drawn anew
 * when they change. A stop says its day in letters and its place in the day in figures, a site how it stands by its
 * picture, so that colour is never alone. Text from data is only ever written as textContent.
 */
(function () {
  "use strict";

  const CLOSEST = 12; // a single stop is not shown closer than this
  const SELECTED_OVER = 9; // above every other mark
  const MARKS = [[9, 11], [10.5, 14], [Infinity, 19]]; // up to which zoom a mark is how wide, in pixels
  const OVER_PX = 1000; // Leaflet lays a mark over those north of it; this is more than any map is high
  let map = null;
  let sites = null;
  let lines = null;
  let home = null;
  let drawn = ""; // the places last drawn: the map moves only when they change

  /* Marks are small where many stand close, and larger the nearer the map is looked at. */
  function sizeMarks() {
    const [, wide] = MARKS.find(function ([zoom]) { return map.getZoom() < zoom; });
    map.getContainer().style.setProperty("--mark", wide + "px");
  }

  /* Called once by the map's own script. */
  function start(made, options) {
    const [url, bounds] = options;
    map = made;
    ["ground", "roads"].forEach(function (pane, i) {
      map.createPane(pane).style.zIndex = String(390 + 10 * i);
      map.getPane(pane).style.pointerEvents = "none";
    });
    lines = L.layerGroup().addTo(map);
    sites = L.featureGroup().addTo(map);
    map.on("zoomend", sizeMarks);
    sizeMarks();
    home = window.feltplan.open(map, url, bounds, { padding: [34, 34], maxZoom: CLOSEST }, function (data) {
      L.geoJSON(data.shapes, { interactive: false, pane: "ground", className: "ground", style: { weight: 0.7, fillOpacity: 1 } }).addTo(map);
      document.body.dataset.grounded = "true";
    });
  }

  function marker(row, selected) {
    const [site, lat, lon, look, told, label, picture, over, stop] = row;
    const chosen = site === selected;
    const node = window.feltplan.element("span", "site " + look + (picture ? " swatch" : "") + (chosen ? " selected" : ""), label);
    if (picture) node.dataset.of = picture;
    const icon = L.divIcon({ className: "spot", html: node, iconSize: [0, 0] });
    const made = L.marker([lat, lon], {
      icon: icon, keyboard: stop, alt: told.join(", "), zIndexOffset: OVER_PX * (chosen ? SELECTED_OVER : over),
    });
    made.bindTooltip(window.feltplan.tip(told), { direction: "top", offset: [0, -10], opacity: 1 });
    // What a click tells the server: the site, and the moment, so that a second click on the same one counts too.
    made.toGeoJSON = function () {
      return { type: "Feature", geometry: null, properties: { site: site, at: Date.now() } };
    };
    made.on("add", function () {
      const held = made.getElement();
      held.dataset.site = site;
      if (stop) { held.setAttribute("role", "button"); held.setAttribute("aria-label", told.join(", ")); }
    });
    return made;
  }

  /* Called at every rerun that changes something; answers with the empty layer that the component expects. */
  function draw(next) {
    const [language, attribution, words, selected, rows, ways] = next;
    sites.clearLayers();
    lines.clearLayers();
    ways.forEach(function ([day, crew, points]) {
      L.polyline(points, { interactive: false, pane: "roads", className: "way casing", weight: 6 }).addTo(lines);
      L.polyline(points, { interactive: false, pane: "roads", className: "way day-" + day, weight: 2.5, dashArray: crew ? "7 5" : null }).addTo(lines);
    });
    rows.forEach(function (row) { marker(row, selected).addTo(sites); });
    const places = JSON.stringify(rows.map(function (row) { return [row[0], row[8]]; }));
    if (places !== drawn && rows.length) {
      const planned = rows.some(function (row) { return row[8]; });
      const shown = rows.filter(function (row) { return !planned || row[8] || row[3] === "night"; });
      home.bounds = L.latLngBounds(shown.map(function (row) { return [row[1], row[2]]; }));
      home.show();
    }
    drawn = places;
    window.feltplan.painted(map, language, words, attribution);
    return window.feltplan.layer();
  }

  Object.assign(window.feltplan, { start: start, draw: draw });
})();
