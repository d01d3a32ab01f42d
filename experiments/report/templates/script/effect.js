// -- what a scenario does: in a sentence under the bar of choices, and in full below -------------------------------------
function corridorChanges(set) {
  const now = corridorTonnes(set, state.scenario, state.cls), before = corridorTonnes(set, 0, state.cls);
  return now.map((value, at) => ({ at, now: value, before: before[at], change: value - before[at] }));
}
function effectWords() {
  const s = state.scenario, scenario = D.scenarios[s], set = drawnSet(), name = D.sets.name[chosen];
  if (!s) {
    if (set === null) return [el("b", {}, named(scenario.title)), `: ${FLOWS_MISSING()}`];
    return [el("b", {}, named(scenario.title)), ", ", named(name), ": ", ...busiest(set)];
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
// where the freight goes: the busiest corridors and the busiest link
function busiest(set) {
  const flows = F.links(set, 0, state.cls), most = flows.reduce((best, value, arc) => (value > flows[best] ? arc : best), 0);
  if (!(flows[most] >= 1)) return [`no ${className()} on the move.`];
  const corridors = corridorTonnes(set, 0, state.cls).map((value, at) => [value, at]).filter(([value]) => value >= 1).sort((a, b) => b[0] - a[0]).slice(0, 2);
  const [from, to] = most % 2 ? [D.linkTo[most >> 1], D.linkFrom[most >> 1]] : [D.linkFrom[most >> 1], D.linkTo[most >> 1]];
  return [...corridors.flatMap(([value, at], i) => [i ? ", " : (state.cls < 0 ? "busiest corridors: " : `busiest corridors with ${className()}: `), named(D.corridors[at]), i ? ` (${tonnes(value)})` : ` (${tonnes(value)} a year)`]),
    corridors.length ? "; busiest link " : "busiest link ", named(D.placeNames[from].name), " → ", named(D.placeNames[to].name), ` (${tonnes(flows[most])}).`];
}
// closures at a press of a button: those that make another set the best, then those that cost most
const MOST_CLOSURES = 3;
function closures() {
  const own = ranked[0], shut = (scenario) => Object.values(scenario.effects).includes(1);
  const rows = D.scenarios.map((scenario, s) => {
    const winner = ranked.reduce((a, b) => (cents(D.cost(b, s)) < cents(D.cost(a, s)) ? b : a), own);
    return { s, winner, more: D.cost(own, s) - D.cost(own, 0), shut: shut(scenario) };
  }).slice(1).filter((row) => Number.isFinite(row.more));
  const some = rows.some((row) => row.shut) ? rows.filter((row) => row.shut) : rows;
  const turning = some.filter((row) => row.winner !== own), others = some.filter((row) => row.winner === own);
  for (const list of [turning, others]) list.sort((a, b) => b.more - a.more);
  return [...turning.slice(0, MOST_CLOSURES - 1), ...others, ...turning.slice(MOST_CLOSURES - 1)].slice(0, MOST_CLOSURES).map((row) => ({ ...row, own }));
}
function drawClosures() {
  const rows = closures(), box = $("#closures");
  box.hidden = !rows.length;
  const press = (s) => update({ scenario: s, layer: s ? "change" : "flows" });
  renew(box, el("span", {}, "Closures add, USD a year:"), ...rows.map((row) => el("button", { type: "button", "data-key": `closure-${row.s}`, "aria-pressed": row.s === state.scenario ? "true" : "false", on: { click: () => press(row.s === state.scenario ? 0 : row.s) } },
    named(D.scenarios[row.s].title), " ", el("b", {}, signed(scaled, row.more)), row.winner === row.own ? null : [", best then ", named(D.sets.name[row.winner])])));
}
const changeBar = (value, most, kind = value > 0 ? "more" : "less") => {
  const bar = el("i", { class: `bar ${kind}` });
  bar.style.width = `${(100 * Math.abs(value)) / most}%`;
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
  say($("#effects-title"), state.scenario ? "What the scenario does" : "Where the freight goes");
  $("#effecttitle").replaceChildren(named(scenario.title), ", ", named(D.sets.name[chosen]));
  say($("#about"), `${scenario.text}${/[.!?]\u2069?$/.test(scenario.text) ? "" : "."} Weight in expected costs: ${scenario.weight}.`);
  if (set === null) { box.replaceChildren(el("p", {}, FLOWS_MISSING())); return; }
  const s = state.scenario, changes = corridorChanges(set).filter((row) => row.now >= 0.5 || row.before >= 0.5), told = (row) => (s ? Math.abs(row.change) : row.now);
  const most = Math.max(...changes.map(told), 1), corridors = order("corridors", changes.sort((a, b) => told(b) - told(a)), { name: (row) => D.corridors[row.at], before: (row) => row.before, now: (row) => row.now, change: (row) => row.change });
  const parts = order("parts", partRows(set), { name: (row) => row[0], before: (row) => row[1], now: (row) => row[2], change: (row) => row[2] - row[1] });
  const lost = order("unmet", D.classes.map((cls, at) => [cls.name, F.unmet(set, 0, at), F.unmet(set, s, at)]), { name: (row) => row[0], before: (row) => row[1], now: (row) => row[2] });
  // undisturbed there is nothing to compare: one column of figures
  const table = (key, caption, name, changed, rows) => el("div", {}, el("table", {}, el("caption", {}, caption),
    el("thead", {}, el("tr", {}, heading(key, "name", name), s ? heading(key, "before", "Undisturbed") : null, heading(key, "now", "Here"), s && changed ? heading(key, "change", "Change") : null)),
    el("tbody", {}, rows.map(([words, ...cells], at) => el("tr", { class: key === "corridors" && at >= MOST_CORRIDORS ? "onpaper" : null }, el("th", { scope: "row" }, named(words)), cells.filter((cell) => cell !== null).map((cell) => (cell instanceof Node ? cell : el("td", {}, cell))))))));
  const bar = (row) => el("td", { class: "barcell" }, s ? changeBar(row.change, most) : changeBar(row.now, most, "flows"), el("span", {}, s ? signed(tonnes, Math.abs(row.change) < 0.5 ? 0 : row.change) : tonnes(row.now)));
  const few = corridors.length > MOST_CORRIDORS ? el("span", { class: "onscreen" }, `; the ${MOST_CORRIDORS} ${s ? "that change most" : "busiest"}, all in the CSV and on paper`) : "";
  renew(box,
    table("parts", `Cost in parts, ${className()}, USD a year`, "Part", true, parts.map(([name, before, now]) => [name, s ? scaled(before) : null, scaled(now), s ? money(now - before) : null])),
    table("corridors", [`Corridors, ${className()}, tonnes a year whose way uses the corridor, each counted once`, few], "Corridor", true, corridors.map((row) => [D.corridors[row.at], s ? tonnes(row.before) : null, s ? tonnes(row.now) : null, bar(row)])),
    table("unmet", "Unmet, tonnes a year", "Class", false, lost.map(([name, before, now]) => [name, s ? tonnes(before) : null, tonnes(now)])));
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
      el("th", { scope: "row" }, el("button", { type: "button", "data-key": `winner-${row.s}`, on: { click: () => update({ scenario: row.s }) } }, named(D.scenarios[row.s].title)),
        row.unmet ? D.classes.map((cls, at) => (row.unmet[at] >= 1 ? el("small", {}, "unmet: ", named(cls.name), ` ${tonnes(row.unmet[at])}`) : null)) : null),
      el("td", {}, named(D.sets.name[row.set])), el("td", {}, money(row.more)), partNames.map((_, at) => el("td", {}, row.parts ? money(row.parts[at]) : "–")),
      el("td", {}, row.unmet ? tonnes(sum(row.unmet)) : "–"),
      el("td", {}, corridor(row.loses)), el("td", {}, corridor(row.gains)))))));
}
