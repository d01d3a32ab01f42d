// -- the map: Leaflet over projected metres ------------------------------------------------------------------------
const bounds = ([west, south, east, north]) => L.latLngBounds([south, west], [north, east]);
const THINNEST = 0.8;
const widest = () => Math.max(7, Math.min(15, map.getSize().x / 55));
let map = null, drawn = new Map(), spokes = null, screen = null;
// a flow is a ribbon on the right of its link, seen in its direction, with half a head at its end
const Flow = L.Polyline.extend({
  _updatePath() {
    let d = "";
    for (const part of this._parts) d += ribbon(part, this.options.width);
    this._renderer._setPath(this, d || "M0 0");
  },
});
function ribbon(points, width) {
  const line = [];
  for (const point of points) if (!line.length || line.at(-1).distanceTo(point) > 0.5) line.push(point);
  if (line.length < 2) return "";
  let whole = 0;
  for (let at = 1; at < line.length; at++) whole += line[at].distanceTo(line[at - 1]);
  const head = Math.min(whole * 0.45, width * 0.9 + 3), gap = 0.7, barb = Math.min(width * 0.55 + 1.2, 6);
  let left = whole - head;
  const body = [line[0]];
  for (let at = 1; at < line.length; at++) {
    const step = line[at].distanceTo(line[at - 1]);
    if (step < left) { body.push(line[at]); left -= step; continue; }
    const share = step ? left / step : 0;
    body.push(L.point(line[at - 1].x + share * (line[at].x - line[at - 1].x), line[at - 1].y + share * (line[at].y - line[at - 1].y)));
    break;
  }
  const turn = (a, b) => { const x = b.x - a.x, y = b.y - a.y, size = Math.hypot(x, y) || 1; return [-y / size, x / size]; };
  const sides = body.map((point, at) => {
    const before = at ? turn(body[at - 1], point) : null, after = at < body.length - 1 ? turn(point, body[at + 1]) : null;
    if (!before || !after) return before || after || [0, 0];
    const x = before[0] + after[0], y = before[1] + after[1], size = Math.hypot(x, y);
    return size < 0.5 ? after : [x / size, y / size];
  });
  const off = (at, far) => `${(body[at].x + far * sides[at][0]).toFixed(1)} ${(body[at].y + far * sides[at][1]).toFixed(1)}`;
  const end = line.at(-1), last = body.length - 1, side = turn(line.at(-2), end);
  const path = body.map((_, at) => off(at, gap));
  path.push(`${(end.x + gap * side[0]).toFixed(1)} ${(end.y + gap * side[1]).toFixed(1)}`, off(last, gap + width + barb));
  for (let at = last; at >= 0; at--) path.push(off(at, gap + width));
  return `M${path.join("L")}Z`;
}
// the hubs, and the gateways where they are not far off
function home() {
  const box = bounds(D.focus), whole = bounds(D.whole), all = L.latLngBounds(box.getSouthWest(), box.getNorthEast());
  if (map.getSize().x < 520) return box;
  for (const hub of D.gateways) all.extend(D.at(D.hubs[hub].place));
  const far = Math.max((all.getEast() - all.getWest()) / (whole.getEast() - whole.getWest()), (all.getNorth() - all.getSouth()) / (whole.getNorth() - whole.getSouth()));
  return far < 0.8 ? all.pad(0.03) : box;
}
function makeMap() {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches, coarse = matchMedia("(pointer: coarse)").matches;
  map = L.map("map", { crs: L.CRS.Simple, zoomSnap: 0, zoomDelta: 0.8, wheelPxPerZoomLevel: 90, attributionControl: false, dragging: !coarse,
    zoomAnimation: !still, fadeAnimation: false, markerZoomAnimation: !still, inertia: !still, minZoom: -40, maxZoom: 0, bounceAtZoomLimits: false });
  const panes = {};
  for (const [name, z] of [["land", 200], ["network", 350], ["flows", 400], ["spokes", 420], ["places", 440], ["touched", 480], ["names", 620], ["hubs", 640], ["marks", 700]]) {
    map.createPane(name).style.zIndex = z;
    if (name !== "hubs") map.getPane(name).style.pointerEvents = "none";
    panes[name] = L.svg({ pane: name, padding: 0.4 });
  }
  map.renderers = panes;
  map.fitBounds(home(), { animate: false });
  const least = map.getBoundsZoom(bounds(D.everywhere)) - 0.6;
  map.setMinZoom(least).setMaxZoom(map.getBoundsZoom(bounds(D.whole)) + 7.4);
  const frame = bounds(D.everywhere);
  map.setMaxBounds(frame.pad(0.6));
  D.landShapes.forEach((rings) => { if (rings.length) L.polygon(rings, { renderer: panes.land, className: "land", interactive: false, smoothFactor: 0.7 }).addTo(map); });
  for (const mode of ["sea", "air", "road", "ferry", "rail"]) for (const planned of [0, 1]) {
    const shapes = D.lineShapes.filter((_, at) => D.links[at][3] === mode && D.links[at][6] === planned).flat();
    if (shapes.length) L.polyline(shapes, { renderer: panes.network, className: `link ${mode}${planned ? " planned" : ""}`, interactive: false }).addTo(map);
  }
  D.placeNames.forEach((place, at) => {
    if (D.placeHub.has(at) || !frame.pad(0.3).contains(D.at(at))) return;
    const size = place.people > 5e6 ? 4.2 : place.people > 1e6 ? 3.2 : place.people > 2e5 ? 2.4 : 1.8;
    L.circleMarker(D.at(at), { renderer: panes.places, radius: size, className: "place", interactive: false }).addTo(map);
  });
  L.control.scale({ imperial: false, position: "bottomright", maxWidth: 110 }).addTo(map);
  const frames = L.DomUtil.create("div", "leaflet-bar frames");
  for (const [name, box] of [["Hubs", D.focus], ["All", D.everywhere]])
    frames.append(el("button", { type: "button", title: box === D.focus ? "Frame the hubs" : "Frame the whole network", on: { click: () => map.fitBounds(box === D.focus ? home() : bounds(box)) } }, name));
  L.DomEvent.disableClickPropagation(frames);
  const control = L.control({ position: "topleft" });
  control.onAdd = () => frames;
  control.addTo(map);
  for (const name of ["#card", "#key"]) { L.DomEvent.disableClickPropagation($(name)); L.DomEvent.disableScrollPropagation($(name)); }
  makeHubs();
  map.on("move zoom resize", () => { screen = null; });
  map.on("moveend resize", arrange);
  map.on("mousemove", (event) => hover(event.containerPoint));
  map.on("mouseout", () => hover(null));
  map.on("click", (event) => pickUp(nearest(event.containerPoint)));
  const box = $("#map");
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { pickUp(null); hover(null); } });
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(box);
}

// -- what is drawn of the choices --------------------------------------------------------------------------------------
const EFFECTS = [null, { key: "closed", name: "closed", sign: "×" }, { key: "worse", name: "slower, dearer or narrower", sign: "!" },
  { key: "better", name: "better", sign: "+" }, { key: "opened", name: "opened", sign: "+" }];
let scale = { most: 0, kind: "flows" };
function drawFlows() {
  const set = drawnSet(), change = state.layer === "change", wanted = new Map();
  let most = 0, none = "";
  if (set !== null) {
    const now = F.links(set, state.scenario, state.cls), before = F.links(set, 0, state.cls), told = new Float64Array(now.length);
    for (let arc = 0; arc < now.length; arc++) {
      told[arc] = change ? now[arc] - before[arc] : now[arc];
      // flows keep the scale of the undisturbed network, so that scenarios can be held against each other
      most = Math.max(most, Math.abs(told[arc]), change ? 0 : before[arc]);
    }
    for (let arc = 0; arc < now.length; arc++) if (Math.abs(told[arc]) > most / 1000 && Math.abs(told[arc]) >= 1) wanted.set(arc, told[arc]);
    if (!wanted.size) none = change ? (state.scenario ? "No freight goes another way." : "Undisturbed: nothing to compare.") : "No freight of this class.";
  } else none = FLOWS_MISSING();
  scale = { most, change, none };
  const wide = widest();
  for (const [arc, flow] of drawn) if (!wanted.has(arc)) { flow.remove(); drawn.delete(arc); }
  for (const [arc, value] of wanted) {
    const width = Math.max(THINNEST, (wide * Math.abs(value)) / most), kind = change ? (value > 0 ? "more" : "less") : "all";
    let flow = drawn.get(arc);
    if (!flow) {
      const shapes = D.lineShapes[arc >> 1];
      flow = new Flow(arc % 2 ? shapes.map((part) => [...part].reverse()) : shapes, { renderer: map.renderers.flows, interactive: false, className: "flow", width, stroke: false, fill: true });
      drawn.set(arc, flow);
      flow.addTo(map);
      put(flow._path, { "data-role": "flow", "data-link": D.links[arc >> 1][0] }, []);
      flow.kind = "";
    } else if (flow.options.width !== width) { flow.options.width = width; flow._updatePath(); }
    if (flow.kind !== kind) { flow.kind = kind; flow._path.setAttribute("class", `flow ${kind}`); }
  }
  drawKey();
}
function drawKey() {
  const key = $("#key"), { most, change, none } = scale;
  if (none) { key.replaceChildren(el("p", {}, none)); return; }
  const nice = (value) => { const unit = 10 ** Math.floor(Math.log10(value)); return (value / unit >= 5 ? 5 : value / unit >= 2 ? 2 : 1) * unit; };
  const steps = [nice(most), nice(most / 4), nice(most / 20)];
  const sample = (value, kind) => {
    const width = Math.max(THINNEST, (widest() * value) / most);
    return shape("svg", { width: 44, height: Math.ceil(width) + 9, "aria-hidden": "true", class: "sample" },
      shape("path", { class: `flow ${kind}`, d: ribbon([L.point(1, 1), L.point(43, 1)], width) }));
  };
  key.replaceChildren(el("p", {}, change ? "Change against undisturbed, t a year" : "Tonnes a year, in the arrow’s direction"),
    el("ul", {}, change
      ? [["more", "more"], ["less", "less"]].map(([kind, name]) => el("li", {}, sample(steps[0], kind), `${tonnes(steps[0])} ${name}`)).concat(el("li", {}, sample(steps[1], "more"), tonnes(steps[1])))
      : steps.map((step) => el("li", {}, sample(step, "all"), tonnes(step)))));
}
function drawSpokes() {
  if (spokes) spokes.remove();
  spokes = null;
  const set = drawnSet();
  if (set === null) return;
  const picked = state.picked && state.picked.kind === "place" ? D.placeHub.get(state.picked.at) : undefined;
  const hubs = picked !== undefined ? [picked] : [];
  spokes = L.layerGroup(hubs.flatMap((hub) => F.catchment(set, state.scenario, hub).filter(([place]) => place !== D.hubs[hub].place).map(([place]) =>
    L.polyline([D.at(D.hubs[hub].place), D.at(place)], { renderer: map.renderers.spokes, className: "spoke", interactive: false })))).addTo(map);
}

// -- pointing ------------------------------------------------------------------------------------------------------------
const REACH = 13;
function positions() {
  if (screen) return screen;
  const at = (point) => map.latLngToContainerPoint(point);
  screen = { places: D.placeNames.map((_, place) => at(D.at(place))), lines: D.lineShapes.map((parts) => parts.map((part) => part.map(at))) };
  return screen;
}
function nearest(point) {
  const { places, lines } = positions();
  let best = null, least = REACH;
  places.forEach((place, at) => {
    const far = place.distanceTo(point) * (D.placeHub.has(at) ? 0.8 : 1);
    if (far < least) { least = far; best = { kind: "place", at }; }
  });
  // hubs that stand beside their places are pointed at where they stand
  for (const { at: hub, shift } of hubMarks) {
    const far = shift ? 0.8 * places[D.hubs[hub].place].add(shift).distanceTo(point) : Infinity;
    if (far < least) { least = far; best = { kind: "place", at: D.hubs[hub].place }; }
  }
  if (best) return best;
  const set = drawnSet();
  lines.forEach((parts, at) => {
    const busy = drawn.has(2 * at) || drawn.has(2 * at + 1) || D.scenarios[state.scenario].effects[at];
    if (!busy && set !== null && D.links[at][3] === "air") return;
    // a flow is as wide as it is drawn; what carries nothing stands back
    const wide = Math.max(...[2 * at, 2 * at + 1].map((arc) => (drawn.has(arc) ? drawn.get(arc).options.width : 0)));
    for (const part of parts) for (let i = 1; i < part.length; i++) {
      const far = Math.max(0, L.LineUtil.pointToSegmentDistance(point, part[i - 1], part[i]) - wide) + (busy ? 0 : 4);
      if (far < least) { least = far; best = { kind: "link", at }; }
    }
  });
  return best;
}
function hover(point) {
  const tip = $("#tip"), picked = point && nearest(point);
  tip.hidden = !picked;
  if (!picked) return;
  say(tip, words(picked));
  const size = map.getSize();
  tip.style.left = `${Math.max(6, Math.min(point.x + 14, size.x - tip.offsetWidth - 6))}px`;
  tip.style.top = `${point.y + 18 + tip.offsetHeight > size.y ? point.y - tip.offsetHeight - 12 : point.y + 18}px`;
}
function pickUp(picked) {
  state.picked = picked;
  showCard();
  drawSpokes();
  arrange();
}
