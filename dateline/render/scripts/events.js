// The events on the map: dots, areas and bubbles, drawn on one canvas from typed arrays, with labels that never meet.
// @ts-check

/**
 * Something drawn that can be hovered and opened.
 * @typedef {{ x: number, y: number, rx: number, ry: number, count: number, top: number, kind: "one" | "many" | "area",
 *   place: number, merged: number, label: string }} Item
 */

const CELL = 52; // pixels; the grid that won in bench/page: rings of up to 99 fit without touching
const FINE_CELL = 26; // where events are numbered there are few, and they may stand closer
const NUMBERED = 40; // up to so many events are numbered
const MOST_AREAS = 60; // more areas than that in sight are counted in bubbles

/**
 * Numbers as a reader would say them: "1, 3–5".
 * @param {number[]} events
 */
function sayNumbers(events) {
  const parts = [];
  for (let i = 0; i < events.length; i++) {
    let j = i;
    while (j + 1 < events.length && events[j + 1] === events[j] + 1) j++;
    parts.push(j > i + 1 ? `${events[i] + 1}–${events[j] + 1}` : `${events[i] + 1}`);
    if (j > i + 1) i = j;
  }
  return parts.join(", ");
}

/**
 * @param {State} state
 * @param {() => Basemap | null} basemap
 * @param {() => Theme} theme
 */
function eventsLayer(state, basemap, theme) {
  const { data } = state;
  const { columns } = data;
  const kinds = data.meta.categories.length;
  const numbered = data.n <= NUMBERED;
  const cell = numbered ? FINE_CELL : CELL;
  const coarse = coarsePrecisions(data);
  const ground = data.meta.precisions.map((name) => name === "district" || name === "region");
  /** @type {Map<number, Path2D | null>} */
  const outlines = new Map();

  /** The outline of a place in world coordinates; null where only a radius is known. @param {number} place */
  function outline(place) {
    let path = outlines.get(place);
    if (path === undefined) {
      const rings = data.rings(place);
      path = rings ? new Path2D() : null;
      for (const ring of rings || []) {
        for (let i = 0; i < ring.length; i += 2) {
          const x = mercatorX(ring[i]);
          const y = mercatorY(ring[i + 1]);
          if (i) path?.lineTo(x, y);
          else path?.moveTo(x, y);
        }
        path?.closePath();
      }
      outlines.set(place, path);
    }
    return path;
  }

  /** @param {number} event */
  const salienceOf = (event) => columns.salience[event];

  const Layer = canvasLayer().extend({
    options: { pane: "overlayPane", padding: 0.05 },
    /** @type {Item[]} */
    items: [],
    /** @type {[number, number, number, number][]} what stands on the map and hides what is drawn there, in its pixels */
    furniture: [],
    /** @type {{ text: string, x: number, y: number, half: number }[]} the names that were drawn */
    names: [],

    /** Where a place is on the canvas. @param {number} place @returns {[number, number]} */
    position(place) {
      const world = 256 * this.scale;
      let x = (data.worldX[place] * this.scale - this.left) % world;
      if (x < -60) x += world;
      return [x, data.worldY[place] * this.scale - this.top];
    },

    /** The radius of a place in pixels. @param {number} place */
    reach(place) {
      const cosine = Math.max(0.1, Math.cos((columns.lat[place] * Math.PI) / 180));
      return (columns.radius[place] / (40075 * cosine)) * 256 * this.scale;
    },

    draw() {
      if (state.starting) return;
      const pen = this.pen();
      const colours = theme();
      const { ratio, width, height } = this;
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      pen.clearRect(0, 0, width, height);
      this.gather();
      const boxes = new Boxes();
      for (const item of this.items) if (item.kind === "area") this.drawArea(pen, item, colours);
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pen.font = `600 11px ${colours.sans}`;
      for (const item of this.items) {
        boxes.take(item.x - item.rx - 1, item.y - item.ry - 1, item.x + item.rx + 1, item.y + item.ry + 1);
        if (item.kind === "many") this.drawMany(pen, item, colours);
      }
      for (const item of this.items) {
        if (item.kind === "one") {
          drawPlaceGlyph(pen, item.x, item.y, colours.categories[columns.category[item.top]], data.precision(item.top),
            data.hollow(item.top), numbered ? String(item.top + 1) : "", colours);
        } else if (item.kind === "area") this.drawBadge(pen, item, colours);
      }
      drawLabels(this, pen, boxes, colours, data, basemap());
    },

    /** Sort the visible events into the cells of a grid that stands still while the map moves. */
    gather() {
      const { scale, left, top, width, height } = this;
      if (this.reachedAt !== scale) {
        this.reachedAt = scale;
        this.reached = new Float32Array(columns.lat.length).fill(-1);
      }
      /** @type {Float32Array} the radius of each place at this scale, as far as it was asked for */
      const reached = this.reached;
      const world = 256 * scale;
      const offsetX = ((left % cell) + cell) % cell;
      const offsetY = ((top % cell) + cell) % cell;
      const across = Math.ceil((width + offsetX) / cell) + 1;
      const down = Math.ceil((height + offsetY) / cell) + 1;
      const cells = across * down;
      const counts = new Uint32Array(cells);
      const sumX = new Float64Array(cells);
      const sumY = new Float64Array(cells);
      const best = new Int32Array(cells).fill(-1);
      const where = new Int32Array(cells); // the one place of a cell's events, or -1
      const shares = new Uint32Array(cells * kinds);
      this.cellOf = this.cellOf || new Int32Array(data.n);
      /** @type {Int32Array} */
      const cellOf = this.cellOf;
      cellOf.fill(-1);
      const places = columns.place;
      const { precision, category } = columns;
      const { salience } = columns;
      const { shown } = state;
      /** @type {Map<number, { count: number, top: number }>} */
      const areas = new Map();
      for (let k = 0; k < shown.length; k++) {
        const event = shown[k];
        const place = places[event];
        if (place < 0) continue;
        const exact = precision[place];
        if (coarse[exact]) continue;
        let x = data.worldX[place] * scale - left;
        x -= Math.floor((x + 60) / world) * world;
        const y = data.worldY[place] * scale - top;
        if (ground[exact] && reached[place] < 0) reached[place] = this.reach(place);
        if (ground[exact] && areas.size <= MOST_AREAS && reached[place] >= 13) {
          const area = areas.get(place);
          if (area) {
            area.count++;
            if (salience[event] > salience[area.top]) area.top = event;
          } else areas.set(place, { count: 1, top: event });
          continue;
        }
        if (x >= width || y < 0 || y >= height || x < 0) continue;
        const at = (((y + offsetY) / cell) | 0) * across + (((x + offsetX) / cell) | 0);
        cellOf[event] = at;
        if (!counts[at]++) where[at] = place;
        else if (where[at] !== place) where[at] = -1;
        sumX[at] += x;
        sumY[at] += y;
        shares[at * kinds + category[event]]++;
        if (best[at] < 0 || salience[event] > salience[best[at]]) best[at] = event;
      }
      this.shares = shares;
      /** @type {Item[]} */
      const items = [];
      for (const [place, area] of areas) {
        const [x, y] = this.position(place);
        items.push({ x, y, rx: 12, ry: 12, count: area.count, top: area.top, kind: "area", place, merged: -1, label: "" });
      }
      const order = [];
      for (let at = 0; at < cells; at++) if (counts[at]) order.push(at);
      order.sort((a, b) => counts[b] - counts[a] || a - b);
      // Neighbours whose discs would meet become one, the larger first.
      this.mergedInto = new Int32Array(cells).fill(-1);
      /** @type {Item[]} */
      const discs = [];
      for (const at of order) {
        const x = sumX[at] / counts[at];
        const y = sumY[at] / counts[at];
        const r = this.discRadius(counts[at]);
        let home = -1;
        for (let d = 0; d < discs.length && home < 0; d++) {
          const other = discs[d];
          const gap = r + other.rx + 1;
          if (Math.abs(other.x - x) < gap && Math.abs(other.y - y) < gap && Math.hypot(other.x - x, other.y - y) < gap) home = d;
        }
        if (home < 0) {
          this.mergedInto[at] = discs.length;
          discs.push({ x, y, rx: r, ry: r, count: counts[at], top: best[at], kind: "one", place: where[at], merged: at, label: "" });
          continue;
        }
        const disc = discs[home];
        this.mergedInto[at] = home;
        disc.x = (disc.x * disc.count + sumX[at]) / (disc.count + counts[at]);
        disc.y = (disc.y * disc.count + sumY[at]) / (disc.count + counts[at]);
        disc.count += counts[at];
        if (disc.place !== where[at]) disc.place = -1;
        if (salience[best[at]] > salience[disc.top]) disc.top = best[at];
        for (let k = 0; k < kinds; k++) shares[disc.merged * kinds + k] += shares[at * kinds + k];
        disc.rx = disc.ry = this.discRadius(disc.count);
      }
      for (const disc of discs) if (disc.count > 1) disc.kind = "many";
      this.discStart = items.length;
      for (const item of items) this.stepAside(item, discs);
      this.items = items.concat(discs);
      if (numbered) this.numberAll();
    },

    /** Move an area's badge off the discs in its middle. @param {Item} item @param {Item[]} discs */
    stepAside(item, discs) {
      const { x, y } = item;
      for (const [dx, dy] of [[0, 0], [0, -28], [0, 28], [34, 0], [-34, 0], [34, -28], [-34, -28], [34, 28], [-34, 28]]) {
        item.x = x + dx;
        item.y = y + dy;
        if (discs.every((disc) => Math.abs(disc.x - item.x) > disc.rx + 14 || Math.abs(disc.y - item.y) > disc.ry + 11)) return;
      }
      item.x = x;
      item.y = y;
    },

    /** Write numbers on all items, and let those whose boxes would meet become one. */
    numberAll() {
      for (let again = true; again;) {
        again = false;
        for (const item of this.items) this.number(item);
        for (let a = this.discStart; a < this.items.length && !again; a++) {
          for (let b = a + 1; b < this.items.length && !again; b++) {
            const [p, q] = [this.items[a], this.items[b]];
            if (Math.abs(p.x - q.x) > p.rx + q.rx - 1 || Math.abs(p.y - q.y) > p.ry + q.ry - 1) continue;
            // Events at a distance keep their own marks even where a corner is covered.
            if (Math.hypot(p.x - q.x, p.y - q.y) > 30) continue;
            const home = a - this.discStart;
            const gone = b - this.discStart;
            for (let at = 0; at < this.mergedInto.length; at++) {
              if (this.mergedInto[at] === gone) this.mergedInto[at] = home;
              else if (this.mergedInto[at] > gone) this.mergedInto[at]--;
            }
            p.x = (p.x * p.count + q.x * q.count) / (p.count + q.count);
            p.y = (p.y * p.count + q.y * q.count) / (p.count + q.count);
            p.count += q.count;
            if (p.place !== q.place) p.place = -1;
            p.kind = "many";
            if (salienceOf(q.top) > salienceOf(p.top)) p.top = q.top;
            this.items.splice(b, 1);
            again = true;
          }
        }
      }
    },

    /** @param {number} count */
    discRadius(count) {
      if (count === 1) return numbered ? 13 : 6;
      return 8.5 + 2.6 * Math.log10(count) + (count > 9 ? 2 : 0) + (count > 99 ? 3 : 0) + (count > 999 ? 4 : 0);
    },

    /** Write the numbers of an item's events on it. @param {Item} item */
    number(item) {
      if (item.kind === "one") return;
      item.label = sayNumbers([...this.eventsOf(item)]);
      const half = 8 + item.label.length * 3.3;
      item.rx = Math.max(item.kind === "area" ? 10 : 11, half);
      item.ry = 11;
    },

    /** The events of an item. @param {Item} item @returns {Set<number>} */
    eventsOf(item) {
      const events = new Set();
      if (item.kind === "area") {
        for (const event of state.shown) if (columns.place[event] === item.place) events.add(event);
        return events;
      }
      const home = this.items.indexOf(item) >= 0 ? this.items.indexOf(item) - this.discStart : -1;
      for (const event of state.shown) {
        const at = this.cellOf[event];
        if (at >= 0 && this.mergedInto[at] === home) events.add(event);
      }
      return events;
    },

    /** The item that shows an event, or null. @param {number} event @returns {Item | null} */
    itemOf(event) {
      const at = this.cellOf ? this.cellOf[event] : -1;
      if (at >= 0) return this.items[this.discStart + this.mergedInto[at]] || null;
      const place = columns.place[event];
      return this.items.find((/** @type {Item} */ item) => item.kind === "area" && item.place === place) || null;
    },

    drawArea(/** @type {Pen} */ pen, /** @type {Item} */ item, /** @type {Theme} */ colours) {
      const colour = colours.categories[columns.category[item.top]];
      this.shade(pen, item.place, colour, data.hollow(item.top) ? "" : colour, 1.4, [4, 3]);
      // Where its badge had to step aside, a line leads back to it.
      const [x, y] = this.position(item.place);
      pen.strokeStyle = colour;
      pen.lineWidth = 1;
      pen.setLineDash([]);
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(item.x, item.y);
      if (x !== item.x || y !== item.y) pen.stroke();
    },

    /**
     * Hatch and outline a place's ground.
     * @param {Pen} pen
     * @param {number} place
     * @param {string} stroke
     * @param {string} fill "" for none
     * @param {number} line
     * @param {number[]} dash
     */
    shade(pen, place, stroke, fill, line, dash) {
      const { ratio, scale, left, top } = this;
      const path = outline(place);
      const world = 256 * scale;
      const [first, last] = path ? this.copies() : [0, 0];
      for (let copy = first - (path ? 1 : 0); copy <= last; copy++) {
        pen.save();
        if (path) pen.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (copy * world - left), -ratio * top);
        else {
          const [x, y] = this.position(place);
          circle(pen, x, y, Math.max(4, this.reach(place)));
        }
        if (fill) {
          pen.save();
          if (path) pen.clip(path, "evenodd");
          else pen.clip();
          pen.setTransform(ratio, 0, 0, ratio, 0, 0);
          pen.fillStyle = fill + "14";
          pen.fillRect(0, 0, this.width, this.height);
          pen.globalAlpha = 0.55;
          pen.fillStyle = hatch(pen, fill) || fill;
          pen.fillRect(0, 0, this.width, this.height);
          pen.restore();
          if (!path) {
            const [x, y] = this.position(place);
            circle(pen, x, y, Math.max(4, this.reach(place)));
          }
        }
        pen.strokeStyle = stroke;
        pen.lineJoin = "round";
        const unit = path ? scale : 1;
        pen.lineWidth = line / unit;
        pen.setLineDash(dash.map((value) => value / unit));
        if (path) pen.stroke(path);
        else pen.stroke();
        pen.restore();
      }
    },

    drawMany(/** @type {Pen} */ pen, /** @type {Item} */ item, /** @type {Theme} */ colours) {
      if (!numbered) {
        const from = item.merged * kinds;
        drawBubble(pen, item.x, item.y, item.rx, this.shares.subarray(from, from + kinds), sayCount(item.count), colours);
        return;
      }
      this.drawBadge(pen, item, colours);
    },

    /** A small box with numbers or a count: no pin, since it stands for a ground or for several events. */
    drawBadge(/** @type {Pen} */ pen, /** @type {Item} */ item, /** @type {Theme} */ colours) {
      const text = item.label || sayCount(item.count);
      if (!item.label) {
        item.rx = 6 + text.length * 3.5;
        item.ry = 9;
      }
      pen.font = `600 11px ${colours.sans}`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      pill(pen, item.x, item.y, item.rx, item.kind === "area" ? 9 : 11);
      pen.fillStyle = colours.paper;
      pen.fill();
      pen.strokeStyle = colours.categories[columns.category[item.top]];
      pen.lineWidth = item.kind === "area" ? 1.5 : 2.5;
      pen.stroke();
      pen.fillStyle = colours.ink;
      pen.fillText(text, item.x, item.y + 0.5);
    },

    /** Whether a box is wholly in sight: half a name is worse than none. @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
    inside(x1, y1, x2, y2) {
      const { pad, width, height } = this;
      return x1 >= pad && y1 >= pad && x2 <= width - pad && y2 <= height - pad;
    },

    /** The item under a point of the map's container. @param {{ x: number, y: number }} point @returns {Item | null} */
    hit(point) {
      const x = point.x + this.pad;
      const y = point.y + this.pad;
      let found = null;
      let nearest = Infinity;
      for (const item of this.items) {
        const dx = Math.max(0, Math.abs(item.x - x) - item.rx);
        const dy = Math.max(0, Math.abs(item.y - y) - item.ry);
        const distance = Math.hypot(dx, dy);
        if (distance < nearest && distance < 7) {
          nearest = distance;
          found = item;
        }
      }
      return found;
    },
  });
  return new Layer();
}

/** @param {number} count */
function sayCount(count) {
  return count < 10000 ? String(count) : `${Math.round(count / 1000)}k`;
}
