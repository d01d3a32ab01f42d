// -- what a scenario does: in a sentence under the bar of choices, and in full below -------------------------------------
function corridorChanges(set) {
  const now = corridorTonnes(set, state.scenario, state.cls), before = corridorTonnes(set, 0, state.cls);
  return now.map((value, at) => ({ at, now: value, before: before[at], change: value - before[at] }));
}
function effectWords() {
  const s = state.scenario, scenario = D.scenarios[s], set = drawnSet(), name = D.sets.name[chosen];
  if (!s) {
    if (set === null) return [named(scenario.title), ". Choose a scenario to see what it does."];
    const flows = F.links(set, 0, state.cls);
    let most = 0;
    flows.forEach((value, arc) => { if (value > flows[most]) most = arc; });
    const [from, to] = most % 2 ? [D.linkTo[most >> 1], D.linkFrom[most >> 1]] : [D.linkFrom[most >> 1], D.linkTo[most >> 1]];
    return [el("b", {}, named(scenario.title)), ", ", named(name), `: most of ${className()} goes from `, named(D.placeNames[from].name), " to ", named(D.placeNames[to].name),
      `, ${tonnes(flows[most])} a year. Choose a scenario to see what it does.`];
  }
  const more = D.cost(chosen, s) - D.cost(chosen, 0), winner = ranked.reduce((a, b) => (D.cost(b, s) < D.cost(a, s) - 0.005 ? b : a), ranked[0]);
  const told = [el("b", {}, named(scenario.title)), ": with ", named(name), more === 0 ? " freight costs the same" : ` freight costs ${usd(Math.abs(more))} a year ${more > 0 ? "more" : "less"} (${signed(percent, more / D.cost(chosen, 0))})`];
  if (set !== null) {
    const changes = corridorChanges(set).filter((row) => Math.abs(row.change) >= 1000).sort((a, b) => a.change - b.change);
    const loser = changes[0], gainer = changes.at(-1);
    if (loser && loser.change < 0) told.push("; ", named(D.corridors[loser.at]), ` loses ${tonnes(-loser.change)}`);
    if (gainer && gainer.change > 0) told.push(", ", named(D.corridors[gainer.at]), ` gains ${tonnes(gainer.change)}`);
    const left = F.unmet(set, s, state.cls) - F.unmet(set, 0, state.cls);
    if (left >= 1) told.push(`; ${tonnes(left)} more stay unmet`);
  }
  told.push(winner === chosen || regretOf(chosen, s) < 0.005 ? "; it stays the best." : "; best then: ");
  if (!(winner === chosen || regretOf(chosen, s) < 0.005)) told.push(named(D.sets.name[winner]), ".");
  return told;
}
const changeBar = (value, most) => {
  const bar = el("i", { class: `bar ${value > 0 ? "more" : "less"}` });
  bar.style.width = `${Math.max(1, (100 * Math.abs(value)) / most)}%`;
  return el("span", { class: "track" }, bar);
};
// parts are kept in thousands of USD, class by class: what is less than their rounding is nothing
const money = (value) => (value === undefined ? "–" : signed(scaled, Math.abs(value) < 1e4 ? 0 : value));
const MOST_CORRIDORS = 15;
function partRows(set) {
  const rows = D.flows.parts.map((part, at) => [part, F.part(set, 0, at, state.cls), F.part(set, state.scenario, at, state.cls)]);
  if (state.cls < 0) rows.push(["all parts", D.cost(set, 0), D.cost(set, state.scenario)]);
  return rows;
}
function drawWords() {
  $("#effect").replaceChildren(...effectWords());
  say($("#choices"), `Shown: ${D.scenarios[state.scenario].title} · ${D.sets.name[chosen]} · ${MEASURES[state.measure].name} · ${className()} · ${state.layer === "change" ? "change against undisturbed" : "flows"}`);
}
function drawEffects() {
  const set = drawnSet(), box = $("#effects"), scenario = D.scenarios[state.scenario];
  $("#effecttitle").replaceChildren(named(scenario.title), ", ", named(D.sets.name[chosen]));
  say($("#about"), `${scenario.text}${/[.!?]\u2069?$/.test(scenario.text) ? "" : "."} Weight in expected costs: ${scenario.weight}.`);
  if (set === null) { box.replaceChildren(el("p", {}, FLOWS_MISSING())); return; }
  const s = state.scenario, changes = corridorChanges(set).filter((row) => row.now >= 0.5 || row.before >= 0.5);
  const most = Math.max(...changes.map((row) => Math.abs(row.change)), 1);
  const corridors = order("corridors", changes.sort((a, b) => Math.abs(b.change) - Math.abs(a.change)), { name: (row) => D.corridors[row.at], before: (row) => row.before, now: (row) => row.now, change: (row) => row.change });
  const head = (table, names) => el("thead", {}, el("tr", {}, names.map(([key, name]) => heading(table, key, name))));
  const parts = order("parts", partRows(set), { name: (row) => row[0], before: (row) => row[1], now: (row) => row[2], change: (row) => row[2] - row[1] });
  const lost = order("unmet", D.classes.map((cls, at) => [cls.name, F.unmet(set, 0, at), F.unmet(set, s, at)]), { name: (row) => row[0], before: (row) => row[1], now: (row) => row[2] });
  renew(box,
    el("div", {}, el("table", {}, el("caption", {}, `Cost in parts, ${className()}, USD a year`), head("parts", [["name", "Part"], ["before", "Undisturbed"], ["now", "Here"], ["change", "Change"]]),
      el("tbody", {}, parts.map(([name, before, now]) => el("tr", {}, el("th", { scope: "row" }, name), el("td", {}, scaled(before)), el("td", {}, scaled(now)), el("td", {}, money(now - before))))))),
    el("div", {}, el("table", {}, el("caption", {}, `Corridors, ${className()}, tonnes a year, mean along the corridor${corridors.length > MOST_CORRIDORS ? `; the ${MOST_CORRIDORS} that change most, all in the CSV` : ""}`), head("corridors", [["name", "Corridor"], ["before", "Undisturbed"], ["now", "Here"], ["change", "Change"]]),
      el("tbody", {}, corridors.slice(0, MOST_CORRIDORS).map((row) => el("tr", {}, el("th", { scope: "row" }, named(D.corridors[row.at])), el("td", {}, tonnes(row.before)), el("td", {}, tonnes(row.now)),
        el("td", { class: "barcell" }, changeBar(row.change, most), el("span", {}, signed(tonnes, Math.abs(row.change) < 0.5 ? 0 : row.change)))))))),
    el("div", {}, el("table", {}, el("caption", {}, "Unmet, tonnes a year"), head("unmet", [["name", "Class"], ["before", "Undisturbed"], ["now", "Here"]]),
      el("tbody", {}, lost.map(([name, before, now]) => el("tr", {}, el("th", { scope: "row" }, named(name)), el("td", {}, tonnes(before)), el("td", {}, tonnes(now))))))));
}
// for each scenario its winner, what that costs more than the undisturbed winner, and where the freight goes
let overview = null;
function winners() {
  if (overview && overview.size === state.size && overview.cls === state.cls) return overview.rows;
  const least = (s) => ranked.reduce((a, b) => (cents(D.cost(b, s)) < cents(D.cost(a, s)) ? b : a), Math.min(...ranked)), first = least(0);
  const rows = D.scenarios.map((_, s) => {
    const set = least(s), row = { s, set, more: D.cost(set, s) - D.cost(first, 0) };
    if (!F || !F.has(set) || !F.has(first)) return row;
    row.parts = D.flows.parts.map((_, at) => F.part(set, s, at, state.cls) - F.part(first, 0, at, state.cls));
    row.unmet = D.classes.map((_, cls) => F.unmet(set, s, cls));
    const now = corridorTonnes(set, s, state.cls), before = corridorTonnes(first, 0, state.cls);
    const changes = now.map((value, at) => [at, value - before[at]]).sort((a, b) => a[1] - b[1]);
    if (changes.length && changes[0][1] < -0.5) row.loses = changes[0];
    if (changes.length && changes.at(-1)[1] > 0.5) row.gains = changes.at(-1);
    return row;
  });
  overview = { size: state.size, cls: state.cls, rows };
  return rows;
}
function drawWinners() {
  const partNames = F ? D.flows.parts : [], keys = { scenario: (row) => row.s, set: (row) => D.sets.name[row.set], more: (row) => row.more, unmet: (row) => (row.unmet ? sum(row.unmet) : 0),
    loses: (row) => (row.loses ? row.loses[1] : 0), gains: (row) => (row.gains ? row.gains[1] : 0) };
  partNames.forEach((_, at) => { keys[`part${at}`] = (row) => (row.parts ? row.parts[at] : 0); });
  const corridor = (pair) => (pair ? [named(D.corridors[pair[0]]), ` ${signed(tonnes, pair[1])}`] : "–");
  renew($("#winners"), el("table", { class: "winners" }, el("caption", { class: "sr" }, "The best set in each scenario"),
    el("thead", {}, el("tr", {}, heading("winners", "scenario", "Scenario"), heading("winners", "set", "Best set"), heading("winners", "more", "Cost", { first: false }),
      partNames.map((name, at) => heading("winners", `part${at}`, name, { first: false })), heading("winners", "unmet", "Unmet, t", { first: false }), heading("winners", "loses", "Loses most"), heading("winners", "gains", "Gains most", { first: false }))),
    el("tbody", {}, order("winners", winners(), keys).map((row) => el("tr", { class: row.s === state.scenario ? "on" : null },
      el("th", { scope: "row" }, el("button", { type: "button", "data-key": `winner-${row.s}`, on: { click: () => update({ scenario: row.s }) } }, named(D.scenarios[row.s].title))),
      el("td", {}, named(D.sets.name[row.set])), el("td", {}, money(row.more)), partNames.map((_, at) => el("td", {}, row.parts ? money(row.parts[at]) : "–")),
      el("td", { title: row.unmet ? D.classes.map((cls, at) => [cls.name, row.unmet[at]]).filter(([, t]) => t >= 1).map(([name, t]) => `${name}: ${tonnes(t)}`).join("; ") || null : null }, row.unmet ? tonnes(sum(row.unmet)) : "–"),
      el("td", {}, corridor(row.loses)), el("td", {}, corridor(row.gains)))))));
}
