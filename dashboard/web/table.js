/*
 * A table that sorts by the keys it is given, so that Æ, Ø and Å and dates stand right in every browser, and in which
 * one row is chosen, by mouse or by keyboard.
 */
const kept = new WeakMap(); // sorting and the row last chosen, per table on the page

function element(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function compare(a, b, direction) {
  if (a === null || b === null) return (a === null) - (b === null); // what is missing stands last either way
  return (a < b ? -1 : a > b ? 1 : 0) * direction;
}

function head(data, memory, redraw) {
  const row = element("tr");
  data.columns.forEach(function (column, i) {
    const cell = element("th", column.kind);
    const button = element("button", "sort", column.title);
    const sorted = memory.column === i;
    cell.scope = "col";
    cell.setAttribute("aria-sort", !sorted ? "none" : memory.direction > 0 ? "ascending" : "descending");
    button.type = "button";
    button.append(element("span", "arrow", !sorted ? "" : memory.direction > 0 ? "▲" : "▼"));
    button.addEventListener("click", function () {
      memory.direction = sorted ? -memory.direction : 1;
      memory.column = i;
      redraw();
    });
    cell.append(button);
    row.append(cell);
  });
  const group = element("thead");
  group.append(row);
  return group;
}

/* What a cell sorts by: a status by its place in the legend, all else by the number that comes with the text. */
function key(cell) {
  return Array.isArray(cell) ? cell[1] : cell;
}

/* The link to a municipality's own page; only that of the row the keyboard stands on is a stop of the tab key. */
function opener(data, code, name) {
  const link = element("a", "to opener");
  link.href = data.opens + encodeURIComponent(code);
  link.title = data.open;
  link.tabIndex = -1;
  link.setAttribute("aria-label", data.open + ": " + name);
  return link;
}

/* Make one row's button, and its link, the stop of the tab key. */
function stopAt(pick, stop) {
  pick.tabIndex = stop ? 0 : -1;
  if (pick.nextElementSibling) pick.nextElementSibling.tabIndex = pick.tabIndex;
}

function line(data, row, choose) {
  const node = element("tr");
  const code = row[0];
  node.dataset.code = code;
  node.setAttribute("aria-selected", String(code === data.selected));
  data.columns.forEach(function (column, i) {
    const [text, status] = column.kind === "status" ? data.statuses[row[1 + i]] : row[1 + i];
    const cell = element(column.kind === "name" ? "th" : "td", column.kind);
    if (column.kind === "name") {
      const button = element("button", "pick", text);
      cell.scope = "row";
      button.type = "button";
      button.tabIndex = -1;
      cell.append(button);
      if (data.opens) cell.append(opener(data, code, text));
    } else if (column.kind === "status") {
      const words = element("span", "words", text);
      const picture = element("span", "swatch");
      picture.dataset.of = status;
      words.prepend(picture);
      cell.append(words);
    } else {
      cell.textContent = text;
    }
    node.append(cell);
  });
  node.addEventListener("click", function (event) { if (!event.target.closest("a")) choose(code); });
  return node;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const memory = kept.get(parentElement) || { column: 0, direction: 1, selected: null };
  kept.set(parentElement, memory);
  const frame = parentElement.querySelector(".municipalities");

  function choose(code) {
    if (code !== data.selected) setTriggerValue("chosen", code);
  }

  function redraw() {
    const top = frame.scrollTop;
    const table = element("table");
    table.append(element("caption", "", data.caption), head(data, memory, redraw));
    const body = element("tbody");
    const rows = data.rows.slice();
    rows.sort(function (a, b) { return compare(key(a[1 + memory.column]), key(b[1 + memory.column]), memory.direction); });
    rows.forEach(function (row) { body.append(line(data, row, choose)); });
    table.append(body);
    frame.replaceChildren(table);
    frame.scrollTop = top;
    const picks = Array.from(body.querySelectorAll(".pick"));
    const chosen = body.querySelector('[aria-selected="true"] .pick');
    if (picks.length) stopAt(chosen || picks[0], true);
    body.addEventListener("keydown", function (event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const next = picks[picks.indexOf(event.target) + (step || 0)];
      if (!step || !next) return;
      event.preventDefault();
      stopAt(event.target, false);
      stopAt(next, true);
      next.focus();
    });
  }

  redraw();
  if (data.selected !== memory.selected) {
    memory.selected = data.selected;
    const row = frame.querySelector('[aria-selected="true"]');
    const hidden = row && (row.offsetTop < frame.scrollTop + 40 || row.offsetTop + row.offsetHeight > frame.scrollTop + frame.clientHeight);
    if (hidden) frame.scrollTop = row.offsetTop - frame.clientHeight / 2;
  }
}
