"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const state = { scenario: 0, hub: null, measure: "regret", sort: null };
  const ramp = ["#08415c", "#1f7a8c", "#6bb3a3", "#cfd8a8", "#f2d492", "#e6a15c"].map((hex) =>
    [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
  const colour = (share) => {
    const x = Math.min(Math.max(share, 0), 1) * (ramp.length - 1), low = Math.min(Math.floor(x), ramp.length - 2);
    return `rgb(${ramp[low].map((c, i) => Math.round(c + (x - low) * (ramp[low + 1][i] - c))).join(",")})`;
  };
  const number = (value, digits) =>
    value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const significant = (value) => number(value, Math.abs(value) >= 99.95 || value === 0 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2);
  const measures = {
    regret: { text: "Regret, m USD a year above the best hub of the scenario", show: significant, low: true },
    rank: { text: "Rank in the scenario", show: (v) => number(v, 0), low: true },
    cost: { text: "Cost, m USD a year", show: (v) => number(v, 0), low: true },
    unmet: { text: "Unmet demand, kt a year", show: significant, low: true },
    hub: { text: "Through the hub, kt a year", show: significant, low: false },
  };
  const grid = (name) => data.grids[name];
  // an id may be called like something that every object has, such as "constructor"
  const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);
  const column = (name, s) => grid(name).map((row) => row[s]);

  // -- the map: a view box that follows the frame's shape, markers that keep their size ------------------------------
  const svg = $("svg.map"), box = $(".mapbox"), tip = $(".tip");
  let view = null, framed = data.focus, width = 0;
  function fit(frame) {
    framed = frame;
    width = svg.clientWidth;
    const ratio = svg.clientWidth / svg.clientHeight;
    let [x, y, w, h] = frame;
    if (w / h < ratio) { x -= (h * ratio - w) / 2; w = h * ratio; } else { y -= (w / ratio - h) / 2; h = w / ratio; }
    show([x, y, w, h]);
  }
  function show(next) {
    view = next;
    svg.setAttribute("viewBox", view.map((v) => v.toFixed(2)).join(" "));
    const unit = view[2] / svg.clientWidth, closeness = data.focus[2] / data.focusPx / unit;
    for (const mark of $$(".hub, .place, .mark", svg)) {
      mark.setAttribute("transform", `translate(${mark.dataset.x} ${mark.dataset.y}) scale(${unit.toFixed(4)})`);
      if (mark.classList.contains("hub")) {
        const named = closeness > 0.82 || mark.classList.contains("best") || mark.classList.contains("on");
        $(".name", mark).style.display = named ? "" : "none";
        $("line", mark).style.display = named && closeness > 0.82 ? "" : "none";
        const near = closeness > 0.82, small = closeness < 0.55 && !named;
        $("circle", mark).setAttribute("r", small ? 6 : 11);
        $(".num", mark).style.display = small ? "none" : "";
        $(".name", mark).setAttribute("x", near ? mark.dataset.dx : 0);
        $(".name", mark).setAttribute("y", near ? mark.dataset.dy : -20);
      } else if (mark.matches(".place:not(.gateway)")) {
        mark.style.display = closeness > 0.6 ? "" : "none";
        $("text", mark).style.display = closeness > 1.9 ? "" : "none";
      }
    }
  }
  function zoom(factor, px = svg.clientWidth / 2, py = svg.clientHeight / 2) {
    const [x, y, w, h] = view, fx = px / svg.clientWidth, fy = py / svg.clientHeight;
    const wide = Math.min(Math.max(w * factor, 40), data.whole[2] * 1.6), real = wide / w;
    show([x + w * fx * (1 - real), y + h * fy * (1 - real), w * real, h * real]);
  }
  function move(dx, dy) {
    const unit = view[2] / svg.clientWidth;
    show([view[0] - dx * unit, view[1] - dy * unit, view[2], view[3]]);
  }
  let held = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.target.closest(".hub")) return;
    held = [event.clientX, event.clientY];
    svg.setPointerCapture(event.pointerId);
    svg.classList.add("drag");
  });
  svg.addEventListener("pointermove", (event) => {
    if (held) {
      move(event.clientX - held[0], event.clientY - held[1]);
      held = [event.clientX, event.clientY];
    } else hover(event);
  });
  for (const name of ["pointerup", "pointercancel"])
    svg.addEventListener(name, () => { held = null; svg.classList.remove("drag"); });
  svg.addEventListener("pointerleave", () => { tip.hidden = true; lit(null); });
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const at = svg.getBoundingClientRect();
    zoom(Math.exp(event.deltaY * 0.004), event.clientX - at.left, event.clientY - at.top);
  }, { passive: false });
  $("#in").onclick = () => zoom(0.7);
  $("#out").onclick = () => zoom(1 / 0.7);
  $("#near").onclick = () => fit(data.focus);
  $("#far").onclick = () => fit(data.whole);
  let light = null;
  function lit(path) {
    if (light) light.classList.remove("hover");
    light = path;
    if (path) path.classList.add("hover");
  }
  function hover(event) {
    let words = null, path = null;
    for (const [dx, dy] of [[0, 0], [3, 0], [-3, 0], [0, 3], [0, -3], [4, 4], [-4, -4], [4, -4], [-4, 4]]) {
      const under = document.elementFromPoint(event.clientX + dx, event.clientY + dy);
      const mark = under && under.closest(".hub, .place, .links path");
      if (!mark) continue;
      if (mark.matches(".hub")) words = sentence(+mark.dataset.at);
      else if (mark.matches(".place")) words = mark.dataset.name;
      else {
        const effect = own(own(data.effects, data.scenarios[state.scenario].id), mark.dataset.link);
        words = own(data.links, mark.dataset.link).t + (effect ? `: ${effect}` : "");
        path = mark;
      }
      break;
    }
    lit(path);
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    const at = box.getBoundingClientRect(), x = event.clientX - at.left, y = event.clientY - at.top;
    tip.style.left = `${Math.min(x + 14, Math.max(8, at.width - tip.offsetWidth - 8))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > at.height ? y - tip.offsetHeight - 10 : y + 18}px`;
  }
  const sentence = (at) => {
    const s = state.scenario, regret = grid("regret")[at][s];
    return `${data.hubs[at].name}: rank ${grid("rank")[at][s]}, ` +
      (regret > 0 ? `${significant(regret)} m USD a year above the best` : "the cheapest");
  };

  // -- what follows the choice of scenario and hub -------------------------------------------------------------------
  function paint() {
    const s = state.scenario, scenario = data.scenarios[s], regret = column("regret", s), rank = column("rank", s);
    const most = Math.max(...regret, 1e-9);
    for (const path of $$(".links path", svg)) {
      path.classList.remove("closed", "worse", "better", "opened");
      const effect = own(own(data.effects, scenario.id), path.dataset.link);
      if (effect) path.classList.add(effect);
    }
    for (const mark of $$(".mark", svg)) {
      const effect = own(own(data.effects, scenario.id), mark.dataset.link);
      mark.setAttribute("class", `mark ${effect || "none"}`);
    }
    for (const mark of $$(".hub", svg)) {
      const at = +mark.dataset.at, share = regret[at] / most;
      $("circle", mark).style.fill = colour(share);
      $(".num", mark).textContent = rank[at];
      mark.classList.toggle("pale", share > 0.35);
      mark.classList.toggle("best", rank[at] === 1);
      mark.classList.toggle("on", at === state.hub);
      mark.setAttribute("aria-label", sentence(at));
      mark.setAttribute("aria-pressed", at === state.hub);
    }
    if (view) show(view);
    $("#about").textContent = `${scenario.text || scenario.title} Weight in expected costs: ${scenario.weight}.`;
    for (const select of $$("select.scenario")) select.value = s;
    bars(regret, rank, most);
    details();
    heat();
  }
  function bars(regret, rank, most) {
    const order = regret.map((_, at) => at).sort((a, b) => regret[a] - regret[b]);
    const list = $("#bars");
    list.replaceChildren();
    for (const at of order) {
      const name = document.createElement("dt"), bar = document.createElement("dd"), value = document.createElement("dd");
      name.textContent = `${rank[at]}  ${data.hubs[at].name}`;
      const inner = document.createElement("div");
      inner.className = "bar";
      inner.style.width = `${(100 * regret[at]) / most}%`;
      inner.style.background = colour(regret[at] / most);
      bar.append(inner);
      value.className = "num";
      value.textContent = `${significant(regret[at])} m`;
      list.append(name, bar, value);
    }
    $("#barstitle").textContent = data.scenarios[state.scenario].title;
  }
  function details() {
    const side = $("#side");
    if (state.hub === null) return;
    const at = state.hub, s = state.scenario;
    const line = (term, value) => `<dt>${term}</dt><dd>${value}</dd>`;
    const rows = data.classes.map((name, c) => {
      const used = data.used[s][at][c], get = (m) => significant(used[data.measures.indexOf(m)]);
      return `<tr><th scope="row"></th><td>${get("hub_t")}</td><td>${get("direct_t")}</td><td>${get("unmet_t")}</td></tr>`;
    });
    side.innerHTML = `<h3></h3><dl>${line("Rank", grid("rank")[at][s])}${line("Regret, m USD a year", significant(grid("regret")[at][s]))}` +
      `${line("Cost of all freight, bn USD a year", number(grid("cost")[at][s] / 1e3, 3))}` +
      `${line("Expected regret, m USD a year", significant(data.expected[at]))}</dl>` +
      `<table><caption>Freight by class, kt a year</caption><thead><tr><th scope="col">class</th><th scope="col">via hub</th>` +
      `<th scope="col">direct</th><th scope="col">unmet</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
    $$("tbody th", side).forEach((head, c) => { head.textContent = data.classes[c]; });
    $("h3", side).textContent = `${data.hubs[at].name} – ${data.scenarios[s].title}`;
  }
  function heat() {
    const kind = measures[state.measure], values = grid(state.measure), body = $("#heat tbody");
    $("#heatcaption").textContent = kind.text + ". The best of each scenario is framed; choose a heading to sort.";
    const rows = $$("tr", body);
    for (const row of rows) {
      const at = +row.dataset.at;
      $$("td", row).forEach((cell, s) => {
        if (s === 0) {
          cell.textContent = significant(data.expected[at]);
          cell.style.setProperty("--v", data.expected[at] / Math.max(...data.expected, 1e-9));
          cell.classList.toggle("first", data.expected[at] <= Math.min(...data.expected) + 1e-9);
          return;
        }
        const all = column(state.measure, s - 1), low = Math.min(...all), high = Math.max(...all), v = values[at][s - 1];
        const share = high > low ? (v - low) / (high - low) : 0;
        cell.textContent = kind.show(v);
        cell.style.setProperty("--v", kind.low ? share : 1 - share);
        cell.classList.toggle("first", grid("rank")[at][s - 1] === 1);
      });
    }
    if (state.sort) {
      const { by, up } = state.sort;
      const key = (row) => by === -1 ? data.hubs[+row.dataset.at].name
        : by === 0 ? data.expected[+row.dataset.at] : values[+row.dataset.at][by - 1];
      rows.sort((a, b) => { const x = key(a), y = key(b); return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1); });
      body.append(...rows);
    }
    $$("#heat thead th").forEach((head, at) => {
      if (state.sort && state.sort.by === at - 1) head.setAttribute("aria-sort", state.sort.up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
  }

  // -- wiring --------------------------------------------------------------------------------------------------------
  for (const select of $$("select.scenario")) select.onchange = () => { state.scenario = +select.value; paint(); };
  $("#measure").onchange = (event) => { state.measure = event.target.value; heat(); };
  $$("#heat thead button").forEach((button, at) => {
    button.onclick = () => {
      const by = at - 1;
      state.sort = { by, up: state.sort && state.sort.by === by ? !state.sort.up : true };
      if (by > 0) { state.scenario = by - 1; paint(); } else heat();
    };
  });
  const pick = (at) => { state.hub = at; paint(); };
  for (const mark of $$(".hub", svg)) {
    mark.onclick = () => pick(+mark.dataset.at);
    mark.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); pick(+mark.dataset.at); }
    };
  }
  // a phone's address bar comes and goes: only another width asks for another view
  addEventListener("resize", () => { if (svg.clientWidth !== width) fit(framed); });
  fit(data.focus);
  state.hub = 0;
  paint();
})();
