// -- what is pointed at or chosen: a line beside the pointer, a card with the figures --------------------------------
function classRows(of) {
  const all = D.classes.map((cls, at) => [cls.name, of(at)]).filter(([, value]) => Math.abs(value) >= 0.5);
  return all.map(([name, value]) => el("tr", {}, el("th", { scope: "row" }, named(name)), el("td", {}, tonnes(value))));
}
function facts(rows) {
  return el("dl", {}, rows.filter(([, value]) => value !== null).map(([term, value]) => [el("dt", {}, term), el("dd", {}, value)]));
}
function classTable(caption, of) {
  const rows = classRows(of);
  return rows.length ? el("table", {}, el("caption", {}, caption), el("tbody", {}, rows)) : null;
}
// the line beside the pointer
function words(picked) {
  const set = drawnSet(), s = state.scenario;
  if (picked.kind === "link") {
    const at = picked.at, there = linkFacts(2 * at, s), effect = D.scenarios[s].effects[at];
    let text = `${linkName(at)}, ${D.modes[D.links[at][3]]}, ${D.links[at][4].toLocaleString("en")} km`;
    if (effect) text += `: ${EFFECTS[effect].name}`;
    if (set !== null) text += `; ${tonnes(F.link(set, s, 2 * at, state.cls))} → and ${tonnes(F.link(set, s, 2 * at + 1, state.cls))} ← a year`;
    if (there) text += `; ${days(there.hours)}, ${there.usd.toFixed(0)} USD/t`;
    return text;
  }
  const place = D.placeNames[picked.at], hub = D.placeHub.get(picked.at);
  const mark = D.scenarios[s].marks.find(([at]) => at === picked.at);
  let text = place.name;
  if (hub !== undefined) {
    const alone = singleOf(hub);
    if (alone >= 0 && state.size === 1 && gaps.has(alone)) text += `: rank ${ranked.indexOf(alone) + 1}, ${gapWords(alone)}`;
    if (set !== null && F.through(set, s, hub, state.cls) >= 1) text += `; ${tonnes(F.through(set, s, hub, state.cls))} a year pass it`;
  }
  return mark ? `${text}: ${mark[1]}` : text;
}
const singleOf = (hub) => D.sets.hubs.findIndex((hubs, at) => D.sets.size[at] === 1 && (hubs.length ? hubs[0] === hub : D.hubs[hub].gateway));
function gapWords(set) {
  const gap = gaps.get(set);
  if (!Number.isFinite(gap)) return "cannot serve all scenarios";
  if (state.measure === "max_regret") return `largest regret ${usd(gap)}`;
  return gap < 0.005 ? "the best" : `${usd(gap)} a year above the best`;
}
function linkCard(at) {
  const set = drawnSet(), s = state.scenario, effect = D.scenarios[s].effects[at], parts = [];
  const [, , , mode, km, corridors, planned] = D.links[at];
  parts.push(el("p", {}, `${D.modes[mode]}, ${km.toLocaleString("en")} km${planned ? ", planned" : ""}`,
    corridors.length ? [" · ", ...corridors.map((corridor, i) => [i ? "; " : "", named(D.corridors[corridor])]).flat()] : null));
  if (effect) parts.push(el("p", { class: `effect ${EFFECTS[effect].key}` }, `${EFFECTS[effect].name} in this scenario`));
  for (const arc of [2 * at, 2 * at + 1]) {
    const [from, to] = arc % 2 ? [D.linkTo[at], D.linkFrom[at]] : [D.linkFrom[at], D.linkTo[at]], there = linkFacts(arc, s);
    const load = set === null ? null : F.link(set, s, arc, -1);
    parts.push(el("h4", {}, named(D.placeNames[from].name), " → ", named(D.placeNames[to].name)));
    parts.push(facts([
      ["Tonnes a year", load === null ? null : tonnes(load)],
      ["Undisturbed", load === null || !s ? null : `${tonnes(F.link(set, 0, arc, -1))} (${signed(tonnes, load - F.link(set, 0, arc, -1))})`],
      ["Capacity", there ? (Number.isFinite(there.capacity) ? tonnes(there.capacity) : "none stated") : "closed"],
      ["Use", there && load !== null && Number.isFinite(there.capacity) && there.capacity > 0 ? percent(load / there.capacity) : null],
      ["Time", there ? days(there.hours) : null],
      ["Cost", there ? `${there.usd.toFixed(0)} USD/t` : null],
    ]));
    if (set !== null) parts.push(classTable("By class, a year", (cls) => F.link(set, s, arc, cls)));
  }
  return [named(linkName(at)), parts];
}
function placeCard(at) {
  const set = drawnSet(), s = state.scenario, hub = D.placeHub.get(at), place = D.placeNames[at], parts = [];
  const mark = D.scenarios[s].marks.find(([where]) => where === at);
  parts.push(el("p", {}, [place.country, place.people ? `${(place.people / 1e6).toFixed(place.people < 1e7 ? 2 : 1)} m people` : ""].filter(Boolean).join(" · ")));
  if (mark) parts.push(el("p", { class: "effect worse" }, named(mark[1])));
  if (hub !== undefined) {
    const alone = singleOf(hub), load = set === null ? null : F.through(set, s, hub, -1);
    parts.push(facts([
      ["Role", D.hubs[hub].gateway ? "gateway, open in every design" : D.sets.hubs[chosen].includes(hub) ? "hub of the set shown" : "candidate"],
      ["Rank as the single hub", alone >= 0 && state.size === 1 && gaps.has(alone) ? `${ranked.indexOf(alone) + 1} of ${ranked.length}` : null],
      ["By the measure chosen", alone >= 0 && state.size === 1 && gaps.has(alone) ? gapWords(alone) : null],
      ["Regret in this scenario", alone >= 0 && state.size === 1 ? usd(regretOf(alone, s)) : null],
      ["Through it", load === null ? null : `${tonnes(load)} a year`],
      ["Capacity", D.hubs[hub].cap === null ? "no limit" : `${tonnes(D.hubs[hub].cap)} a year`],
      ["Fixed cost", `${usd(D.hubs[hub].fixed)} a year`],
    ]));
    if (load) parts.push(classTable("Through it by class, a year", (cls) => F.through(set, s, hub, cls)));
    if (alone >= 0 && alone !== chosen)
      parts.push(el("p", {}, el("button", { type: "button", on: { click: () => choose(alone) } }, "Show as the single hub")));
    const served = set === null ? [] : F.catchment(set, s, hub);
    if (served.length) {
      parts.push(el("h4", {}, `Catchment: ${served.length} place${served.length > 1 ? "s" : ""}`));
      parts.push(el("p", {}, served.slice(0, 8).map(([where, t], i) => [i ? ", " : "", named(D.placeNames[where].name), ` ${tonnes(t)}`]).flat(),
        served.length > 8 ? ", …" : ""));
    }
  }
  if (set !== null) {
    const arcs = D.linksOf[at];
    parts.push(classTable("Arriving over links, a year", (cls) => sum(arcs.map((arc) => F.link(set, s, arc, cls)))));
    parts.push(classTable("Leaving over links, a year", (cls) => sum(arcs.map((arc) => F.link(set, s, arc ^ 1, cls)))));
    const [by, t] = F.hubOf(set, s, at);
    if (by >= 0 && by !== hub) parts.push(el("p", {}, "Served by ", named(D.hubs[by].name), `: ${tonnes(t)} a year`));
  }
  return [named(place.name), parts];
}
function showCard() {
  const card = $("#card"), picked = state.picked;
  card.hidden = !picked;
  if (!picked) { card.replaceChildren(); return; }
  const [title, parts] = picked.kind === "link" ? linkCard(picked.at) : placeCard(picked.at);
  card.replaceChildren(el("button", { type: "button", class: "close", "aria-label": "Close", on: { click: () => { pickUp(null); $("#map").focus(); } } }, "×"),
    el("h3", {}, title), el("p", { class: "soft" }, named(D.scenarios[state.scenario].title), " · ", named(D.sets.name[chosen])),
    ...(drawnSet() === null ? [el("p", { class: "soft" }, FLOWS_MISSING())] : []), ...parts.filter(Boolean));
}
const FLOWS_MISSING = () => (F ? `No flows are drawn of ${D.sets.name[chosen]}: the page carries those of ${F.count} sets: single hubs, the best by each measure and in each scenario, and the next ones by expected cost, as far as there is room. They are those with tonnes in the ranking.` : "Flows were not worked out in this run.");
