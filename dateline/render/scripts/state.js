// The one state that map, timeline and list show: what is selected, what is filtered, and the address that says so.
// @ts-check

/** @typedef {"category"|"who"|"where"|"by"|"voice"|"precision"|"reports"|"fresh"} FacetName */

/** The facets in the order of the panel, with their names in the address. */
const FACETS = /** @type {FacetName[]} */ (["category", "who", "where", "by", "voice", "precision", "reports", "fresh"]);

/**
 * The path of a place in the facet of places: country, region and name, as far as each is known.
 * @param {Data} data
 * @param {number} place
 * @returns {string[]}
 */
function placePath(data, place) {
  const { country, region, precision } = data.columns;
  const code = data.meta.countries[country[place]][0] || "–";
  const kind = data.meta.precisions[precision[place]];
  if (kind === "country") return [code];
  const division = data.meta.regions[region[place]].split("\t")[1] || "";
  const name = data.placeNames.at(place);
  if (!division || division === name) return [code, name];
  return [code, division, name];
}

class State {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    /** Until all views are there, none draws: each would draw several times over. */
    this.starting = true;
    this.selected = -1;
    this.hovered = -1;
    /** @type {[number, number] | null} first and last day that are looked at */
    this.window = null;
    this.text = "";
    /** @type {Map<FacetName, Set<string>>} */
    this.facets = new Map();
    this.hollow = false;
    /** @type {Set<number> | null} the events of a bubble that was opened */
    this.here = null;
    this.hereName = "";
    /** @type {Uint8Array} by event: passes everything but the window of time */
    this.passes = new Uint8Array(data.n);
    /** @type {Uint8Array} by event: is shown */
    this.visible = new Uint8Array(data.n);
    /** @type {Uint32Array} the shown events in order */
    this.shown = new Uint32Array(0);
    this.buffer = new Uint32Array(data.n);
    /** @type {string[] | null} for search, made on the first one */
    this.words = null;
    /** @type {string[] | null} the quotes for search, once they are unpacked */
    this.quotes = null;
    /** @type {((what: Set<string>) => void)[]} */
    this.listeners = [];
    /** @type {Set<string>} */
    this.dirty = new Set();
    this.frame = 0;
    this.stale = true; // what passes is not worked out yet
    this.undatedShown = 0; // how many at the end of the shown events have no date: no window filters them
    // Loops over all events run before the engine has optimised anything: plain ones, without calls.
    const { start, end } = data.columns;
    const { hollows } = data;
    let first = Infinity;
    let last = -Infinity;
    let hollow = 0;
    for (let i = 0; i < data.n; i++) {
      const a = start[i];
      const b = end[i];
      hollow += hollows[i];
      if (a !== NO_DAY) {
        if (a < first) first = a;
        if (a > last) last = a;
      }
      if (b !== NO_DAY) {
        if (b < first) first = b;
        if (b > last) last = b;
      }
    }
    /** @type {[number, number] | null} first and last day of all events */
    this.span = first <= last ? [first, last] : null;
    this.hollowCount = hollow;
    // Where there is nothing else to show, the planned and denied ones are on.
    if (this.hollowCount === data.n) this.hollow = true;
    this.dirty.add("filter");
  }

  /** All views are there: draw them once. */
  start() {
    this.starting = false;
    this.dirty.add("theme");
    this.flush();
  }

  /** @param {(what: Set<string>) => void} listener called once a frame with what changed */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** @param {...string} what filter, window, select, hover, theme, view */
  changed(...what) {
    for (const item of what) this.dirty.add(item);
    if (what.includes("filter")) this.stale = true;
    if (!this.frame && !this.starting) this.frame = requestAnimationFrame(() => this.flush());
  }

  flush() {
    this.frame = 0;
    const what = this.dirty;
    this.dirty = new Set();
    if (what.has("filter")) this.filter();
    else if (what.has("window")) this.cut();
    for (const listener of this.listeners) listener(what);
  }

  /** @param {number} event @param {{ keep?: boolean }} [options] keep: do not leave an opened bubble */
  select(event, options = {}) {
    if (this.here && !options.keep && event >= 0 && !this.here.has(event)) this.here = null;
    this.selected = event;
    this.changed("select", "address");
  }

  /** @param {number} event */
  hover(event) {
    if (event === this.hovered) return;
    this.hovered = event;
    this.changed("hover");
  }

  /** @param {[number, number] | null} window */
  setWindow(window) {
    if (window && this.span) {
      const a = Math.max(this.span[0], Math.min(window[0], window[1]));
      const b = Math.min(this.span[1], Math.max(window[0], window[1]));
      window = a <= this.span[0] && b >= this.span[1] ? null : [a, b];
    }
    if (String(window) === String(this.window)) return;
    this.window = window;
    this.changed("window", "address");
  }

  /** @param {string} text */
  search(text) {
    if (text === this.text) return;
    this.text = text;
    this.changed("filter", "address");
  }

  /** @param {FacetName} name @param {string} value @param {boolean} on */
  facet(name, value, on) {
    const values = this.facets.get(name) || new Set();
    if (on) values.add(value);
    else values.delete(value);
    if (values.size) this.facets.set(name, values);
    else this.facets.delete(name);
    this.changed("filter", "address");
  }

  /** @param {boolean} on */
  showHollow(on) {
    this.hollow = on;
    this.changed("filter", "address");
  }

  /** @param {Set<number> | null} events @param {string} [name] */
  openHere(events, name = "") {
    this.here = events;
    this.hereName = name;
    this.changed("here");
  }

  /** Nothing filtered, nothing selected. */
  clear() {
    this.text = "";
    this.facets.clear();
    this.window = null;
    this.here = null;
    this.changed("filter", "address", "here");
  }

  get filtered() {
    return Boolean(this.text || this.facets.size || this.window);
  }

  /**
   * Which events pass a facet.
   * @param {FacetName} name
   * @param {Set<string>} values
   * @returns {(event: number) => boolean}
   */
  test(name, values) {
    const { data } = this;
    const { columns, meta } = data;
    /** @param {string[]} all */
    const allowed = (all) => Uint8Array.from(all, (value) => (values.has(value) ? 1 : 0));
    /** @param {Uint8Array} ok @param {Uint32Array} starts @param {Uint16Array | Uint32Array} list */
    const any = (ok, starts, list) => (/** @type {number} */ i) => {
      for (let k = starts[i]; k < starts[i + 1]; k++) if (ok[list[k]]) return true;
      return false;
    };
    switch (name) {
      case "category": {
        const ok = allowed(meta.categories.map((category) => category[0]));
        return (i) => ok[columns.category[i]] === 1;
      }
      case "voice": {
        const ok = allowed(meta.manners);
        return (i) => ok[columns.manner[i]] === 1;
      }
      case "precision": {
        const ok = allowed(meta.precisions);
        return (i) => (columns.place[i] < 0 ? values.has("none") : ok[columns.precision[columns.place[i]]] === 1);
      }
      case "by":
        return any(allowed(meta.publishers), columns.publisherStarts, columns.publisherValues);
      case "who":
        return any(allowed(meta.actors), columns.actorStarts, columns.actorValues);
      case "where": {
        const ok = new Uint8Array(columns.lat.length);
        for (let p = 0; p < ok.length; p++) {
          const path = placePath(data, p);
          for (let k = 1; k <= path.length; k++) if (values.has(path.slice(0, k).join("/"))) ok[p] = 1;
        }
        return (i) => columns.place[i] >= 0 && ok[columns.place[i]] === 1;
      }
      case "reports": {
        const least = Math.min(...[...values].map(Number));
        return (i) => columns.independent[i] >= least;
      }
      case "fresh": {
        const mask = (values.has("new") ? FLAG.new : 0) | (values.has("changed") ? FLAG.changed : 0) |
          (values.has("merged") ? FLAG.merged : 0) | (values.has("reviewed") ? FLAG.reviewed : 0);
        return (i) => (columns.flags[i] & mask) !== 0;
      }
    }
  }

  /**
   * Tests of everything but one facet, for the counts beside its values.
   * @param {FacetName | ""} but
   * @returns {((event: number) => boolean)[]}
   */
  tests(but = "") {
    /** @type {((event: number) => boolean)[]} */
    const tests = [];
    if (!this.hollow) {
      const { hollows } = this.data;
      tests.push((i) => hollows[i] === 0);
    }
    for (const [name, values] of this.facets) if (name !== but) tests.push(this.test(name, values));
    if (this.text.trim()) {
      const parts = fold(this.text).split(/\s+/).filter(Boolean);
      const words = this.haystack();
      tests.push((i) => parts.every((part) => words[i].includes(part) || (this.quotes !== null && this.quotes[i].includes(part))));
    }
    return tests;
  }

  /** Headline, place, publishers and actors of every event, folded for search. */
  haystack() {
    if (this.words) return this.words;
    const { data } = this;
    const { columns, meta } = data;
    const places = Array.from({ length: columns.lat.length }, (_, p) =>
      fold(`${data.placeNames.at(p)} ${meta.countries[columns.country[p]][1]} ${meta.regions[columns.region[p]].split("\t")[1] || ""}`));
    const publishers = meta.publishers.map(fold);
    const actors = meta.actors.map(fold);
    this.words = Array.from({ length: data.n }, (_, i) => {
      const parts = [fold(data.headlines.at(i))];
      if (columns.place[i] >= 0) parts.push(places[columns.place[i]]);
      for (let k = columns.publisherStarts[i]; k < columns.publisherStarts[i + 1]; k++) parts.push(publishers[columns.publisherValues[k]]);
      for (let k = columns.actorStarts[i]; k < columns.actorStarts[i + 1]; k++) parts.push(actors[columns.actorValues[k]]);
      return parts.join("\n");
    });
    return this.words;
  }

  /** Events that pass everything but the window of time, then those in it; nothing where that is known. */
  filter() {
    if (!this.stale) return;
    this.stale = false;
    const { passes } = this;
    if (!this.text.trim() && !this.facets.size) {
      const { hollows } = this.data;
      if (this.hollow) passes.fill(1);
      else for (let i = 0; i < passes.length; i++) passes[i] = 1 - hollows[i];
    } else {
      const tests = this.tests();
      for (let i = 0; i < passes.length; i++) {
        let ok = 1;
        for (const test of tests) if (!test(i)) { ok = 0; break; }
        passes[i] = ok;
      }
    }
    let dated = passes.length;
    let undated = 0;
    while (dated > 0 && !this.data.dated(dated - 1)) undated += passes[--dated];
    this.undatedShown = undated;
    this.cut();
  }

  /** Whether an event touches the window of time; what has no date is not filtered by it. */
  cut() {
    const { passes, visible, buffer, window } = this;
    const { start, end } = this.data.columns;
    let count = 0;
    const from = window ? window[0] : 0;
    const to = window ? window[1] : 0;
    for (let i = 0; i < passes.length; i++) {
      let ok = passes[i];
      if (ok && window) {
        const a = start[i];
        const b = end[i];
        // NO_DAY is smaller than any day, which is right for an open beginning and wrong for an open end.
        if (!(a === NO_DAY && b === NO_DAY) && (a > to || (b !== NO_DAY && b < from))) ok = 0;
      }
      visible[i] = ok;
      if (ok) buffer[count++] = i;
    }
    this.shown = buffer.subarray(0, count);
  }

  // The address -----------------------------------------------------------------------------------------------------

  /** What stands after # for this state. @param {string} id of the selected event, "" without one */
  address(id) {
    const parts = new URLSearchParams();
    if (id) parts.set("e", id);
    if (this.window) parts.set("t", `${isoDay(this.window[0])}..${isoDay(this.window[1])}`);
    if (this.text) parts.set("q", this.text);
    for (const name of FACETS) for (const value of this.facets.get(name) || []) parts.append(name, value);
    if (this.hollow && this.hollowCount < this.data.n) parts.set("all", "1");
    return parts;
  }

  /**
   * Take over what an address says.
   * @param {URLSearchParams} parts
   * @param {number} selected the event that they name, or -1
   */
  read(parts, selected) {
    this.selected = selected;
    const match = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/.exec(parts.get("t") || "");
    this.window = match ? [fromIso(match[1]), fromIso(match[2])] : null;
    if (this.window && !this.window.every(Number.isFinite)) this.window = null;
    this.text = parts.get("q") || "";
    this.facets.clear();
    for (const name of FACETS) {
      const values = parts.getAll(name).filter(Boolean);
      if (values.length) this.facets.set(name, new Set(values));
    }
    if (parts.has("new")) this.facets.set("fresh", new Set(["new", "changed", "merged"])); // #new: what the last run brought
    this.hollow = parts.get("all") === "1" || this.hollowCount === this.data.n ||
      (this.selected >= 0 && this.data.hollow(this.selected));
    if (this.here) this.openHere(null);
    this.changed("filter", "select");
  }
}

/**
 * Lower case without accents, so that "Valparaiso" finds "Valparaíso".
 * @param {string} text
 */
function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
}
