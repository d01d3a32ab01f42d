// -- texts: all that users wrote goes into the page as text, never as markup ---------------------------------------
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
function put(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === "class") node.setAttribute("class", value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined) node.append(child);
  return node;
}
const el = (tag, attributes = {}, ...children) => put(document.createElement(tag), attributes, children);
const SVG = "http://www.w3.org/2000/svg";
const shape = (tag, attributes = {}, ...children) => put(document.createElementNS(SVG, tag), attributes, children);
const named = (text) => el("bdi", {}, text);
const say = (node, text) => { if (node.textContent !== text) node.textContent = text; };

// numbers are rounded here alone, once, and as the sentences above the map round them
function significant(value, digits) {
  const text = value.toPrecision(digits);
  return text.includes("e") ? value.toFixed(0) : text;
}
const reaches = (value, scale, digits) => Math.abs(value) >= scale * (1 - 0.5 * 10 ** -digits);
function scaled(value, digits = 3) {
  if (!Number.isFinite(value)) return "–";
  for (const [scale, unit] of [[1e9, " bn"], [1e6, " m"], [1e3, " k"]])
    if (reaches(value, scale, digits)) return significant(value / scale, digits) + unit;
  return value.toFixed(0).replace("-0", "0");
}
const usd = (value, digits = 3) => (Number.isFinite(value) ? `${scaled(value, digits)} USD` : "cannot be served");
function tonnes(value) {
  if (!Number.isFinite(value)) return "–";
  for (const [scale, unit] of [[1e6, " Mt"], [1e3, " kt"]])
    if (reaches(value, scale, 3)) return significant(value / scale, 3) + unit;
  return `${value.toFixed(0).replace("-0", "0")} t`;
}
const signed = (write, value) => (value > 0 ? "+" : value < 0 ? "−" : "") + write(Math.abs(value));
const percent = (share) => `${(100 * share).toFixed(Math.abs(share) < 0.01 ? 2 : 1)}%`;
const days = (hours) => (hours >= 48 ? `${significant(hours / 24, 2)} days` : `${significant(hours, 2)} h`);
const sum = (values) => { let total = 0; for (const value of values) total += value; return total; };
const listed = (items) => (items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`);
