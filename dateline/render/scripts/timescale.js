// The scale of the timeline: days to pixels, broken at long silences and enlarged where most events crowd.
// @ts-check

/** @typedef {{ first: number, last: number, left: number, right: number, start: number, enlarged: boolean, joined: boolean }} Stretch days, pixels, first event */

const BREAK = 34; // pixels that a break in the line takes
const SEAM = 6; // pixels between two stretches where only the scale changes

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
 * The pieces that Python cut the line into, side by side: each gets room by its length and, more, by how much is in it.
 * @param {Piece[]} pieces
 * @param {number} left
 * @param {number} right
 */
function layTime(pieces, left, right) {
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
    // Air at both ends, but never into the next piece: the silence between would be less than none.
    const before = k ? Math.min(pad, (first - pieces[k - 1].last) / 3) : pad;
    const after = k + 1 < pieces.length ? Math.min(pad, (pieces[k + 1].first - last) / 3) : pad;
    const stretch = { first: joined ? first : first - before, last: follows ? last : last + after, left: x, right: x + wide, start: first + 1, enlarged, joined };
    x += wide;
    return stretch;
  }));
}
