// -- ranking and table: rows are sets of the chosen size -----------------------------------------------------------------
const MOST_ROWS = 40;
function colourOf(gap) {
  if (!Number.isFinite(gap)) return `q${D.edges.length}`;
  if (gap < 0.5) return "q0";
  let level = 1;
  while (level < D.edges.length && D.edges[level] <= gap) level++;
  return `q${level}`;
}
function drawScale(node) {
  const names = D.edges.map((edge, at) => (at === D.edges.length - 1 ? `over ${scaled(edge, 1)}` : `to ${scaled(D.edges[at + 1], 1)}`));
  node.replaceChildren(el("span", {}, "USD a year above the best:"), ...["best", ...names].map((name, at) => el("span", { class: `step q${at}` }, name)));
}
// a heading that sorts; sorted holds the table's key and direction
const sorted = {};
function heading(table, key, children, { first = true, title = null, act = null } = {}) {
  const now = sorted[table], on = now && now.key === key;
  return el("th", { scope: "col", "aria-sort": on ? (now.up ? "ascending" : "descending") : null, title },
    el("button", { type: "button", "data-key": `${table}-${key}`, on: { click: () => {
      sorted[table] = { key, up: on ? !now.up : first };
      if (act) act(); else redraw();
    } } }, children));
}
const order = (table, rows, keys) => {
  const now = sorted[table];
  if (!now || !keys[now.key]) return rows;
  const key = keys[now.key], value = new Map(rows.map((row) => [row, key(row)]));
  return [...rows].sort((a, b) => { const x = value.get(a), y = value.get(b); return (x < y ? -1 : x > y ? 1 : 0) * (now.up ? 1 : -1); });
};
// what is written anew keeps the focus where it was
function renew(node, ...children) {
  const held = node.contains(document.activeElement) ? document.activeElement.dataset.key : null, top = node.scrollTop, left = node.scrollLeft;
  node.replaceChildren(...children);
  node.scrollTop = top;
  node.scrollLeft = left;
  if (held) { const again = $$("[data-key]", node).find((item) => item.dataset.key === held); if (again) again.focus({ preventScroll: true }); }
}
const throughSet = (set) => sum([...D.sets.hubs[set], ...(D.sets.hubs[set].length ? [] : D.gateways)].map((hub) => F.through(set, state.scenario, hub, state.cls)));
function throughChange(set) {
  const hubs = [...D.sets.hubs[set], ...(D.sets.hubs[set].length ? [] : D.gateways)];
  return sum(hubs.map((hub) => F.through(set, state.scenario, hub, state.cls) - F.through(set, 0, hub, state.cls)));
}
const className = () => (state.cls < 0 ? "all freight" : D.classes[state.cls].name);
const kilotonnes = (value) => significant(value / 1e3, Math.abs(value) >= 1e6 ? 4 : 3).replace(/^-?0\.0+$/, "0");
let shown = { ranking: [], table: [] };
function rowsShown(table, keys) {
  const rows = order(table, ranked, keys);
  if (state.all || rows.length <= MOST_ROWS) return rows;
  const first = rows.slice(0, MOST_ROWS);
  return first.includes(chosen) || !rows.includes(chosen) ? first : [...first, chosen];
}
function drawRanking() {
  const change = state.layer === "change", rank = new Map(ranked.map((set, at) => [set, at + 1]));
  const load = (set) => (F && F.has(set) ? (change ? throughChange(set) : throughSet(set)) : NaN);
  const most = Math.max(...[...gaps.values()].filter(Number.isFinite), 1);
  const rows = rowsShown("ranking", { rank: (set) => rank.get(set), name: (set) => D.sets.name[set], gap: (set) => gaps.get(set), load: (set) => load(set) || 0 });
  shown.ranking = rows;
  const body = rows.map((set) => {
    const gap = gaps.get(set), tons = load(set), bar = el("i", { class: `bar` });
    bar.style.width = `${Number.isFinite(gap) ? Math.max(2, (100 * gap) / most) : 100}%`;
    return el("tr", { class: `pick${set === chosen ? " on" : ""}`, "data-set": set },
      el("td", {}, String(rank.get(set))),
      el("th", { scope: "row" }, el("button", { type: "button", "data-key": `row-${set}`, "aria-pressed": set === chosen ? "true" : "false" }, named(D.sets.name[set]))),
      el("td", { class: "barcell" }, el("span", { class: "track" }, bar), el("span", {}, gapText(gap))),
      el("td", {}, Number.isFinite(tons) ? (change ? signed(tonnes, tons) : tonnes(tons)) : "–"));
  });
  say($("#rankwords"), `${state.size === 1 ? "Single hubs" : `Sets of ${state.size} hubs`} ${D.family}, by ${MEASURES[state.measure].text}${rows.length < ranked.length ? `: the first ${rows.length} of ${ranked.length}` : ""}`);
  const gapHead = state.measure === "max_regret" ? "Regret, USD a year" : "Above the best, USD a year";
  renew($("#ranking"), el("table", { class: "rank" },
    el("caption", { class: "sr" }, $("#rankwords").textContent),
    el("thead", {}, el("tr", {}, heading("ranking", "rank", "#"), heading("ranking", "name", "Hubs"), heading("ranking", "gap", gapHead),
      heading("ranking", "load", [change ? "Change through, t" : "Through, t", el("small", {}, named(state.cls < 0 ? "all freight" : D.classes[state.cls].name))], { first: false }))),
    el("tbody", {}, body)));
}
const gapText = (gap) => (!Number.isFinite(gap) ? "cannot serve" : state.measure !== "max_regret" && gap < 0.005 ? "best" : `${state.measure === "max_regret" ? "" : "+"}${scaled(gap)}`);
// what a cell of the table shows: regret, or what the scenario changes
const cellValue = (set, scenario) => (state.layer === "change" ? D.cost(set, scenario) - D.cost(set, 0) : regretOf(set, scenario));
const cellText = (value) => (!Number.isFinite(value) ? "–" : state.layer === "change" ? signed(scaled, Math.abs(value) < 0.5 ? 0 : value) : scaled(Math.max(value, 0)));
function drawTable() {
  const keys = { name: (set) => D.sets.name[set], gap: (set) => gaps.get(set), load: (set) => (F && F.has(set) ? throughSet(set) : -1) };
  D.scenarios.forEach((_, at) => { keys[at] = (set) => cellValue(set, at); });
  const rows = rowsShown("table", keys);
  shown.table = rows;
  const change = state.layer === "change";
  say($("#tablewords"), `${change ? "What each scenario adds to the cost of a set" : "Regret: cost above the best set of the same size in the scenario"}, USD a year; colours are regret. ` +
    `Sets of ${state.size}${rows.length < ranked.length ? ` (the first ${rows.length} of ${ranked.length})` : ""}, by ${MEASURES[state.measure].text}; tonnes of ${className()} through the hubs in “${D.scenarios[state.scenario].title}”.`);
  const head = el("tr", {}, heading("table", "name", "Hubs"), heading("table", "gap", MEASURES[state.measure].name), heading("table", "load", "Through, kt", { first: false }),
    D.scenarios.map((scenario, at) => {
      const cell = heading("table", at, named(scenario.title), { act: () => update({ scenario: at }) });
      if (at === state.scenario) cell.classList.add("col");
      return cell;
    }));
  const body = rows.map((set) => el("tr", { class: set === chosen ? "on" : null, "data-set": set },
    el("th", { scope: "row" }, el("button", { type: "button", "data-key": `cell-${set}`, "aria-pressed": set === chosen ? "true" : "false" }, named(D.sets.name[set]))),
    el("td", { class: colourOf(gaps.get(set)) }, gapText(gaps.get(set))),
    el("td", {}, F && F.has(set) ? kilotonnes(throughSet(set)) : "–"),
    D.scenarios.map((_, at) => {
      const regret = regretOf(set, at);
      return el("td", { class: `${colourOf(regret)}${at === state.scenario ? " col" : ""}${regret < 0.005 ? " first" : ""}`, "data-scenario": at }, cellText(cellValue(set, at)));
    })));
  renew($("#table"), el("table", { class: "heat" }, el("caption", { class: "sr" }, $("#tablewords").textContent), el("thead", {}, head), el("tbody", {}, body)));
  const more = ranked.length - rows.length;
  $("#more").hidden = more <= 0 && !state.all;
  say($("#more"), state.all ? `Show the first ${MOST_ROWS}` : `Show all ${ranked.length}`);
}
// for paper: as many scenarios side by side as fit, the rest below
const PRINTED = 9;
function drawPrinted() {
  const rows = shown.table, blocks = [];
  for (let from = 0; from < D.S; from += PRINTED) {
    const some = D.scenarios.slice(from, from + PRINTED);
    blocks.push(el("table", { class: "paper" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Hubs"), some.map((scenario) => el("th", { scope: "col" }, named(scenario.title))))),
      el("tbody", {}, rows.map((set) => el("tr", {}, el("th", { scope: "row" }, named(D.sets.name[set])),
        some.map((_, at) => el("td", { class: colourOf(regretOf(set, from + at)) }, cellText(cellValue(set, from + at)))))))));
  }
  $("#paper").replaceChildren(...blocks);
}
// tables that the page came with sort too, by what their cells say
const SCALES = { bn: 1e9, m: 1e6, k: 1e3, Mt: 1e6, kt: 1e3 };
function amount(text) {
  const found = text.trim().match(/^([+−-]?)([\d,]*\.?\d+)(?:\s*(bn|Mt|kt|m|k))?(?![\w])/);
  return found ? (found[1] && found[1] !== "+" ? -1 : 1) * parseFloat(found[2].replaceAll(",", "")) * (SCALES[found[3]] || 1) : NaN;
}
function sortable(table) {
  const heads = $$("thead th", table), body = $("tbody", table);
  heads.forEach((head, column) => {
    const button = el("button", { type: "button" }, ...head.childNodes);
    head.replaceChildren(button);
    button.onclick = () => {
      const up = head.getAttribute("aria-sort") !== "ascending", text = (row) => row.cells[column].textContent;
      const rows = [...body.rows], numbers = rows.every((row) => /^[\s–-]*$/.test(text(row)) || !Number.isNaN(amount(text(row))));
      const key = (row) => (numbers ? (Number.isNaN(amount(text(row))) ? -Infinity : amount(text(row))) : text(row).toLowerCase());
      rows.sort((a, b) => { const x = key(a), y = key(b); return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1); });
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      body.append(...rows);
    };
  });
}
function pickRow(event) {
  const row = event.target.closest("[data-set]"), cell = event.target.closest("[data-scenario]");
  if (!row) return;
  const set = +row.dataset.set;
  update({ set, size: D.sets.size[set], ...(cell ? { scenario: +cell.dataset.scenario } : {}) });
}
