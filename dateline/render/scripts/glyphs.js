// The shapes that say how exact a place or a date is; colour says only the kind of event.
// @ts-check

/** @typedef {CanvasRenderingContext2D} Pen */

/** @type {Map<string, CanvasPattern | null>} */
const hatches = new Map();

/**
 * Diagonal lines in a colour: what covers an area.
 * @param {Pen} pen
 * @param {string} colour
 */
function hatch(pen, colour) {
  const known = hatches.get(colour);
  if (known !== undefined) return known;
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const lines = /** @type {Pen} */ (tile.getContext("2d"));
  lines.strokeStyle = colour;
  lines.lineWidth = 1.1;
  lines.beginPath();
  for (const x of [-8, 0, 8]) {
    lines.moveTo(x, 8);
    lines.lineTo(x + 8, 0);
  }
  lines.stroke();
  const pattern = pen.createPattern(tile, "repeat");
  hatches.set(colour, pattern);
  return pattern;
}

/** @param {Pen} pen @param {number} x @param {number} y @param {number} r */
function circle(pen, x, y, r) {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
}

/**
 * One event at a place: dot, dot with a faint ring, ring without a centre, or hatched disc; hollow if it is not real.
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {string} colour
 * @param {string} precision
 * @param {boolean} hollow
 * @param {string} number "" where events are not numbered
 * @param {Theme} theme
 */
function drawPlaceGlyph(pen, x, y, colour, precision, hollow, number, theme) {
  const r = number ? 9.5 : 4.5;
  pen.setLineDash([]);
  if (precision === "settlement") {
    pen.strokeStyle = colour;
    pen.globalAlpha = 0.4;
    pen.lineWidth = 1.4;
    circle(pen, x, y, r + 4);
    pen.stroke();
    pen.globalAlpha = 1;
  }
  if (precision === "country" || precision === "area" || !precision) {
    // No point: a box, dotted where nothing is known. It stands in the list, never on the map.
    const half = number ? 10 : 6;
    pen.beginPath();
    pen.roundRect(x - half, y - half * 0.8, 2 * half, 1.6 * half, 3);
    pen.fillStyle = theme.paper;
    pen.fill();
    pen.strokeStyle = colour;
    pen.lineWidth = precision ? 1.8 : 1.3;
    if (!precision) pen.setLineDash([1.5, 2.5]);
    else if (hollow) pen.setLineDash([3, 2.2]);
    pen.stroke();
    pen.setLineDash([]);
    writeNumber(pen, x, y, number, theme.ink, theme);
    return;
  }
  const area = precision === "district" || precision === "region";
  const ring = precision === "near";
  circle(pen, x, y, ring || area ? r + 1.5 : r);
  if (ring || hollow || area) {
    pen.fillStyle = theme.paper;
    pen.globalAlpha = ring && !number ? 0.001 : 0.92;
    pen.fill();
    pen.globalAlpha = 1;
    if (area && !hollow) {
      pen.fillStyle = hatch(pen, colour) || colour;
      pen.fill();
    }
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    if (hollow) pen.setLineDash([3, 2.2]);
    else if (ring) pen.setLineDash([]);
    pen.stroke();
    pen.setLineDash([]);
  } else {
    pen.fillStyle = colour;
    pen.fill();
    pen.strokeStyle = theme.paper;
    pen.lineWidth = 1.5;
    pen.stroke();
  }
  if (number) {
    const solid = !(ring || hollow || area);
    if (area && !hollow) {
      pen.fillStyle = theme.paper;
      circle(pen, x, y, 7);
      pen.fill();
    }
    writeNumber(pen, x, y, number, solid ? (theme.dark ? "#10151b" : "#ffffff") : theme.ink, theme);
  }
}

/** @param {Pen} pen @param {number} x @param {number} y @param {string} number @param {string} colour @param {Theme} theme */
function writeNumber(pen, x, y, number, colour, theme) {
  pen.fillStyle = colour;
  pen.font = `600 11px ${theme.sans}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(number, x, y + 0.5);
}

/**
 * A rounded box around (x, y).
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {number} halfWidth
 * @param {number} halfHeight
 */
function pill(pen, x, y, halfWidth, halfHeight) {
  pen.beginPath();
  pen.roundRect(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight, halfHeight);
}

/**
 * Several events: a disc with their number, in a ring that shows the shares of their kinds.
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {number} r
 * @param {ArrayLike<number>} shares count of each category
 * @param {string} text
 * @param {Theme} theme
 */
function drawBubble(pen, x, y, r, shares, text, theme) {
  circle(pen, x, y, r);
  pen.fillStyle = theme.paper;
  pen.fill();
  pen.lineWidth = 3;
  let total = 0;
  for (let k = 0; k < shares.length; k++) total += shares[k];
  let angle = -Math.PI / 2;
  for (let k = 0; k < shares.length; k++) {
    if (!shares[k]) continue;
    const next = angle + (2 * Math.PI * shares[k]) / total;
    pen.strokeStyle = theme.categories[k];
    pen.beginPath();
    pen.arc(x, y, r - 1.5, angle, next);
    pen.stroke();
    angle = next;
  }
  pen.fillStyle = theme.ink;
  pen.fillText(text, x, y + 0.5);
}

/**
 * The shape of a date on the line: see DESIGN.md's table, right half.
 * @param {Pen} pen
 * @param {number} x1
 * @param {number} x2 where the interval begins and ends
 * @param {number} y
 * @param {{ grain: string, approximate: boolean, openStart: boolean, openEnd: boolean, hollow: boolean }} shape
 * @param {string} colour
 * @param {Theme} theme
 */
function drawDateGlyph(pen, x1, x2, y, shape, colour, theme) {
  const middle = (x1 + x2) / 2;
  pen.setLineDash([]);
  if (shape.openStart || shape.openEnd) {
    const x = shape.openStart ? x2 : x1;
    const way = shape.openStart ? -1 : 1;
    const tip = x + way * 24;
    const fade = pen.createLinearGradient(x, 0, tip, 0);
    fade.addColorStop(0, colour);
    fade.addColorStop(1, colour + "55");
    pen.strokeStyle = fade;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(tip, y);
    pen.moveTo(tip - way * 5, y - 4);
    pen.lineTo(tip, y);
    pen.lineTo(tip - way * 5, y + 4);
    pen.moveTo(x, y - 5);
    pen.lineTo(x, y + 5);
    pen.stroke();
    return;
  }
  const width = Math.max(x2 - x1, 10);
  const left = middle - width / 2;
  switch (shape.grain) {
    case "minute": case "hour": case "part of day": case "day":
      circle(pen, middle, y, 4.5);
      if (shape.hollow) {
        pen.fillStyle = theme.paper;
        pen.fill();
        pen.strokeStyle = colour;
        pen.lineWidth = 2;
        pen.setLineDash([3, 2]);
        pen.stroke();
        pen.setLineDash([]);
      } else {
        pen.fillStyle = colour;
        pen.fill();
      }
      return;
    case "days": case "week": {
      const soft = pen.createLinearGradient(left, 0, left + width, 0);
      soft.addColorStop(0, colour + "00");
      soft.addColorStop(0.25, colour);
      soft.addColorStop(0.75, colour);
      soft.addColorStop(1, colour + "00");
      pen.fillStyle = soft;
      pen.fillRect(left, y - 3, width, 6);
      return;
    }
    case "month": case "season": case "quarter": case "half year":
      pen.fillStyle = colour;
      pen.globalAlpha = shape.hollow ? 0.15 : 0.75;
      pen.fillRect(left, y - 3, width, 6);
      pen.globalAlpha = 1;
      pen.strokeStyle = colour;
      pen.lineWidth = 1.5;
      pen.setLineDash([2, 2]);
      pen.beginPath();
      pen.moveTo(left, y - 6);
      pen.lineTo(left, y + 6);
      pen.moveTo(left + width, y - 6);
      pen.lineTo(left + width, y + 6);
      pen.stroke();
      pen.setLineDash([]);
      return;
    default:
      pen.fillStyle = colour;
      pen.globalAlpha = shape.hollow ? 0.12 : 0.32;
      pen.fillRect(left, y - 4, width, 8);
      pen.globalAlpha = 1;
      if (shape.approximate) {
        pen.strokeStyle = colour;
        pen.lineWidth = 1;
        pen.setLineDash([3, 3]);
        pen.strokeRect(left, y - 4, width, 8);
        pen.setLineDash([]);
      }
  }
}

/**
 * The place's shape as it stands in a row: an SVG, since a canvas a row would be a layer a row.
 * @param {string} colour
 * @param {string} precision
 * @param {boolean} hollow
 * @param {string} number
 * @param {Theme} theme
 */
function rowGlyph(colour, precision, hollow, number, theme) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  /** @param {string} name @param {Record<string, string | number>} attributes */
  const add = (name, attributes) => {
    const element = document.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    svg.append(element);
    return element;
  };
  svg.setAttribute("class", "dl-glyph");
  svg.setAttribute("viewBox", "-14 -14 28 28");
  svg.setAttribute("aria-hidden", "true");
  const r = number ? 9.5 : 4.5;
  const area = precision === "district" || precision === "region";
  const ring = precision === "near";
  const dash = hollow ? "3 2.2" : "none";
  let ink = theme.ink;
  if (precision === "country" || precision === "area" || !precision) {
    const half = number ? 10 : 6;
    add("rect", { x: -half, y: -half * 0.8, width: 2 * half, height: 1.6 * half, rx: 3, fill: theme.paper, stroke: colour,
      "stroke-width": precision ? 1.8 : 1.3, "stroke-dasharray": precision ? dash : "1.5 2.5" });
  } else if (ring || area || hollow) {
    const edge = ring || area ? r + 1.5 : r;
    add("circle", { r: edge, fill: theme.paper });
    if (area && !hollow) {
      // Three chords on the slant.
      for (const d of [-0.55, 0, 0.55]) {
        const half = edge * Math.sqrt(1 - d * d) * Math.SQRT1_2;
        const [x, y] = [d * edge * Math.SQRT1_2, d * edge * Math.SQRT1_2];
        add("path", { d: `M${x - half},${y + half}L${x + half},${y - half}`, stroke: colour, "stroke-width": 1.2 });
      }
      if (number) add("circle", { r: 7, fill: theme.paper });
    }
    add("circle", { r: edge, fill: "none", stroke: colour, "stroke-width": 2, "stroke-dasharray": dash });
    if (precision === "settlement") add("circle", { r: r + 4, fill: "none", stroke: colour, "stroke-width": 1.4, opacity: 0.4 });
  } else {
    add("circle", { r, fill: colour });
    if (precision === "settlement") add("circle", { r: r + 4, fill: "none", stroke: colour, "stroke-width": 1.4, opacity: 0.4 });
    ink = theme.dark ? "#10151b" : "#ffffff";
  }
  if (number) add("text", { y: 4, "text-anchor": "middle", fill: ink }).textContent = number;
  return svg;
}
