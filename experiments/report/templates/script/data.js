// -- the numbers: unpacked once ------------------------------------------------------------------------------------
const TYPES = { uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, int32: Int32Array,
  float32: Float32Array, float64: Float64Array };
let D = null;
async function unpacked(text) {
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const buffer = await new Response(stream).arrayBuffer();
  const length = new DataView(buffer).getUint32(0, true), start = 4 + length;
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  for (const [name, [type, at, count]] of Object.entries(head.arrays))
    head[name] = new TYPES[type](buffer, start + at, count);
  delete head.arrays;
  return head;
}
class Bytes {
  constructor(bytes, at = 0) { this.bytes = bytes; this.at = at; }
  next() {
    let value = 0, shift = 0, byte;
    do { byte = this.bytes[this.at++]; value |= (byte & 127) << shift; shift += 7; } while (byte > 127);
    return value & 1 ? -(value >>> 1) - 1 : value >>> 1;
  }
}
// lines of latitude and longitude as Leaflet has them: here metres to the north and to the east
function shapesOf(bytes) {
  const reader = new Bytes(bytes), found = [];
  while (reader.at < bytes.length) {
    const parts = [];
    for (let part = reader.next(); part > 0; part--) {
      const points = [];
      let x = 0, y = 0;
      for (let left = reader.next(); left > 0; left--) {
        x += reader.next();
        y += reader.next();
        points.push([y * D.step, x * D.step]);
      }
      parts.push(points);
    }
    found.push(parts);
  }
  return found;
}
function prepare(head) {
  D = head;
  D.landShapes = shapesOf(D.land);
  D.lineShapes = shapesOf(D.lines);
  D.at = (place) => [D.places[2 * place + 1] * D.step, D.places[2 * place] * D.step];
  D.classCount = D.classes.length;
  D.S = D.scenarios.length;
  let begin = 0;
  D.sets.hubs = [...D.memberEnds].map((end) => { const hubs = [...D.members.subarray(begin, end)]; begin = end; return hubs; });
  D.sets.name = D.sets.hubs.map((hubs) => (hubs.length ? hubs.map((hub) => D.hubs[hub].name).join(" + ") : "no further hub"));
  D.sets.id = D.sets.hubs.map((hubs) => hubs.map((hub) => encodeURIComponent(D.hubs[hub].id)).join("+") || "none");
  // a gateway that is compared is the set of the gateways alone, among the single hubs
  const alone = D.hubs.find((hub) => hub.gateway && hub.compared);
  D.sets.size = D.sets.hubs.map((hubs) => hubs.length || (alone ? 1 : 0));
  D.sets.hubs.forEach((hubs, at) => { if (!hubs.length && alone) D.sets.name[at] = alone.name; });
  D.sizes = [...new Set(D.sets.size)].filter((size) => size > 0).sort((a, b) => a - b);
  D.gateways = D.hubs.map((hub, at) => (hub.gateway ? at : -1)).filter((at) => at >= 0);
  D.cost = ((steps) => (set, scenario) => {
    const value = steps[scenario * D.sets.count + set];
    return value === 0xffffffff ? Infinity : D.sets.low[scenario] + value * D.sets.unit;
  })(D.cost);
  D.linkCount = D.links.length;
  D.linkFrom = D.links.map((link) => link[1]);
  D.linkTo = D.links.map((link) => link[2]);
  D.linkIds = new Map(D.links.map((link, at) => [link[0], at]));
  // candidates of other gateways are places like others here
  D.placeHub = new Map(D.hubs.map((hub, at) => [hub.place, at]).filter(([, at]) => D.hubs[at].compared || D.hubs[at].gateway));
  D.linksOf = D.placeNames.map(() => []);
  D.links.forEach((link, at) => { D.linksOf[link[1]].push(2 * at + 1); D.linksOf[link[2]].push(2 * at); });
}
const linkName = (at) => `${D.placeNames[D.linkFrom[at]].name} – ${D.placeNames[D.linkTo[at]].name}`;
// capacity, hours and USD a tonne of a directed link in a scenario; null where there is no way
function linkFacts(arc, scenario) {
  let facts = D.linkFacts.subarray(3 * arc, 3 * arc + 3);
  for (let at = scenario ? D.factEnds[scenario - 1] : 0; at < D.factEnds[scenario]; at++)
    if (D.factAt[at] === arc) facts = D.factValues.subarray(3 * at, 3 * at + 3);
  return facts[0] === -2 ? null : { capacity: facts[0] < 0 ? Infinity : facts[0], hours: facts[1], usd: facts[2] };
}
