// -- downloads: each table as CSV, the map as SVG --------------------------------------------------------------------------
function offer(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type })), link = el("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
// a spreadsheet runs cells that begin like a formula: an apostrophe in front marks them as text
function cell(text) {
  const plain = text.replace(/[\u2066-\u2069]/g, "").replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ").replace(/[\x00-\x1f\x7f-\x9f]/g, "");
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(plain) && !/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(plain) ? `'${plain}` : plain;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
const csv = (rows) => rows.map((row) => row.map((value) => (typeof value === "number" ? (Number.isFinite(value) ? String(Math.round(value * 100) / 100) : "") : cell(value))).join(",")).join("\r\n") + "\r\n";
const VIEWS = {
  ranking: () => [["rank", "hubs", "measure", "value_usd", "above_best_usd", "scenario", "class", "through_t"],
    ...ranked.map((set, at) => [at + 1, D.sets.name[set], state.measure, valueOf(set), gaps.get(set), D.scenarios[state.scenario].id, state.cls < 0 ? "all" : D.classes[state.cls].id, F && F.has(set) ? throughSet(set) : NaN])],
  table: () => [["hubs", `${state.measure}_usd`, ...D.scenarios.map((scenario) => `${scenario.id}_${state.layer === "change" ? "change" : "regret"}_usd`)],
    ...order("table", ranked, {}).map((set) => [D.sets.name[set], valueOf(set), ...D.scenarios.map((_, at) => cellValue(set, at))])],
  winners: () => [["scenario", "hubs", "more_than_undisturbed_usd", ...(F ? D.flows.parts.map((part) => `${part}_usd`) : []), "unmet_t", ...D.classes.map((cls) => `unmet_${cls.id}_t`), "loses_most", "loses_t", "gains_most", "gains_t"],
    ...winners().map((row) => [D.scenarios[row.s].id, D.sets.name[row.set], row.more, ...(F ? D.flows.parts.map((_, at) => (row.parts ? row.parts[at] : NaN)) : []), row.unmet ? sum(row.unmet) : NaN, ...D.classes.map((_, at) => (row.unmet ? row.unmet[at] : NaN)),
      row.loses ? D.corridors[row.loses[0]] : "", row.loses ? row.loses[1] : NaN, row.gains ? D.corridors[row.gains[0]] : "", row.gains ? row.gains[1] : NaN])],
  effects: () => {
    const set = drawnSet();
    if (set === null) return [["what", "name", "undisturbed", "here"]];
    return [["what", "name", "undisturbed", "here"], ...partRows(set).map(([name, before, now]) => ["cost_usd", name, before, now]),
      ...corridorChanges(set).map((row) => ["corridor_t", D.corridors[row.at], row.before, row.now]),
      ...D.classes.map((cls, at) => ["unmet_t", cls.name, F.unmet(set, 0, at), F.unmet(set, state.scenario, at)])];
  },
  links: () => {
    const set = drawnSet(), rows = [["link", "from", "to", "mode", "class", "tonnes", "tonnes_undisturbed", "capacity_t", "hours", "usd_per_t"]];
    if (set === null) return rows;
    for (let arc = 0; arc < 2 * D.linkCount; arc++) {
      const now = F.link(set, state.scenario, arc, state.cls), before = F.link(set, 0, arc, state.cls), [id, from, to, mode] = D.links[arc >> 1], there = linkFacts(arc, state.scenario);
      if (now < 0.5 && before < 0.5) continue;
      const ends = [D.placeNames[from].name, D.placeNames[to].name];
      if (arc % 2) ends.reverse();
      rows.push([id, ...ends, mode, state.cls < 0 ? "all" : D.classes[state.cls].id, now, before, there ? there.capacity : NaN, there ? there.hours : NaN, there ? there.usd : NaN]);
    }
    return rows;
  },
};
const STYLES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "fill-opacity", "stroke-opacity", "fill-rule"];
function mapPicture() {
  const box = $("#map").getBoundingClientRect(), root = shape("svg", { xmlns: SVG, width: Math.round(box.width), height: Math.round(box.height), viewBox: `0 0 ${Math.round(box.width)} ${Math.round(box.height)}` });
  const look = getComputedStyle($("#map"));
  root.append(shape("title", {}, $("#choices").textContent), shape("rect", { width: "100%", height: "100%", fill: look.backgroundColor }));
  for (const pane of ["land", "network", "flows", "spokes", "places", "touched"]) for (const svg of $$("svg", map.getPane(pane))) {
    const at = svg.getBoundingClientRect(), view = svg.viewBox.baseVal, group = shape("g", { transform: `translate(${(at.left - box.left - view.x).toFixed(1)} ${(at.top - box.top - view.y).toFixed(1)})` });
    for (const path of $$("path", svg)) {
      const d = path.getAttribute("d"), style = getComputedStyle(path);
      if (!d || d === "M0 0") continue;
      group.append(shape("path", { d, ...Object.fromEntries(STYLES.map((name) => [name, style.getPropertyValue(name)])) }));
    }
    root.append(group);
  }
  const round = (node, radius, text) => {
    const at = node.getBoundingClientRect(), style = getComputedStyle(node), x = at.left + at.width / 2 - box.left, y = at.top + at.height / 2 - box.top;
    if (x < 0 || y < 0 || x > box.width || y > box.height) return;
    root.append(shape("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: radius, fill: style.backgroundColor, stroke: style.borderTopColor, "stroke-width": 2 }));
    if (text) root.append(shape("text", { x: x.toFixed(1), y: (y + 4).toFixed(1), "text-anchor": "middle", "font-family": "sans-serif", "font-size": 12, "font-weight": 700, fill: style.color }, text));
  };
  for (const { face, shift } of hubMarks) if (shift) {
    const at = face.getBoundingClientRect(), x = at.left + at.width / 2 - box.left, y = at.top + at.height / 2 - box.top;
    root.append(shape("path", { d: `M${x.toFixed(1)} ${y.toFixed(1)}l${-shift[0].toFixed(1)} ${-shift[1].toFixed(1)}`, stroke: look.color, "stroke-width": 1.5, fill: "none" }));
  }
  for (const { node, face } of hubMarks) round(face, node.classList.contains("small") ? 5 : 11, node.classList.contains("small") ? "" : face.textContent);
  for (const sign of signs) round($("span", sign.getElement()), 10, sign.getElement().textContent);
  for (const name of told) root.append(shape("text", { x: name.x.toFixed(1), y: (name.y + 4).toFixed(1), "text-anchor": "middle", "font-family": "sans-serif", "font-size": 12, fill: look.color,
    stroke: look.backgroundColor, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, name.text));
  root.append(shape("text", { x: 8, y: Math.round(box.height) - 8, "font-family": "sans-serif", "font-size": 11, fill: look.color }, `${$("#choices").textContent} · ${D.attribution}`));
  return new XMLSerializer().serializeToString(root);
}
// tables that the page came with: as they stand, in the order shown
function downloadable(table) {
  const region = table.parentElement, label = region.getAttribute("aria-label") || $(`#${region.getAttribute("aria-labelledby")}`).textContent;
  const rows = () => [...table.rows].map((row) => [...row.cells].map((one) => one.textContent.trim()));
  region.after(el("p", { class: "buttons" }, el("button", { type: "button", "aria-label": `${label}, as CSV`,
    on: { click: () => offer(`${label.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}.csv`, csv(rows()), "text/csv") } }, "As CSV")));
}
function wireDownloads() {
  for (const button of $$("[data-download]")) {
    const what = button.dataset.download;
    button.onclick = () => (what === "map" ? offer("map.svg", mapPicture(), "image/svg+xml") : offer(`${what}.csv`, csv(VIEWS[what]()), "text/csv"));
  }
}
