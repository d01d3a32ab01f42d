// -- flows: each design and scenario as what is left once the first ones are taken off ------------------------------
let F = null;
function table(name, width) {
  const bytes = D[`${name}Bytes`], ends = D[`${name}Ends`], kept = new Map();
  const add = (row, into) => {
    const reader = new Bytes(bytes, row ? ends[row - 1] : 0), end = ends[row];
    for (let at = 0; reader.at < end; at++) { at += reader.next(); into[at] += reader.next(); }
  };
  return (design, scenario) => {
    const key = design * D.S + scenario;
    let found = kept.get(key);
    if (!found) {
      if (kept.size > 300) kept.clear();
      found = new Int32Array(width);
      add(0, found);
      if (design) add(design * D.S, found);
      if (scenario) add(scenario, found);
      if (design && scenario) add(key, found);
      kept.set(key, found);
    }
    return found;
  };
}
function prepareFlows() {
  if (!D.flows) return;
  const C = D.classCount, q = D.flows.quantum, P = D.flows.parts.length, design = new Map();
  D.flows.sets.forEach((set, at) => { if (set >= 0) design.set(set, at); });
  const raw = Object.fromEntries([["flow", 2 * D.linkCount * C], ["parts", P * C], ["through", D.hubs.length * C], ["over", D.corridors.length * C],
    ["unmet", C], ["nearest", D.placeNames.length], ["served", D.placeNames.length]].map(([name, width]) => [name, table(name, width)]));
  const over = (values, start, cls) => {
    if (cls >= 0) return values[start + cls];
    let total = 0;
    for (let c = 0; c < C; c++) total += values[start + c];
    return total;
  };
  F = {
    has: (set) => design.has(set),
    count: design.size,
    // tonnes of a class (-1: all) on every directed link
    links(set, scenario, cls) {
      const values = raw.flow(design.get(set), scenario), found = new Float64Array(2 * D.linkCount);
      for (let arc = 0; arc < found.length; arc++) found[arc] = q * over(values, arc * C, cls);
      return found;
    },
    link: (set, scenario, arc, cls) => q * over(raw.flow(design.get(set), scenario), arc * C, cls),
    part: (set, scenario, part, cls) => 1e3 * over(raw.parts(design.get(set), scenario), part * C, cls),
    through: (set, scenario, hub, cls) => over(raw.through(design.get(set), scenario), hub * C, cls),
    over: (set, scenario, corridor, cls) => q * over(raw.over(design.get(set), scenario), corridor * C, cls),
    unmet: (set, scenario, cls) => over(raw.unmet(design.get(set), scenario), 0, cls),
    catchment(set, scenario, hub) {
      const nearest = raw.nearest(design.get(set), scenario), served = raw.served(design.get(set), scenario), found = [];
      for (let place = 0; place < nearest.length; place++)
        if (nearest[place] === hub + 1 && served[place] > 0) found.push([place, q * served[place]]);
      return found.sort((a, b) => b[1] - a[1]);
    },
    hubOf(set, scenario, place) {
      return [raw.nearest(design.get(set), scenario)[place] - 1, q * raw.served(design.get(set), scenario)[place]];
    },
  };
}
// tonnes whose way uses at least one link of each corridor, each counted once
const corridorTonnes = (set, scenario, cls) => D.corridors.map((_, at) => F.over(set, scenario, at, cls));
