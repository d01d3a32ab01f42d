// -- hubs, marks of closures, names: all that keeps its size -------------------------------------------------------------
let hubMarks = [], signs = [], touched = null, told = [];
const paper = document.createElement("canvas").getContext("2d");
function makeHubs() {
  hubMarks = [...D.placeHub.values()].map((at) => {
    const hub = D.hubs[at];
    const face = el("span", { class: "face" }), marker = L.marker(D.at(hub.place), { pane: "hubs", keyboard: true,
      icon: L.divIcon({ className: "hub", iconSize: [28, 28], html: face }) }).addTo(map), node = marker.getElement();
    const act = () => pickUp({ kind: "place", at: hub.place });
    marker.on("click", act);
    node.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); act(); } });
    node.addEventListener("mouseenter", () => hover(map.latLngToContainerPoint(D.at(hub.place))));
    node.addEventListener("focus", () => hover(map.latLngToContainerPoint(D.at(hub.place))));
    node.addEventListener("blur", () => hover(null));
    return { at, marker, node, face, leader: null };
  });
}
function paintHubs() {
  const members = new Set(D.sets.hubs[chosen] || []);
  for (const { at, marker, node, face } of hubMarks) {
    const hub = D.hubs[at], alone = singleOf(at), single = state.size === 1 && gaps.has(alone);
    const on = members.has(at), level = single ? colourOf(gaps.get(alone)) : "";
    node.setAttribute("class", `${node.className.replace(/ (hub-on|gateway|q\d|plain|small)/g, "")}${on ? " hub-on" : ""}${hub.gateway ? " gateway" : ""} ${level || "plain"}`);
    say(face, hub.gateway ? "G" : single ? String(ranked.indexOf(alone) + 1) : on ? "★" : "");
    node.setAttribute("aria-label", `${hub.name}${hub.gateway ? ", gateway" : ""}${on ? ", chosen" : ""}${single ? `, rank ${ranked.indexOf(alone) + 1}, ${gapWords(alone)}` : ""}`);
    marker.setZIndexOffset(on ? 2000 : hub.gateway ? 1000 : single ? 500 - ranked.indexOf(alone) : 0);
  }
}
// where a scenario acts: the middle of each link that it touches, and places whose demand or handling changes
function middle(at) {
  const part = D.lineShapes[at].reduce((a, b) => (b.length > a.length ? b : a));
  if (part.length === 2) return [(part[0][0] + part[1][0]) / 2, (part[0][1] + part[1][1]) / 2];
  return part[part.length >> 1];
}
function actions() {
  const scenario = D.scenarios[state.scenario];
  const found = Object.entries(scenario.effects).map(([at, effect]) => ({ effect, at: middle(+at), name: linkName(+at), link: +at }));
  for (const [place, text] of scenario.marks) found.push({ effect: 2, at: D.at(place), name: D.placeNames[place].name, text, place });
  return found.sort((a, b) => a.effect - b.effect);
}
function drawTouched() {
  if (touched) touched.remove();
  touched = L.layerGroup(Object.entries(D.scenarios[state.scenario].effects).flatMap(([at, effect]) => ["under", "over"].map((layer) =>
    L.polyline(D.lineShapes[at], { renderer: map.renderers.touched, className: `touched ${EFFECTS[effect].key} ${layer}`, interactive: false })))).addTo(map);
}
// what lies over the map: key and buttons, as left, top, right and bottom within it
function overlays() {
  const frame = $("#map").getBoundingClientRect(), boxes = [$("#key"), ...$$(".leaflet-control")].map((node) => node.getBoundingClientRect());
  return boxes.filter((box) => box.top < frame.bottom - 4).map((box) => [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]);
}
const lookedAt = () => `${map.getCenter()} ${map.getZoom()}`;
let framed = null;
function frameScenario() {
  // a frame that a scenario asked for is given up with it, unless someone moved the map since
  if (framed !== null && framed === lookedAt()) map.fitBounds(home(), { animate: false });
  framed = null;
  const all = actions();
  if (!all.length) return;
  const seen = map.getBounds().pad(-0.08), over = overlays(), { bottom } = $("#map").getBoundingClientRect();
  const covered = ({ x, y }) => over.some((box) => x > box[0] - 12 && x < box[2] + 12 && y > box[1] - 12 && y < box[3] + 12);
  const near = all.filter((mark) => seen.contains(mark.at) && !covered(map.latLngToContainerPoint(mark.at)));
  if (near.some((mark) => mark.effect === all[0].effect) && near.length * 2 >= Math.min(all.length, 4)) return;
  const box = home(), whole = bounds(D.whole), inside = all.filter((mark) => whole.contains(mark.at));
  // a mark stands apart from the edge, so that its surroundings are seen
  const tall = 0.12 * (box.getNorth() - box.getSouth()), wide = 0.12 * (box.getEast() - box.getWest());
  for (const { at: [north, east] } of inside.length ? inside : all) box.extend([[north - tall, east - wide], [north + tall, east + wide]]);
  const key = $("#key").getBoundingClientRect();
  map.fitBounds(box.pad(0.02), { animate: false, paddingTopLeft: [74, 14], paddingBottomRight: [14, key.top < bottom - 4 ? bottom - key.top + 14 : 30] });
  framed = lookedAt();
}
// a hub whose place another one covers stands beside it, with a line to where it is
const APART = 25;
const besides = (point) => [22, 30].flatMap((far) => [...Array(12).keys()].map((turn) => point.add([far * Math.cos((turn * Math.PI) / 6), far * Math.sin((turn * Math.PI) / 6)])));
function lead(mark, from, to) {
  const { x, y } = to.subtract(from), far = Math.hypot(x, y);
  mark.shift = far ? [x, y] : null;
  mark.node.style.marginLeft = `${x - 14}px`;
  mark.node.style.marginTop = `${y - 14}px`;
  if (mark.leader) mark.leader.remove();
  mark.leader = far ? el("span", { class: "leader" }) : null;
  if (!far) return;
  mark.leader.style.width = `${far}px`;
  mark.leader.style.transform = `rotate(${Math.atan2(-y, -x)}rad)`;
  mark.node.prepend(mark.leader);
}
// marks and names are put where there is room: what matters most comes first
function arrange() {
  if (!map || !D) return;
  const size = map.getSize(), boxes = overlays(), names = [], at = (point) => map.latLngToContainerPoint(point);
  const inside = (point, margin = 0) => point.x > -margin && point.y > -margin && point.x < size.x + margin && point.y < size.y + margin;
  const free = (box) => box[0] >= 2 && box[1] >= 2 && box[2] <= size.x - 2 && box[3] <= size.y - 2 && !boxes.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  const around = (point, radius) => [point.x - radius, point.y - radius, point.x + radius, point.y + radius];
  for (const sign of signs) sign.remove();
  signs = [];
  const placed = [];
  for (const mark of actions()) {
    const point = at(mark.at);
    if (placed.some((other) => other.effect === mark.effect && other.point.distanceTo(point) < 20)) continue;
    placed.push({ ...mark, point });
    const { key, name, sign } = EFFECTS[mark.effect], text = mark.text || name;
    const marker = L.marker(mark.at, { pane: "marks", interactive: false, keyboard: false, icon: L.divIcon({ className: `sign ${key}`, iconSize: [22, 22], html: el("span", {}, sign) }) }).addTo(map);
    put(marker.getElement(), { role: "img", "aria-label": `${mark.name}: ${text}`, "data-role": "closure", "data-effect": key }, []);
    signs.push(marker);
    boxes.push(around(point, 12));
  }
  const members = D.sets.hubs[chosen] || [];
  const order = hubMarks.map(({ at: hub }) => hub).sort((a, b) => rankFor(a) - rankFor(b)), hubPoints = [], spots = new Map(), shown = (hub) => spots.get(hub) || at(D.at(D.hubs[hub].place));
  for (const hub of order) {
    const mark = hubMarks.find(({ at: own }) => own === hub), point = at(D.at(D.hubs[hub].place));
    const important = members.includes(hub) || D.hubs[hub].gateway;
    const clear = (spot) => !hubPoints.some((other) => other.distanceTo(spot) < APART);
    const bare = (spot) => !placed.some((sign) => sign.point.distanceTo(spot) < APART);
    const beside = important || (clear(point) && bare(point)) ? point
      : besides(point).find((spot) => clear(spot) && bare(spot) && inside(spot, -APART / 2)) || (clear(point) ? point : undefined);
    const room = beside !== undefined;
    mark.node.classList.toggle("small", !room);
    lead(mark, point, room ? beside : point);
    if (room) spots.set(hub, beside);
    put(mark.node, { tabindex: room ? 0 : -1, "aria-hidden": room ? "false" : "true" }, []);
    if (room) hubPoints.push(beside);
    boxes.push(around(room ? beside : point, room ? 13 : 6));
  }
  const write = (text, where, kind, radius, font) => {
    if (!inside(where, 0)) return false;
    paper.font = font;
    const short = text.length > 34 ? `${text.slice(0, 33)}…` : text, wide = paper.measureText(short).width + 6, tall = kind === "country" ? 16 : 15;
    const spots = kind === "country" ? [[0, 0], [0, -18], [0, 18], [40, 0], [-40, 0]] : [[radius + wide / 2 + 1, 0], [-radius - wide / 2 - 1, 0], [0, -radius - tall / 2], [0, radius + tall / 2],
      [radius + wide / 2, -radius], [radius + wide / 2, radius], [-radius - wide / 2, -radius], [-radius - wide / 2, radius]];
    for (const [dx, dy] of spots) {
      const box = [where.x + dx - wide / 2, where.y + dy - tall / 2, where.x + dx + wide / 2, where.y + dy + tall / 2];
      if (!free(box)) continue;
      boxes.push(box);
      names.push({ text: short, kind, x: where.x + dx, y: where.y + dy });
      return true;
    }
    return false;
  };
  const title = D.scenarios[state.scenario].title;
  // the scenario's title stands at the first of its marks that has room for it, near it or farther off
  const within = placed.filter((mark) => inside(mark.point)), headed = (radius) => within.find((mark) => write(title, mark.point, `sign-name ${EFFECTS[mark.effect].key}`, radius, "700 13px sans-serif"));
  const titled = headed(15) || headed(34) || headed(60);
  for (const hub of order) {
    const important = members.includes(hub) || D.hubs[hub].gateway;
    if (important) write(D.hubs[hub].name, shown(hub), "hub-name", 14, "700 13px sans-serif");
  }
  within.filter((mark) => mark !== titled).slice(0, 8).forEach((mark) => write(mark.name, mark.point, `sign-name ${EFFECTS[mark.effect].key}`, 15, "600 12px sans-serif"));
  for (const hub of order) if (!members.includes(hub) && !D.hubs[hub].gateway) write(D.hubs[hub].name, shown(hub), "hub-name other", 13, "600 12px sans-serif");
  const zoom = D.step * 2 ** map.getZoom();
  D.countries.forEach(([name, x, y, across]) => { if (across * zoom > 70) write(name.toUpperCase(), at([y * D.step, x * D.step]), "country", 0, "600 13px sans-serif"); });
  const near = map.getZoom() - map.getBoundsZoom(bounds(D.focus));
  D.placeNames.map((place, index) => [place, index]).filter(([place, index]) => !D.placeHub.has(index) && (near > 0.6 || place.people > (near > -0.5 ? 1e6 : 3e6)))
    .sort((a, b) => (b[0].people || 0) - (a[0].people || 0)).forEach(([place, index]) => write(place.name, at(D.at(index)), "place-name", 4, "11px sans-serif"));
  told = names;
  const pane = map.getPane("names"), corner = map.containerPointToLayerPoint([0, 0]);
  pane.replaceChildren(...names.map((name) => {
    const node = el("span", { class: `name ${name.kind} leaflet-zoom-hide` }, named(name.text));
    node.style.left = `${name.x + corner.x}px`;
    node.style.top = `${name.y + corner.y}px`;
    return node;
  }));
}
function rankFor(hub) {
  if ((D.sets.hubs[chosen] || []).includes(hub)) return -2;
  if (D.hubs[hub].gateway) return -1;
  const alone = singleOf(hub), at = state.size === 1 ? ranked.indexOf(alone) : -1;
  return at >= 0 ? at : 1000 + hub;
}
