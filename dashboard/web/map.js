/*
 * The coverage map. The shapes are fetched once for each version of the warehouse; all that changes with a choice
 * (class, filter, selection, words) arrives as a few kilobytes and is painted onto the shapes already there, so zoom and
 * position stay. Text from data is only ever written as textContent.
 */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const HATCH_PX = 5;
  const HATCH_LINE_PX = 1.5;
  const SYMBOL_PX = 5; // radius of a symbol
  const ROOM_PX = 7; // a symbol is drawn where a circle of this radius fits inside the municipality
  const INSET_BOUNDS = [[55.49, 12.08], [55.86, 12.73]]; // the capital and its suburbs, too small to see on the whole map
  const element = window.feltplan.element;
  const views = []; // the main map and the inset: the same shapes, painted alike
  let main = null;
  let home = null;
  let config = null;
  let base = null;
  let state = null;
  let revealed = null; // the municipality that was chosen when the map was last painted

  function svg(name, attributes) {
    const node = document.createElementNS(SVG, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    return node;
  }

  function addHatches(view) {
    const defs = svg("defs", {});
    config.classes.forEach(function (look, i) {
      if (!look.hatch) return;
      const pattern = svg("pattern", {
        id: view.id + i, width: HATCH_PX, height: HATCH_PX, patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(" + look.angle + ")",
      });
      pattern.append(
        svg("rect", { width: HATCH_PX, height: HATCH_PX, fill: look.fill }),
        svg("rect", { width: HATCH_LINE_PX, height: HATCH_PX, fill: look.hatch })
      );
      defs.append(pattern);
    });
    view.shapes.getLayers()[0]._path.ownerSVGElement.prepend(defs);
  }

  /* One symbol: a full, an open or a half disc, or a letter; drawn, so that no font has to know it. */
  function symbolIcon(look) {
    const size = 2 * SYMBOL_PX + 4;
    const node = svg("svg", { width: size, height: size, viewBox: "-7 -7 14 14", "aria-hidden": "true" });
    node.innerHTML = look.glyph; // from the palette, never from data
    node.style.color = look.ink;
    return L.divIcon({ className: "symbol", html: node, iconSize: [size, size] });
  }

  function shapeStyle(view, code) {
    if (!state || !state.rows[code]) return { weight: 0.8, fillOpacity: 1 }; // its colours: .unread
    const index = state.rows[code].status;
    const look = config.classes[index];
    const shown = state.rows[code].shown;
    return {
      color: look.border,
      weight: 0.8,
      opacity: shown ? 1 : 0.6,
      fillColor: look.hatch ? "url(#" + view.id + index + ")" : look.fill,
      fillOpacity: shown ? 1 : 0.13,
    };
  }

  function paintView(view) {
    view.shapes.eachLayer(function (layer) {
      const code = layer.feature.properties.code;
      layer.setStyle(shapeStyle(view, code));
      const path = layer.getElement();
      if (path) {
        path.dataset.code = code;
        path.classList.toggle("unread", !state.rows[code]);
        path.dataset.status = state.rows[code] ? config.classes[state.rows[code].status].code : "";
        path.dataset.shown = state.rows[code] ? String(state.rows[code].shown) : "";
      }
    });
    view.teams.clearLayers();
    const borders = base.borders.features.filter(function (line) {
      const a = state.rows[line.properties.a];
      const b = state.rows[line.properties.b];
      return a && b && a.team !== b.team;
    });
    // A light edge beneath the dark line: it stands out from a dark area, and from a faded one on a dark page.
    [["#fff", 4.2, 0.75], [config.team, 2.2, 0.95]].forEach(function ([color, weight, opacity]) {
      L.geoJSON(borders, { interactive: false, pane: "teams", style: { color: color, weight: weight, opacity: opacity } })
        .addTo(view.teams);
    });
    outline(view);
    paintSymbols(view);
  }

  function paintSymbols(view) {
    const scale = view.map.getZoomScale(view.map.getZoom(), 0);
    view.symbols.clearLayers();
    Object.keys(base.places).forEach(function (code) {
      const place = base.places[code];
      if (!state.rows[code] || !state.rows[code].shown || place[2] * scale < ROOM_PX) return;
      L.marker([place[0], place[1]], { icon: symbolIcon(config.classes[state.rows[code].status]), interactive: false, keyboard: false, pane: "symbols" })
        .addTo(view.symbols);
    });
  }

  function outline(view) {
    view.selected.clearLayers();
    view.shapes.eachLayer(function (layer) {
      if (layer.feature.properties.code !== state.selected) return;
      ["#fff", config.selected].forEach(function (color, i) {
        L.geoJSON(layer.feature, { interactive: false, pane: "selected", style: { color: color, weight: i ? 2.5 : 6, fill: false } })
          .addTo(view.selected);
      });
      view.selected.eachLayer(function (pair) {
        pair.eachLayer(function (line) { line.getElement().dataset.selected = state.selected; });
      });
    });
  }

  function tip(layer) {
    const row = state && state.rows[layer.feature.properties.code];
    const day = row && row.day ? [state.words[5].replace("{date}", row.day)] : [];
    return window.feltplan.tip(row ? [row.name, state.labels[row.status]].concat(day) : []);
  }

  function choose(layer) {
    if (!state) return;
    state.selected = layer.feature.properties.code;
    views.forEach(outline);
  }

  function addView(map, id) {
    ["teams", "selected", "symbols"].forEach(function (name, i) {
      map.createPane(name).style.zIndex = String(410 + 10 * i);
      map.getPane(name).style.pointerEvents = "none";
    });
    const view = {
      id: id,
      map: map,
      teams: L.layerGroup(),
      selected: L.layerGroup(),
      symbols: L.layerGroup(),
    };
    view.shapes = L.geoJSON(null, {
      style: function (feature) { return shapeStyle(view, feature.properties.code); },
      className: "unread",
      onEachFeature: function (_, layer) {
        // What a click tells the server: the code, and the moment, so that a second click on the same shape counts too.
        layer.toGeoJSON = function () {
          return { type: "Feature", geometry: null, properties: { code: layer.feature.properties.code, at: Date.now() } };
        };
        layer.bindTooltip(tip, { sticky: true, direction: "top", offset: [0, -6], opacity: 1 });
        layer.on("click", function () { choose(layer); });
        layer.on("mouseover", function () { layer.setStyle({ weight: 2 }); layer.bringToFront(); });
        layer.on("mouseout", function () { layer.setStyle({ weight: 0.8 }); });
      },
    });
    [view.shapes, view.teams, view.selected, view.symbols].forEach(function (layer) { layer.addTo(map); });
    map.on("zoomend", function () { if (base && state) paintSymbols(view); });
    views.push(view);
    return view;
  }

  /* The capital's municipalities are a few pixels wide on the whole map: a second, still map shows them large. */
  function addInset() {
    const control = L.control({ position: "topright" });
    const frame = element("div", "inset");
    const frameLabel = element("span", "inset-name");
    control.onAdd = function () { L.DomEvent.disableClickPropagation(frame); return frame; };
    control.addTo(main.map);
    const map = L.map(frame, {
      attributionControl: false, zoomControl: false, dragging: false, scrollWheelZoom: false, doubleClickZoom: false,
      boxZoom: false, keyboard: false, touchZoom: false, zoomSnap: 0,
    });
    map.fitBounds(INSET_BOUNDS);
    frame.append(frameLabel);
    L.rectangle(INSET_BOUNDS, { interactive: false, pane: "teams", className: "inset-frame", weight: 1, dashArray: "3 3", fill: false })
      .addTo(main.map);
    const view = addView(map, "inset");
    const shapes = {};
    main.shapes.eachLayer(function (layer) { shapes[layer.feature.properties.code] = layer; });
    view.shapes.addData(base.shapes);
    // The component only listens to the main map, so a click here is told there.
    view.shapes.on("click", function (event) {
      main.shapes.fire("click", { layer: shapes[event.layer.feature.properties.code], latlng: event.latlng });
    });
    function fit() {
      const whole = main.map.getBoundsZoom(home.bounds);
      frame.hidden = main.map.getZoom() > whole + 0.75 || whole > map.getZoom() - 1;
    }
    main.map.on("zoomend", fit);
    fit();
    return view;
  }

  /* A municipality that was chosen elsewhere is moved into view; the zoom stays. */
  function reveal() {
    main.shapes.eachLayer(function (layer) {
      if (layer.feature.properties.code !== state.selected || main.map.getBounds().intersects(layer.getBounds())) return;
      main.map.panTo(layer.getBounds().getCenter());
    });
  }

  function paintAll() {
    if (!base || !state) return;
    views.forEach(paintView);
    if (state.selected !== revealed) reveal();
    revealed = state.selected;
    document.querySelector(".inset-name").textContent = state.words[4];
    window.feltplan.painted(main.map, state.language, state.words, state.attribution);
  }

  /* Called once by the map's own script: fetch the shapes of this version and draw them. */
  function start(map, options) {
    const [url, bounds, team, selected, looks] = options;
    const classes = looks.map(function ([code, fill, hatch, angle, border, ink, glyph]) {
      return { code: code, fill: fill, hatch: hatch, angle: angle, border: border, ink: ink, glyph: glyph };
    });
    config = { team: team, selected: selected, classes: classes };
    main = addView(map, "main");
    home = window.feltplan.open(map, url, bounds, { padding: [10, 10] }, function (data) {
      base = data;
      main.shapes.addData(base.shapes);
      home.bounds = main.shapes.getBounds();
      if (home.untouched) home.show();
      addHatches(main);
      addHatches(addInset());
      paintAll();
    });
  }

  /* Called at every rerun that changes something; answers with the empty layer that the component expects. */
  function paint(next) {
    const [language, selected, attribution, words, labels, rows] = next;
    state = { language: language, selected: selected, attribution: attribution, words: words, labels: labels, rows: {} };
    rows.forEach(function ([code, status, shown, team, name, day]) {
      state.rows[code] = { status: status, shown: Boolean(shown), team: team, name: name, day: day };
    });
    paintAll();
    return window.feltplan.layer();
  }

  Object.assign(window.feltplan, { start: start, paint: paint });
})();
