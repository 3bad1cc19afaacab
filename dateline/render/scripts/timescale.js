// The scale of the timeline: days to pixels, broken at long silences and enlarged where most events crowd.
// @ts-check

/** @typedef {{ first: number, last: number, count: number, enlarged: boolean, joined: boolean }} Piece joined: no silence before it */
/** @typedef {{ first: number, last: number, left: number, right: number, start: number, enlarged: boolean, joined: boolean }} Stretch days, pixels, first event */

const CROWDED = 0.15; // 60 % of the events on less than this share of the line are too crowded to be told apart
const MOST_BREAKS = 4;
const BREAK = 34; // pixels that a break in the line takes
const SEAM = 6; // pixels between two stretches where only the scale changes
// The core is found as for the picture of the timeline, whose module says why: chart/core.py.
const CORE = { least: 60, most: 0.85, short: 0.2, goesOn: 0.2, corner: 0.02, moment: 800 };

class TimeScale {
  /** @param {Stretch[]} stretches from left to right */
  constructor(stretches) {
    this.stretches = stretches;
  }

  /** @param {number} day */
  x(day) {
    const { stretches } = this;
    let k = stretches.length - 1;
    while (k > 0 && day < stretches[k].first) k--;
    const here = stretches[k];
    const share = (day - here.first) / (here.last - here.first);
    if (share <= 1 || k === stretches.length - 1) return here.left + share * (here.right - here.left);
    const next = stretches[k + 1];
    return here.right + ((day - here.last) / (next.first - here.last)) * (next.left - here.right);
  }

  /** @param {number} x */
  day(x) {
    const { stretches } = this;
    let k = stretches.length - 1;
    while (k > 0 && x < stretches[k].left) k--;
    const here = stretches[k];
    const share = (x - here.left) / (here.right - here.left);
    if (share <= 1 || k === stretches.length - 1) return here.first + share * (here.last - here.first);
    const next = stretches[k + 1];
    return here.last + ((x - here.right) / (next.left - here.right)) * (next.first - here.last);
  }
}

/**
 * A line without a break.
 * @param {number} from
 * @param {number} to
 * @param {number} left
 * @param {number} right
 */
function evenScale(from, to, left, right) {
  return new TimeScale([{ first: from, last: to, left, right, start: from, enlarged: false, joined: false }]);
}

/**
 * What the line is cut into, whatever its width: it breaks at its longest silences where most events would else
 * stand in a corner, and the spell that holds most of many events is a piece of its own.
 * @param {Data} data
 * @param {number} from
 * @param {number} to
 * @returns {Piece[]} one where nothing is to be cut
 */
function cutTime(data, from, to) {
  const one = [{ first: from, last: to, count: 1, enlarged: false, joined: false }];
  if (to - from < 60) return one;
  const crowd = crowding(data, from, to);
  let groups = [filledTime(data, from, to)];
  for (let breaks = 0; breaks < MOST_BREAKS; breaks++) {
    const total = groups.reduce((sum, group) => sum + group[group.length - 1][1] - group[0][0], 0);
    if (crowd > CROWDED * total) break;
    let best = Math.max(total / 10, 14);
    /** @type {[number, number] | null} */
    let where = null;
    groups.forEach((group, g) => group.slice(1).forEach((piece, i) => {
      const gap = piece[0] - group[i][1];
      if (gap > best) {
        best = gap;
        where = [g, i + 1];
      }
    }));
    if (!where) break;
    const [g, i] = /** @type {[number, number]} */ (where);
    groups = [...groups.slice(0, g), groups[g].slice(0, i), groups[g].slice(i), ...groups.slice(g + 1)];
  }
  const spans = groups.map((group) => [group[0][0], group[group.length - 1][1]]);
  // A lone day between breaks still stands in its year, as far as its neighbours leave room.
  const least = Math.min(366, (to - from) / 60);
  const moments = momentsOf(data);
  spans.forEach((span, k) => {
    const many = moments.filter((day) => day >= span[0] && day <= span[1]).length >= CORE.least;
    const missing = many ? 0 : Math.max(0, least - (span[1] - span[0])) / 2;
    span[0] -= Math.min(missing, k ? (span[0] - spans[k - 1][1]) / 4 : missing);
    span[1] += Math.min(missing, k + 1 < spans.length ? (spans[k + 1][0] - span[1]) / 4 : missing);
  });
  /** @type {Piece[]} */
  const pieces = [];
  for (const [first, last] of spans) {
    const core = coreOf(first, last, moments);
    const bounds = [first, ...(core || []).filter((day) => day > first && day < last), last];
    for (let k = 0; k + 1 < bounds.length; k++) {
      const enlarged = core !== null && bounds[k] === core[0];
      pieces.push({ first: bounds[k], last: bounds[k + 1], count: 0, enlarged, joined: k > 0 });
    }
  }
  if (pieces.length === 1) return one;
  const { start, end } = data.columns;
  for (let i = 0; i < data.n; i++) {
    if (start[i] === NO_DAY && end[i] === NO_DAY) continue;
    const middle = start[i] === NO_DAY ? end[i] : end[i] === NO_DAY ? start[i] : (start[i] + end[i]) / 2;
    const piece = pieces.find(({ first, last }) => middle >= first - 1 && middle <= last + 1);
    if (piece) piece.count++;
  }
  return pieces;
}

/**
 * The pieces side by side: each gets room by its length and, more, by how much is in it.
 * @param {Piece[]} pieces
 * @param {number} left
 * @param {number} right
 */
function layTime(pieces, left, right) {
  if (pieces.length === 1) return evenScale(pieces[0].first, pieces[0].last, left, right);
  const days = pieces.reduce((sum, piece) => sum + piece.last - piece.first, 0);
  const all = pieces.reduce((sum, piece) => sum + piece.count, 0);
  const weights = pieces.map(({ first, last, count }) => (count ? 0.1 + (0.3 * (last - first)) / days + (0.7 * count) / all : 0.06));
  const heavy = weights.reduce((sum, weight) => sum + weight, 0);
  const gaps = pieces.map((piece, k) => (!k ? 0 : piece.joined ? SEAM : Math.min(BREAK, (right - left) / 12)));
  const room = right - left - gaps.reduce((sum, gap) => sum + gap, 0);
  let x = left;
  return new TimeScale(pieces.map(({ first, last, enlarged, joined }, k) => {
    x += gaps[k];
    const wide = (room * weights[k]) / heavy;
    const pad = Math.max(1, ((last - first) * 14) / Math.max(20, wide - 28));
    const follows = k + 1 < pieces.length && pieces[k + 1].joined;
    const stretch = { first: joined ? first : first - pad, last: follows ? last : last + pad, left: x, right: x + wide, start: first + 1, enlarged, joined };
    x += wide;
    return stretch;
  }));
}

/**
 * The middles of what is no long period, in order.
 * @param {Data} data
 */
function momentsOf(data) {
  const { start, end } = data.columns;
  const moments = new Float64Array(data.n);
  let n = 0;
  for (let i = 0; i < data.n; i++) {
    const a = start[i] === NO_DAY ? end[i] : start[i];
    const b = end[i] === NO_DAY ? a : end[i];
    if (a !== NO_DAY && b - a <= CORE.moment) moments[n++] = (a + b) / 2;
  }
  return moments.subarray(0, n).sort();
}

/**
 * The short spell between two days that most of the moments crowd into, in whole months, or years where it is long.
 * @param {number} first
 * @param {number} last
 * @param {Float64Array} moments in order
 * @returns {[number, number] | null}
 */
function coreOf(first, last, moments) {
  const inside = moments.filter((day) => day >= first && day <= last);
  if (inside.length < CORE.least) return null;
  const need = Math.ceil(inside.length * CORE.most);
  let at = 0;
  for (let i = 1; i + need <= inside.length; i++) if (inside[i + need - 1] - inside[i] < inside[at + need - 1] - inside[at]) at = i;
  const [a, b] = [inside[at], inside[at + need - 1]];
  const step = b - a > 3 * 365.25 ? 12 : 1;
  const [year, month] = calendar(Math.floor(first));
  /** @type {number[]} */
  const bounds = [];
  for (let m = Math.floor((year * 12 + month) / step) * step; !bounds.length || bounds[bounds.length - 1] <= last; m += step) {
    bounds.push(dayNumber(Math.floor(m / 12), m % 12, 1));
  }
  /** @type {number[]} */
  const counts = new Array(bounds.length - 1).fill(0);
  let bin = 0;
  for (const day of inside) {
    while (day >= bounds[bin + 1]) bin++;
    counts[bin]++;
  }
  let low = bounds.findLastIndex((day) => day <= a);
  let high = bounds.findIndex((day) => day >= b);
  const lively = (CORE.goesOn * need) / Math.max(1, high - low);
  while (low > 0 && counts[low - 1] >= lively) low--;
  while (high < counts.length && counts[high] >= lively) high++;
  const whole = last - first;
  const from = bounds[low] - first < whole * CORE.corner ? first : bounds[low];
  const to = last - bounds[high] < whole * CORE.corner ? last : bounds[high];
  return to - from <= whole * CORE.short ? [from, to] : null;
}

/**
 * How many days the densest three fifths of the events take, by their middles.
 * @param {Data} data
 * @param {number} from
 * @param {number} to
 */
function crowding(data, from, to) {
  const { start, end } = data.columns;
  const bins = 4096;
  const size = (to - from) / bins;
  const counts = new Uint32Array(bins + 1);
  let all = 0;
  for (let i = 0; i < data.n; i++) {
    const a = start[i] === NO_DAY ? end[i] : start[i];
    if (a === NO_DAY) continue;
    counts[Math.floor(((a + (end[i] === NO_DAY ? a : end[i])) / 2 - from) / size)]++;
    all++;
  }
  let narrowest = bins;
  let left = 0;
  let inside = 0;
  for (let right = 0; right <= bins; right++) {
    inside += counts[right];
    while (inside - counts[left] >= 0.6 * all && left < right) inside -= counts[left++];
    if (inside >= 0.6 * all) narrowest = Math.min(narrowest, right - left + 1);
  }
  return narrowest * size;
}

/**
 * What is filled: short events wholly, long ones by their ends, so that an era does not hide an empty century.
 * @param {Data} data
 * @param {number} from
 * @param {number} to
 * @returns {[number, number][]} apart from each other, in order
 */
function filledTime(data, from, to) {
  const { start, end } = data.columns;
  const bins = 4096;
  const size = (to - from) / bins;
  const taken = new Uint8Array(bins + 1);
  const long = Math.max(400, (to - from) / 4);
  for (let i = 0; i < data.n; i++) {
    const a = start[i] === NO_DAY ? end[i] : start[i];
    const b = end[i] === NO_DAY ? start[i] : end[i];
    if (a === NO_DAY) continue;
    const first = Math.floor((a - from) / size);
    const last = Math.floor((b - from) / size);
    if (b - a > long) taken[first] = taken[last] = 1;
    else for (let bin = first; bin <= last; bin++) taken[bin] = 1;
  }
  /** @type {[number, number][]} */
  const pieces = [];
  for (let bin = 0; bin <= bins; bin++) {
    if (!taken[bin]) continue;
    const before = pieces[pieces.length - 1];
    if (before && before[1] >= from + bin * size - 1e-9 && before[1] - before[0] < 40 * size) before[1] = from + (bin + 1) * size;
    else pieces.push([from + bin * size, from + (bin + 1) * size]);
  }
  return pieces;
}
