// The filters: kinds as buttons in the legend, everything else in a panel, each value with how many it would show.
// @ts-check

const FACET_NAMES = /** @type {Record<FacetName, string>} */ ({
  category: "What", who: "Who", where: "Place", by: "Publisher", voice: "Voice", precision: "How exact the place is",
  reports: "Independent reports", fresh: "Since the last run",
});
const VOICE_WORDS = /** @type {Record<string, string>} */ ({
  stated: "The article's own voice", attributed: "Attributed to someone", alleged: "Alleged", denied: "Denied",
});
const EXACT_WORDS = /** @type {Record<string, string>} */ ({
  site: "Site or address", settlement: "Town", near: "Near a place", district: "District", region: "Region",
  country: "Country", area: "Sea or several countries", none: "Not placed",
});
const GONE = "gone-since-last-run"; // the code of the drop that each of them is
const FEW = 8; // values of a facet that stand there at first

class Facets {
  /**
   * @param {HTMLElement} panel
   * @param {HTMLElement} legend
   * @param {State} state
   * @param {() => Theme} theme
   */
  constructor(panel, legend, state, theme) {
    this.panel = panel;
    this.legend = legend;
    this.state = state;
    this.data = state.data;
    this.theme = theme;
    /** @type {Set<string>} facets and places that were unfolded */
    this.unfolded = new Set();
    this.timer = 0;
    /** @type {Uint32Array | null} the shown events that the legend counts */
    this.counted = null;
    state.listen((what) => {
      if (what.has("filter")) this.sayFresh();
      if (!this.counted) this.drawLegend();
      else if (what.has("filter") || what.has("window")) this.later();
    });
  }

  /** Counting waits until the hand rests, so that brushing stays within its frame. */
  later() {
    clearTimeout(this.timer);
    if (this.counted === this.state.shown) return;
    this.timer = setTimeout(() => {
      this.drawLegend();
      if (!this.panel.hidden) this.draw();
    }, 80);
  }

  /**
   * The events that every filter but one lets through.
   * @param {FacetName} but
   * @param {(event: number) => void} visit
   */
  each(but, visit) {
    const { state, data } = this;
    if (!state.facets.has(but)) {
      for (let k = 0; k < state.shown.length; k++) visit(state.shown[k]);
      return;
    }
    const tests = state.tests(but);
    const { start, end } = data.columns;
    for (let i = 0; i < data.n; i++) {
      if (!tests.every((test) => test(i))) continue;
      const window = state.window;
      if (window && !(start[i] === NO_DAY && end[i] === NO_DAY) && (start[i] > window[1] || (end[i] !== NO_DAY && end[i] < window[0]))) continue;
      visit(i);
    }
  }

  /** What the last run brought, while only that is listed; what it took away stands among what is not shown. */
  sayFresh() {
    const line = document.getElementById("dl-since");
    if (!line) return; // a notebook has none
    line.hidden = !this.state.facets.has("fresh");
    if (line.hidden) return;
    const { columns, meta } = this.data;
    const counts = [FLAG.new, FLAG.changed, FLAG.merged].map((mask) => columns.flags.reduce((sum, flags) => sum + (flags & mask ? 1 : 0), 0));
    const gone = meta.drops[GONE] || 0;
    line.replaceChildren(`Since the last run: ${["new", "changed", "merged"].map((name, k) => `${grouped(counts[k])} ${name}`).join(", ")}, ${grouped(gone)} gone. `,
      gone ? make("button.dl-link", { type: "button", onclick: showGone }, "Show what is gone") : "");
  }

  drawLegend() {
    const { meta, columns } = this.data;
    this.counted = this.state.shown;
    const counts = new Uint32Array(meta.categories.length);
    this.each("category", (i) => counts[columns.category[i]]++);
    if (!this.present) {
      const present = new Uint8Array(meta.categories.length);
      for (let i = 0; i < this.data.n; i++) present[columns.category[i]] = 1;
      this.present = present;
    }
    const chosen = this.state.facets.get("category");
    const buttons = [];
    meta.categories.forEach(([name, label, light, dark], k) => {
      if (!this.present?.[k]) return;
      const dot = make("span.dl-dot", { "aria-hidden": "true" });
      dot.style.setProperty("--light", light);
      dot.style.setProperty("--dark", dark);
      const button = make("button.dl-chip", {
        type: "button", "data-key": name, "aria-pressed": String(Boolean(chosen?.has(name))),
        onclick: () => this.state.facet("category", name, !this.state.facets.get("category")?.has(name)),
      }, dot, label, " ", make("span.dl-count", {}, grouped(counts[k])));
      buttons.push(button);
    });
    const hollow = this.state.hollowCount;
    if (hollow) {
      buttons.push(make("button.dl-chip.dl-hollow", {
        type: "button", "data-key": "hollow", "aria-pressed": String(this.state.hollow),
        onclick: () => this.state.showHollow(!this.state.hollow),
      }, make("span.dl-dot.dl-dot-hollow", { "aria-hidden": "true" }), "Planned or denied", " ", make("span.dl-count", {}, grouped(hollow))));
    }
    const key = keyOf(document.activeElement, this.legend);
    this.legend.replaceChildren(...buttons);
    refocus(this.legend, key);
  }

  draw() {
    const { meta, columns } = this.data;
    const groups = [];
    groups.push(this.placeGroup());
    const actors = this.tally("who", meta.actors.length, columns.actorStarts, columns.actorValues);
    groups.push(this.group("who", ranked(actors).map((k) => [meta.actors[k], meta.actors[k], actors[k]])));
    const publishers = this.tally("by", meta.publishers.length, columns.publisherStarts, columns.publisherValues);
    groups.push(this.group("by", ranked(publishers).map((k) => [meta.publishers[k], meta.publishers[k], publishers[k]])));
    const manners = new Uint32Array(meta.manners.length);
    this.each("voice", (i) => manners[columns.manner[i]]++);
    groups.push(this.group("voice", meta.manners.map((name, k) => [name, VOICE_WORDS[name] || name, manners[k]])));
    const exact = new Uint32Array(meta.precisions.length);
    this.each("precision", (i) => exact[columns.place[i] < 0 ? 0 : columns.precision[columns.place[i]]]++);
    groups.push(this.group("precision", meta.precisions.map((name, k) => [name || "none", EXACT_WORDS[name || "none"] || name, exact[k]])));
    const reports = [0, 0, 0];
    this.each("reports", (i) => [2, 3, 5].forEach((least, k) => { if (columns.independent[i] >= least) reports[k]++; }));
    groups.push(this.group("reports", [["2", "At least 2", reports[0]], ["3", "At least 3", reports[1]], ["5", "At least 5", reports[2]]]));
    const fresh = [0, 0, 0, 0];
    this.each("fresh", (i) => [FLAG.new, FLAG.changed, FLAG.merged, FLAG.reviewed].forEach((mask, k) => { if (columns.flags[i] & mask) fresh[k]++; }));
    groups.push(this.group("fresh", [["new", "New", fresh[0]], ["changed", "Changed", fresh[1]], ["merged", "Merged of several", fresh[2]],
      ["reviewed", "Checked by someone", fresh[3]]]));
    const body = find(".dl-panel-body", this.panel);
    const key = keyOf(document.activeElement, body);
    body.replaceChildren(...groups.filter((group) => group !== null));
    refocus(body, key);
  }

  /** @param {FacetName} name @param {number} size @param {Uint32Array} starts @param {ArrayLike<number>} values */
  tally(name, size, starts, values) {
    const counts = new Uint32Array(size);
    this.each(name, (i) => { for (let k = starts[i]; k < starts[i + 1]; k++) counts[values[k]]++; });
    counts[0] = 0; // the empty string
    return counts;
  }

  /**
   * @param {FacetName} name
   * @param {[string, string, number][]} values value, label, count
   * @returns {HTMLElement | null}
   */
  group(name, values) {
    const chosen = this.state.facets.get(name);
    const useful = values.filter(([value, , count]) => count > 0 || chosen?.has(value));
    if (!useful.length || (useful.length === 1 && !chosen && name !== "reports" && name !== "fresh")) return null;
    const many = useful.length > FEW && !this.unfolded.has(name);
    const rows = (many ? useful.slice(0, FEW) : useful.slice(0, 200)).map(([value, label, count]) => this.box(name, value, label, count));
    const group = make("fieldset.dl-facet", {}, make("legend", {}, FACET_NAMES[name]), ...rows);
    if (many) {
      group.append(make("button.dl-link", { type: "button", "data-key": `more ${name}`, onclick: () => { this.unfolded.add(name); this.draw(); } },
        `Show all ${useful.length}`));
    } else if (useful.length > 200) group.append(make("p.dl-why", {}, `and ${useful.length - 200} more: use the search`));
    return group;
  }

  /** @param {FacetName} name @param {string} value @param {string} label @param {number} count */
  box(name, value, label, count) {
    const input = /** @type {HTMLInputElement} */ (make("input", {
      type: "checkbox", "data-key": `${name} ${value}`, onchange: () => this.state.facet(name, value, input.checked),
    }));
    input.checked = Boolean(this.state.facets.get(name)?.has(value));
    return make("label.dl-value", {}, input, make("span.dl-value-name", {}, said(label)), " ", make("span.dl-count", {}, grouped(count)));
  }

  /** Countries, their regions, their towns: each unfolds. */
  placeGroup() {
    const { data, state } = this;
    const { columns } = data;
    const perPlace = new Uint32Array(columns.lat.length);
    this.each("where", (i) => { if (columns.place[i] >= 0) perPlace[columns.place[i]]++; });
    /** @type {Map<string, { label: string, count: number, depth: number }>} */
    const nodes = new Map();
    for (let p = 0; p < perPlace.length; p++) {
      if (!perPlace[p]) continue;
      const path = placePath(data, p);
      for (let k = 1; k <= path.length; k++) {
        const key = path.slice(0, k).join("/");
        const node = nodes.get(key);
        if (node) node.count += perPlace[p];
        else {
          // Only what is unfolded, or chosen, is worth a row.
          if (k > 1 && !this.unfolded.has(`where ${path.slice(0, k - 1).join("/")}`) && !state.facets.get("where")?.has(key)) break;
          const label = k === 1 ? data.meta.countries[columns.country[p]][1] || "No country" : path[k - 1];
          nodes.set(key, { label, count: perPlace[p], depth: k - 1 });
        }
      }
    }
    if (!nodes.size) return null;
    const top = [...nodes].filter(([, node]) => node.depth === 0).sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1));
    const shown = this.unfolded.has("where") ? top.slice(0, 200) : top.slice(0, FEW);
    /** @type {HTMLElement[]} */
    const rows = [];
    /** @param {string} parent @param {number} depth */
    const children = (parent, depth) => [...nodes].filter(([key, node]) => node.depth === depth && key.startsWith(`${parent}/`))
      .sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1)).slice(0, 100);
    /** @param {string} key @param {{ label: string, count: number, depth: number }} node */
    const add = (key, node) => {
      const row = this.box("where", key, node.label, node.count);
      const open = this.unfolded.has(`where ${key}`);
      const line = make(`div.dl-place-line.dl-depth-${node.depth}`, {}, node.depth > 1 ? null : make("button.dl-fold", {
        type: "button", "data-key": `fold ${key}`, "aria-expanded": String(open), "aria-label": `Places in ${node.label}`,
        onclick: () => { if (open) this.unfolded.delete(`where ${key}`); else this.unfolded.add(`where ${key}`); this.draw(); },
      }, open ? "▾" : "▸"), row);
      rows.push(line);
      if (open) for (const [inner, innerNode] of children(key, node.depth + 1)) add(inner, innerNode);
    };
    for (const [key, node] of shown) add(key, node);
    const group = make("fieldset.dl-facet", {}, make("legend", {}, FACET_NAMES.where), ...rows);
    if (top.length > shown.length) {
      group.append(make("button.dl-link", { type: "button", "data-key": "more where", onclick: () => { this.unfolded.add("where"); this.draw(); } }, `Show all ${top.length} countries`));
    }
    return group;
  }
}

/** Opens the list of events that the last run had and this one has not. */
function showGone() {
  find("#dl-about-button").click();
  const lines = /** @type {HTMLDetailsElement} */ (find(`#dl-drops [data-reason="${GONE}"]`));
  lines.open = true;
  find("summary", lines).focus();
  lines.scrollIntoView({ block: "start" });
}

/** The rows of a tally, most first. @param {Uint32Array} counts */
function ranked(counts) {
  const rows = [];
  for (let k = 1; k < counts.length; k++) if (counts[k]) rows.push(k);
  return rows.sort((a, b) => counts[b] - counts[a] || a - b);
}

/** What a drawn-anew control is known by. @param {Element | null} element @param {Element} within */
function keyOf(element, within) {
  return element instanceof HTMLElement && within.contains(element) ? element.dataset.key || "" : "";
}

/** @param {Element} within @param {string} key */
function refocus(within, key) {
  if (!key) return;
  for (const element of within.querySelectorAll("[data-key]")) {
    if (element instanceof HTMLElement && element.dataset.key === key) element.focus({ preventScroll: true });
  }
}
