// Draws the axis of the timeline: ticks that say when, an enlarged spell, and breaks that say how long the silence is.
// @ts-check

const TICKS = [1, 2, 7, 14, 30.44, 91.31, 182.62, 365.25, 730.5, 1826.25, 3652.5, 9131.25, 18262.5, 36525, 182625, 365250];

/**
 * The line, its ticks and their labels, the ground of an enlarged spell, and its breaks.
 * @param {Timeline} line
 * @param {Pen} pen
 */
function drawAxis(line, pen) {
  const colours = line.theme();
  pen.strokeStyle = colours.line;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(0, line.base + 0.5);
  pen.lineTo(line.width, line.base + 0.5);
  pen.stroke();
  if (!line.state.span) {
    pen.fillStyle = colours.quiet;
    pen.font = `12px ${colours.sans}`;
    pen.textAlign = "center";
    pen.fillText("No event has a date", line.width / 2, line.base - 12);
    return;
  }
  pen.font = `11px ${colours.sans}`;
  pen.textBaseline = "alphabetic";
  for (const stretch of line.scale.stretches) if (stretch.enlarged) drawEnlarged(line, pen, stretch, colours);
  pen.textAlign = "center";
  let end = -Infinity;
  line.scale.stretches.forEach((stretch, k) => {
    const step = TICKS.find((tick) => (tick / (stretch.last - stretch.first)) * (stretch.right - stretch.left) >= 84) || 365250;
    let ticks = ticksOf(stretch, step);
    // A short stretch between breaks still says when it is.
    if (!ticks.some(([day]) => day >= stretch.first && day <= stretch.last)) {
      const day = Math.round(stretch.start);
      ticks = [[day, line.view[1] - line.view[0] > 7300 ? String(calendar(day)[0]) : sayShort(day)]];
    }
    let named = step >= 365;
    for (const [day, short] of ticks) {
      if (day < stretch.first - 0.5 || day > stretch.last) continue;
      // The first label of a stretch of months or days says in which year they are.
      const year = String(calendar(Math.round(day))[0]);
      const text = named || short.endsWith(year) ? short : `${short} ${year}`;
      const x = Math.round(line.x(day)) + 0.5;
      pen.strokeStyle = colours.line;
      pen.beginPath();
      pen.moveTo(x, line.base);
      pen.lineTo(x, line.base + 4);
      pen.stroke();
      const half = pen.measureText(text).width / 2;
      const at = Math.max(half + 2, Math.min(line.width - half - 2, x));
      if (at - half < end + 8) continue;
      pen.fillStyle = colours.quiet;
      pen.fillText(text, at, line.base + 16);
      end = at + half;
      named = true;
    }
    if (k && !stretch.joined) drawBreak(line, pen, line.scale.stretches[k - 1], stretch, colours);
  });
}

/**
 * A ground of its own under the spell whose days are wider than those beside it.
 * @param {Timeline} line
 * @param {Pen} pen
 * @param {Stretch} stretch
 * @param {Theme} colours
 */
function drawEnlarged(line, pen, stretch, colours) {
  const [left, right] = [stretch.left - SEAM / 2, stretch.right + SEAM / 2];
  pen.globalAlpha = 0.35;
  pen.fillStyle = colours.line;
  pen.fillRect(left, 0, right - left, line.base);
  pen.globalAlpha = 1;
  pen.fillStyle = colours.quiet;
  pen.textAlign = "left";
  if (right - left > 90) pen.fillText("enlarged", left + 5, 13);
}

/**
 * Two strokes across the line, and how long the silence is.
 * @param {Timeline} line
 * @param {Pen} pen
 * @param {Stretch} before
 * @param {Stretch} after
 * @param {Theme} colours
 */
function drawBreak(line, pen, before, after, colours) {
  const middle = (before.right + after.left) / 2;
  pen.fillStyle = colours.paper;
  pen.fillRect(middle - 3, line.base - 4, 6, 9);
  pen.strokeStyle = colours.quiet;
  pen.beginPath();
  for (const x of [middle - 4, middle + 2]) {
    pen.moveTo(x, line.base + 6);
    pen.lineTo(x + 3, line.base - 5);
  }
  pen.stroke();
  const days = after.first - before.last;
  pen.save();
  pen.translate(middle + 3, 3);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = "right";
  pen.fillStyle = colours.quiet;
  const [count, unit] = days > 730 ? [days / 365.25, "years"] : days > 61 ? [days / 30.44, "months"] : [days, "days"];
  const full = `${Math.round(count)} ${unit}`;
  // On the strip of a phone there is no room for the word.
  pen.fillText(pen.measureText(full).width > line.base - 12 ? `${Math.round(count)} ${unit === "months" ? "mo" : unit.charAt(0)}` : full, 0, 0);
  pen.restore();
  pen.textAlign = "center";
}

/**
 * Days with their labels.
 * @param {Stretch} stretch
 * @param {number} step
 * @returns {[number, string][]}
 */
function ticksOf(stretch, step) {
  const { first: from, last: to } = stretch;
  /** @type {[number, string][]} */
  const ticks = [];
  const [y1, m1] = calendar(Math.floor(from));
  const [y2] = calendar(Math.ceil(to));
  if (step >= 365) {
    const years = Math.round(step / 365.25);
    for (let y = Math.ceil(y1 / years) * years; y <= y2; y += years) if (y > 0) ticks.push([dayNumber(y, 0, 1), String(y)]);
  } else if (step >= 30) {
    const months = Math.round(step / 30.44);
    for (let m = y1 * 12 + Math.floor(m1 / months) * months; m <= y2 * 12 + 11; m += months) {
      const month = m % 12;
      const year = Math.floor(m / 12);
      ticks.push([dayNumber(year, month, 1), month ? MONTHS[month].slice(0, 3) : String(year)]);
    }
  } else {
    for (let d = Math.ceil(from / step) * step; d <= to; d += step) {
      const [y, m, day] = calendar(d);
      ticks.push([d, m || day > step ? `${day} ${MONTHS[m].slice(0, 3)}` : `${day} ${MONTHS[m].slice(0, 3)} ${y}`]);
    }
  }
  return ticks;
}
