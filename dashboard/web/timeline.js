/*
 * The play control of the map over time. All quarters arrive at once, one letter for each municipality and quarter; a
 * step paints the shapes already there, so it asks the server for nothing and leaves zoom and position alone.
 * Text from data is only ever written as textContent.
 */
(function () {
  "use strict";

  const STEP_MS = 700;
  const FIRST_SHOWN = "a".charCodeAt(0); // small letters: kept by the filter
  const FIRST_FADED = "A".charCodeAt(0); // capitals: outside it
  const SIGNS = {
    back: "M11 3 4 8l7 5z", play: "M4 2l10 6-10 6z", forward: "M5 3l7 5-7 5z", pause: "M4 2h3v12H4zM9 2h3v12H9z",
  };
  const WORDS = ["play", "pause", "back", "forward", "quarter", "total"];
  const element = window.feltplan.element;
  let data = null;
  let parts = null;
  let at = null; // the day that is shown, so that it stays when the filter changes the list
  let timer = null;

  function sign(node, shape) {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    drawn.setAttribute("viewBox", "0 0 16 16");
    drawn.setAttribute("aria-hidden", "true");
    path.setAttribute("d", SIGNS[shape]);
    drawn.append(path);
    node.replaceChildren(drawn);
  }

  function button(className, act) {
    const node = element("button", className);
    node.type = "button";
    sign(node, className);
    node.addEventListener("click", act);
    return node;
  }

  function build() {
    const bar = element("div", "player");
    const counts = element("table", "counts");
    parts = {
      back: button("back", function () { stop(); show(place() - 1, true); }),
      play: button("play", function () { if (timer) stop(); else start(); }),
      forward: button("forward", function () { stop(); show(place() + 1, true); }),
      slider: element("input", "slider"),
      day: element("output", "day"),
      said: element("p", "said"),
      counts: counts,
    };
    parts.slider.type = "range";
    parts.slider.min = "0";
    parts.slider.step = "1";
    parts.slider.addEventListener("input", function () { stop(); show(Number(parts.slider.value), false); });
    parts.said.setAttribute("aria-live", "polite");
    bar.append(parts.back, parts.play, parts.forward, parts.slider, parts.day, parts.said);
    document.body.prepend(bar, counts);
    document.body.classList.add("over-time");
    // Whoever asks for less motion steps; nothing plays.
    parts.play.hidden = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  function place() {
    return data.frames.findIndex(function (frame) { return frame.day === at; });
  }

  function rowsOf(frame) {
    return data.places.map(function ([code, name], i) {
      const letter = frame.letters.charCodeAt(i);
      const shown = letter >= FIRST_SHOWN;
      return [code, letter - (shown ? FIRST_SHOWN : FIRST_FADED), Number(shown), Number(data.teams[frame.teams][i]), name, ""];
    });
  }

  function countOf(rows) {
    const counted = data.labels.map(function () { return 0; });
    rows.forEach(function (row) { if (row[2]) counted[row[1]] += 1; });
    return counted;
  }

  function drawCounts(frame, counted) {
    const body = element("tbody", "");
    counted.forEach(function (n, i) {
      const row = element("tr", n ? "" : "none");
      const words = element("th", "");
      const picture = element("span", "swatch");
      picture.dataset.of = data.codes[i];
      words.scope = "row";
      words.append(picture, element("span", "", data.labels[i]));
      row.dataset.status = data.codes[i];
      row.dataset.n = String(n);
      row.append(words, element("td", "", String(n)));
      body.append(row);
    });
    const sum = element("tr", "sum");
    sum.append(element("th", "", data.words.total), element("td", "", String(counted.reduce(function (a, b) { return a + b; }, 0))));
    sum.firstChild.scope = "row";
    body.append(sum);
    parts.counts.replaceChildren(element("caption", "", frame.day), body);
  }

  /* Paint one quarter; what is stepped to by hand is also said to a screen reader, what is played is not. */
  function show(wanted, told) {
    const last = data.frames.length - 1;
    const i = Math.min(Math.max(wanted, 0), last);
    const frame = data.frames[i];
    const rows = rowsOf(frame);
    at = frame.day;
    window.feltplan.paint([data.language, data.selected, data.attribution, data.mapWords, data.labels, rows]);
    parts.slider.value = String(i);
    parts.slider.setAttribute("aria-valuetext", frame.day);
    parts.day.textContent = frame.day;
    parts.back.disabled = i === 0;
    parts.forward.disabled = i === last;
    parts.said.textContent = told ? frame.day : "";
    drawCounts(frame, countOf(rows));
  }

  function sayPlaying() {
    sign(parts.play, timer ? "pause" : "play");
    parts.play.title = timer ? data.words.pause : data.words.play;
    parts.play.setAttribute("aria-label", parts.play.title);
  }

  function stop() {
    window.clearInterval(timer);
    timer = null;
    sayPlaying();
  }

  function start() {
    if (place() === data.frames.length - 1) show(0, false);
    timer = window.setInterval(function () {
      show(place() + 1, false);
      if (place() === data.frames.length - 1) stop();
    }, STEP_MS);
    sayPlaying();
  }

  /* Called at every rerun that changes something; answers with the empty layer that the component expects. */
  function timeline(next) {
    const [language, selected, attribution, mapWords, words, codes, labels, places, teams, frames] = next;
    const before = data && at !== null ? place() : -1;
    data = { language: language, selected: selected, attribution: attribution, mapWords: mapWords, words: {}, codes: codes, labels: labels, places: places, teams: teams };
    data.frames = frames.map(function ([day, letters, team]) { return { day: day, letters: letters, teams: team }; });
    WORDS.forEach(function (key, i) { data.words[key] = words[i]; });
    if (!parts) build();
    window.feltplan.name(parts.back, data.words.back);
    window.feltplan.name(parts.forward, data.words.forward);
    parts.slider.setAttribute("aria-label", data.words.quarter);
    parts.slider.max = String(data.frames.length - 1);
    sayPlaying();
    // The same day; in another language it is written otherwise and stands in the same place.
    const same = place();
    show(same >= 0 ? same : before >= 0 ? before : data.frames.length - 1, false);
    return window.feltplan.layer();
  }

  window.feltplan.timeline = timeline;
})();
