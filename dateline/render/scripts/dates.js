// Says a day or an interval in words, as exactly as the article did and no more.
// @ts-check

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const SEASONS = /** @type {Record<string, string>} */ ({ 21: "spring", 22: "summer", 23: "autumn", 24: "winter" });
const DAY_MS = 86400000;

/**
 * Year, month (from 0) and day of a number of days since 1970.
 * @param {number} day
 * @returns {[number, number, number]}
 */
function calendar(day) {
  const date = new Date(day * DAY_MS);
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
}

/**
 * Days since 1970-01-01.
 * @param {number} year
 * @param {number} month from 0
 * @param {number} day
 */
function dayNumber(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return Math.floor(date.getTime() / DAY_MS);
}

/** @param {number} day @returns {string} 2025-06-05 */
function isoDay(day) {
  const [y, m, d] = calendar(day);
  return `${String(y).padStart(4, "0")}-${String(m + 1).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
}

/** @param {string} text @returns {number} NaN where it is no date */
function fromIso(text) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match ? dayNumber(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : NaN;
}

/** @param {number} day @returns {string} 5 June 2025 */
function sayDay(day) {
  const [y, m, d] = calendar(day);
  return `${d} ${MONTHS[m]} ${y}`;
}

/** @param {number} day @returns {string} 5 Jun 2025 */
function sayShort(day) {
  const [y, m, d] = calendar(day);
  return `${d} ${MONTHS[m].slice(0, 3)} ${y}`;
}

/**
 * "5–9 June 2025", "28 May – 3 June 2025", "3 June 2024 – 1 May 2025".
 * @param {number} a
 * @param {number} b
 */
function sayRange(a, b) {
  const [y1, m1, d1] = calendar(a);
  const [y2, m2, d2] = calendar(b);
  if (a === b) return sayDay(a);
  if (y1 === y2 && m1 === m2) return `${d1}–${d2} ${MONTHS[m1]} ${y1}`;
  if (y1 === y2) return `${d1} ${MONTHS[m1]} – ${d2} ${MONTHS[m2]} ${y1}`;
  return `${sayDay(a)} – ${sayDay(b)}`;
}

/** @param {number} number @returns {string} 1st, 12th, 22nd */
function ordinal(number) {
  const last = Math.floor(number / 10) % 10 === 1 ? 0 : number % 10;
  return `${number}${["th", "st", "nd", "rd"][last] || "th"}`;
}

/**
 * Whole years say themselves as years.
 * @param {number} a
 * @param {number} b
 */
function sayYears(a, b) {
  const [y1, m1, d1] = calendar(a);
  const [y2, m2, d2] = calendar(b);
  if (m1 || d1 !== 1 || m2 !== 11 || d2 !== 31) return "";
  if (y1 === y2) return String(y1);
  if (y1 % 10 === 0 && y2 === y1 + 9) return `the ${y1}s`;
  if (y2 === y1 + 99 && y1 % 100 < 2 && y1 > 0) return `the ${ordinal(Math.floor(y1 / 100) + 1)} century`;
  return `${y1}–${y2}`;
}

/**
 * A date without its year, or one beyond the calendar, from EDTF.
 * @param {string} edtf
 */
function sayEdtf(edtf) {
  const match = /^X{4}-(\d\d|2\d)(?:-(\d\d|XX))?/.exec(edtf);
  if (match) {
    const month = SEASONS[match[1]] || MONTHS[Number(match[1]) - 1] || "";
    const day = match[2] && match[2] !== "XX" ? `${Number(match[2])} ` : "";
    return `${day}${month}, year not stated`;
  }
  const year = /^Y?(-?)0*(\d+)([~?%]?)$/.exec(edtf);
  if (year) {
    const number = Number(year[2]);
    return `${year[3] ? "about " : ""}${year[1] ? `${number + 1} BC` : number}`;
  }
  return edtf;
}

/**
 * The date of an event in words.
 * @param {Data} data
 * @param {number} event
 */
function sayDate(data, event) {
  const { start, end, grain, flags } = data.columns;
  const a = start[event];
  const b = end[event];
  const flag = flags[event];
  const note = data.dateNotes.at(event);
  if (a === NO_DAY && b === NO_DAY) return note ? sayEdtf(note) : "No date given";
  if (note.startsWith("A")) return note.slice(1); // "December 2007 or soon after": the end that is drawn is ours
  const about = flag & FLAG.approximate ? "about " : "";
  const later = data.meta.bases[data.columns.basis[event]] === "inferred"; // "since" would say that it lasted
  const name = data.meta.grains[grain[event]];
  /** @param {number} day @param {boolean} last */
  const side = (day, last) => {
    const [y, m, d] = calendar(day);
    if (["year", "decade", "century", "millennium", "period"].includes(name) && (last ? m === 11 && d === 31 : !m && d === 1)) {
      return String(y);
    }
    if (name === "month" && (last ? d > 27 : d === 1)) return `${MONTHS[m]} ${y}`;
    return sayDay(day);
  };
  if (a === NO_DAY) return `${flag & FLAG.openStart ? "until" : "before"} ${about}${side(b, true)}`;
  if (b === NO_DAY) return later ? `${side(a, false)} or later` : `since ${about}${side(a, false)}`;
  const [y1, m1] = calendar(a);
  const [y2, m2] = calendar(b);
  let text = sayRange(a, b);
  const years = sayYears(a, b);
  if (years) text = years;
  // The day on which an era began is not what the article said.
  else if (b - a > 3700 && ["year", "decade", "century", "millennium", "period"].includes(name)) text = `${y1}–${y2}`;
  else if (name === "month" && y1 === y2 && m1 === m2) text = `${MONTHS[m1]} ${y1}`;
  else if (name === "season" || name === "quarter" || name === "half year") {
    text = y1 === y2 ? `${MONTHS[m1]}–${MONTHS[m2]} ${y1}` : `${MONTHS[m1]} ${y1} – ${MONTHS[m2]} ${y2}`;
  } else if (name === "week" && b - a === 6) text = `week of ${sayDay(a)}`;
  if (flag & FLAG.openStart) text = `until ${about}${side(b, true)}`;
  else if (flag & FLAG.openEnd) text = later ? `${side(a, false)} or later` : `since ${about}${side(a, false)}`;
  else if (note.startsWith("T")) text = `${text}, ${about}${note.slice(1)}`; // the day is known, the hour is about
  else text = about + text;
  return text;
}
