// -- what is chosen: the bar of choices, the address and the tables agree on it --------------------------------------
const state = { scenario: 0, size: 1, set: null, measure: "expected", cls: -1, layer: "flows", sort: null, all: false, picked: null };
const MEASURES = {
  expected: { name: "Expected cost", text: "expected cost over all scenarios" },
  worst_case: { name: "Worst case", text: "cost in the worst scenario" },
  max_regret: { name: "Largest regret", text: "largest regret over all scenarios" },
  cvar: { name: "CVaR 90%", text: "mean cost of the worst tenth (CVaR 90%)" },
  scenario: { name: "This scenario", text: "cost in the scenario shown" },
};
const listeners = [];
const valueOf = (set, measure = state.measure) => (measure === "scenario" ? D.cost(set, state.scenario) : D[`risk_${measure}`][set]);
// sets of the chosen size, the best first; equal ones to the cent stay in their order
let ranked = [], gaps = new Map(), bestOf = [], chosen = 0;
const cents = (value) => Math.round(value * 100) / 100;
function derive() {
  const rows = [];
  for (let set = 0; set < D.sets.count; set++) if (D.sets.size[set] === state.size) rows.push(set);
  ranked = rows.sort((a, b) => { const x = cents(valueOf(a)), y = cents(valueOf(b)); return x < y ? -1 : x > y ? 1 : a - b; });
  const least = ranked.length ? valueOf(ranked[0]) : 0;
  gaps = new Map(ranked.map((set) => [set, state.measure === "max_regret" ? valueOf(set) : valueOf(set) - least]));
  bestOf = D.scenarios.map((_, scenario) => { let low = Infinity; for (const set of ranked) low = Math.min(low, D.cost(set, scenario)); return low; });
  chosen = state.set === null ? ranked[0] : state.set;
}
const regretOf = (set, scenario) => (Number.isFinite(D.cost(set, scenario)) ? D.cost(set, scenario) - bestOf[scenario] : Infinity);
// the set whose flows are shown: the chosen one, or null where they are not kept
const drawnSet = () => (F && F.has(chosen) ? chosen : null);
function update(change) {
  Object.assign(state, change);
  derive();
  for (const listener of listeners) listener(change);
  remember();
}
const choose = (set) => { if (set !== chosen || state.set === null) update({ set, size: D.sets.size[set] }); };

const KEYS = ["scenario", "hubs", "measure", "class", "layer"];
function values() {
  return {
    scenario: D.scenarios[state.scenario].id,
    hubs: state.set === null ? `best-${state.size}` : `set-${D.sets.id[state.set]}`,
    measure: state.measure,
    class: state.cls < 0 ? "all" : `class-${D.classes[state.cls].id}`,
    layer: state.layer,
  };
}
function remember() {
  const told = values(), hash = `#${KEYS.map((key) => `${key}=${encodeURIComponent(told[key])}`).join("&")}`;
  if (location.hash !== hash) history.replaceState(null, "", hash);
}
const put1 = { scenario: (value) => ({ scenario: D.scenarios.findIndex((scenario) => scenario.id === value) }),
  hubs(value) {
    if (value.startsWith("best-")) return { size: +value.slice(5), set: null };
    const set = D.sets.id.indexOf(value.slice(4));
    return set < 0 ? null : { set, size: D.sets.size[set] };
  },
  measure: (value) => (Object.hasOwn(MEASURES, value) ? { measure: value } : null),
  class: (value) => ({ cls: value === "all" ? -1 : D.classes.findIndex((cls) => `class-${cls.id}` === value) }),
  layer: (value) => (["flows", "change"].includes(value) ? { layer: value } : null),
};
// what an address or a control says; what it does not know is left as it is
function read(key, value) {
  const change = put1[key](value);
  if (!change || change.scenario === -1 || (key === "hubs" && !D.sizes.includes(change.size))) return {};
  return change;
}
function fromAddress() {
  const change = {};
  for (const part of location.hash.slice(1).split("&")) {
    const [key, value] = part.split("=");
    try { if (KEYS.includes(key) && value) Object.assign(change, read(key, decodeURIComponent(value))); } catch { /* no text */ }
  }
  return change;
}
function fillBar() {
  const control = (name) => $(`[data-control="${name}"]`);
  const option = (value, text) => el("option", { value }, text);
  control("scenario").replaceChildren(...D.scenarios.map((scenario) => option(scenario.id, scenario.title)));
  control("class").replaceChildren(option("all", "All freight"), ...D.classes.map((cls) => option(`class-${cls.id}`, cls.name)));
  control("measure").replaceChildren(...Object.entries(MEASURES).map(([key, measure]) => option(key, measure.name)));
  control("layer").replaceChildren(option("flows", "Flows"), option("change", "Change against undisturbed"));
  const kept = D.sets.hubs.map((_, set) => set).filter((set) => D.sets.size[set] === 1 || (F && F.has(set)));
  control("hubs").replaceChildren(
    el("optgroup", { label: "Best set of" }, D.sizes.map((size) => option(`best-${size}`, ""))),
    ...D.sizes.map((size) => el("optgroup", { label: `${size === 1 ? "One hub" : `${size} hubs`}, by name` },
      kept.filter((set) => D.sets.size[set] === size).map((set) => option(`set-${D.sets.id[set]}`, D.sets.name[set])))));
  for (const key of KEYS) control(key).onchange = (event) => update(read(key, event.target.value));
  listeners.push(() => {
    const told = values(), hubs = control("hubs");
    for (const size of D.sizes) {
      const best = size === state.size ? ranked[0] : bestSet(size);
      say($(`option[value="best-${size}"]`, hubs), `${size === 1 ? "1 hub" : `${size} hubs`}: ${best === undefined ? "none" : D.sets.name[best]}`);
    }
    if (state.set !== null && ![...hubs.options].some((item) => item.value === told.hubs))
      hubs.append(option(told.hubs, D.sets.name[state.set]));
    for (const key of KEYS) control(key).value = told[key];
  });
}
function bestSet(size) {
  let best;
  for (let set = 0; set < D.sets.count; set++)
    if (D.sets.size[set] === size && (best === undefined || cents(valueOf(set)) < cents(valueOf(best)))) best = set;
  return best;
}
