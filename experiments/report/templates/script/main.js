// -- wiring ------------------------------------------------------------------------------------------------------------------
let framedFor = null;
// what is seen first is drawn at once; right after it the map moves where it has to, and what stands below is drawn
let waiting = 0;
const BELOW = [() => { if (framedFor !== state.scenario) { framedFor = state.scenario; frameScenario(); } }, drawTable, drawEffects, drawWinners];
function redraw() {
  drawFlows();
  drawTouched();
  paintHubs();
  drawSpokes();
  arrange();
  showCard();
  drawRanking();
  drawWords();
  drawClosures();
  clearTimeout(waiting);
  below(0);
}
function below(at) {
  if (at < BELOW.length) waiting = setTimeout(() => { BELOW[at](); below(at + 1); }, 0);
  else document.documentElement.dataset.drawn = Object.values(values()).join(" ");
}
function wire() {
  fillBar();
  listeners.push(redraw);
  for (const name of ["#ranking", "#table"]) $(name).addEventListener("click", pickRow);
  $("#more").onclick = () => { state.all = !state.all; redraw(); };
  $$(".scale").forEach(drawScale);
  $$("main section:not(.stage) .scroll table").forEach((table) => { sortable(table); downloadable(table); });
  wireDownloads();
  addEventListener("hashchange", () => update(fromAddress()));
  const paper = matchMedia("print"), unfold = () => { drawTable(); drawEffects(); drawWinners(); drawPrinted(); for (const details of $$("details:not([open])")) { details.open = true; details.dataset.folded = ""; } };
  const fold = () => { for (const details of $$("details[data-folded]")) { details.open = false; delete details.dataset.folded; } };
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", fold);
  paper.addEventListener("change", (event) => (event.matches ? unfold : fold)());
}
async function begin() {
  if (!("DecompressionStream" in window)) throw new Error("This browser cannot unpack the page’s numbers (DecompressionStream is missing): use one of 2023 or later.");
  prepare(await unpacked($("#data").textContent.trim()));
  prepareFlows();
  Object.assign(state, { size: D.sizes[0] || 0 });
  derive();
  wire();
  makeMap();
  update(fromAddress());
  document.documentElement.dataset.ready = "yes";
}
begin().catch((error) => {
  const note = $("#failed");
  note.hidden = false;
  note.textContent = `${error.message} The tables below hold without it.`;
});
