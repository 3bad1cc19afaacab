// The timeline along the bottom: shapes in lanes for few events, stacked bars for many, and a window to brush.
// @ts-check

const DOTS = new Set(["minute", "hour", "part of day", "day"]);
const LANES = 300; // up to so many events may be drawn one by one, where they fit

class Timeline {
  /**
   * @param {HTMLElement} root
   * @param {State} state
   * @param {() => Theme} theme
   * @param {(text: string) => void} announce
   */
  constructor(root, state, theme, announce) {
    this.root = root;
    this.state = state;
    this.data = state.data;
    this.theme = theme;
    this.announce = announce;
    this.canvas = /** @type {HTMLCanvasElement} */ (root.querySelector(".dl-time-canvas"));
    this.pen = /** @type {Pen} */ (this.canvas.getContext("2d"));
    this.sheet = document.createElement("canvas"); // what does not change while the window is moved
    this.handles = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(".dl-handle")]);
    this.area = /** @type {HTMLElement} */ (root.querySelector(".dl-brush"));
    /** @type {{ event: number, x1: number, x2: number, y: number }[]} */
    this.marks = [];
    this.focus = -1;
    this.width = 0;
    this.height = 0;
    this.left = 0;
    this.right = 0;
    this.base = 0;
    this.ratio = 1;
    this.scale = evenScale(0, 1, 0, 1);
    /** @type {{ pitch: number, bins: number, totals: Uint32Array, spans: number[] } | null} */
    this.bars = null;
    const span = state.span || [0, 1];
    const room = Math.max(1, (span[1] - span[0]) * 0.02);
    /** @type {[number, number]} the first and last day of the drawn line */
    this.view = [span[0] - room, span[1] + room];
    this.whole = this.view;
    listenTime(this);
    state.listen((what) => {
      if (what.has("filter") || what.has("theme") || what.has("here")) this.redraw();
      else if (what.has("window")) this.paint();
      else if (what.has("select") || what.has("hover")) this.paint();
      if (what.has("window") || what.has("filter")) this.place();
    });
    const box = this.canvas.parentElement || this.canvas;
    new ResizeObserver(() => { if (this.measure()) this.redraw(); }).observe(box);
  }

  /** @param {number} day */
  x(day) {
    return this.scale.x(day);
  }

  /** @param {number} x */
  day(x) {
    return this.scale.day(x);
  }

  /** Its size is asked for when it changed: in between, every question would have the whole page laid out anew. */
  measure() {
    const box = /** @type {HTMLElement} */ (this.canvas.parentElement);
    const changed = box.clientWidth !== this.width || box.clientHeight !== this.height;
    this.width = box.clientWidth;
    this.height = box.clientHeight;
    return changed;
  }

  /** Draw all anew: after a filter, a resize, a zoom. */
  redraw() {
    if (!this.width) this.measure();
    if (this.state.starting || !this.width || !this.height) return;
    this.left = 14;
    this.right = this.width - 14;
    this.base = this.height - 20;
    const ratio = (this.ratio = Math.min(window.devicePixelRatio || 1, 2));
    for (const canvas of [this.canvas, this.sheet]) {
      canvas.width = Math.round(this.width * ratio);
      canvas.height = Math.round(this.height * ratio);
    }
    this.canvas.style.width = `${this.width}px`;
    this.canvas.style.height = `${this.height}px`;
    const pen = /** @type {Pen} */ (this.sheet.getContext("2d"));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    const { pieces } = this.data.meta;
    if (this.view === this.whole && pieces.length) this.scale = layTime(pieces, this.left, this.right);
    else this.scale = evenScale(...this.view, this.left, this.right);
    drawAxis(this, pen);
    this.marks = [];
    this.bars = null;
    if (this.state.span && !this.drawLanes(pen)) this.drawBars(pen);
    this.place();
    this.paint();
  }

  /**
   * Every event by itself, each in a lane where it meets no other.
   * @param {Pen} pen
   * @returns {boolean} false where they do not fit
   */
  drawLanes(pen) {
    const { data, state } = this;
    const { columns } = data;
    /** @type {number[]} */
    const events = [];
    const { start, end } = columns;
    for (let i = 0; i < data.n && events.length <= LANES; i++) {
      if (state.passes[i] && (start[i] !== NO_DAY || end[i] !== NO_DAY)) events.push(i);
    }
    if (events.length > LANES) return false;
    const numbered = data.n <= NUMBERED;
    const colours = this.theme();
    const most = Math.max(1, Math.floor((this.base - 2) / (numbered ? 13 : 9)));
    /** @type {[number, number][][]} taken stretches of each lane */
    const lanes = [];
    pen.font = `600 10px ${colours.sans}`;
    const marks = [];
    for (const event of events) {
      const a = columns.start[event];
      const b = columns.end[event];
      let x1 = this.x(a === NO_DAY ? b + 1 : a);
      let x2 = this.x(b === NO_DAY ? a : b + 1);
      const open = this.openness(event);
      // A day is a dot, however wide the line is.
      if (a === b && DOTS.has(open.grain)) x1 = x2 = (x1 + x2) / 2;
      const width = open.openStart || open.openEnd ? 26 : Math.max(10, x2 - x1);
      const middle = (x1 + x2) / 2;
      const label = numbered ? 9 + 6 * String(event + 1).length : 0;
      let from = open.openStart ? x2 - 26 : open.openEnd ? x1 - 6 : middle - width / 2;
      const to = open.openStart ? x2 + 6 : open.openEnd ? x1 + 26 : middle + width / 2;
      from -= label;
      if (to < 0 || from > this.width) continue;
      let lane = lanes.findIndex((taken) => taken.every(([p, q]) => to + 3 < p || from - 3 > q));
      if (lane < 0) {
        if (lanes.length >= most) return false;
        lane = lanes.length;
        lanes.push([]);
      }
      lanes[lane].push([from, to]);
      marks.push({ event, x1, x2, y: lane, from, to });
    }
    const pitch = Math.min(numbered ? 24 : 16, (this.base - 2) / Math.max(1, lanes.length));
    for (const mark of marks) {
      mark.y = this.base - 2 - pitch * (mark.y + 0.5);
      const colour = colours.categories[columns.category[mark.event]];
      pen.globalAlpha = 1;
      drawDateGlyph(pen, mark.x1, mark.x2, mark.y, this.openness(mark.event), colour, colours);
      if (numbered) {
        pen.fillStyle = colours.ink;
        pen.font = `600 10px ${colours.sans}`;
        pen.textAlign = "right";
        pen.textBaseline = "middle";
        pen.fillText(String(mark.event + 1), Math.max(mark.from + 3 + 6 * String(mark.event + 1).length, 14), mark.y + 0.5);
      }
    }
    this.marks = marks;
    return true;
  }

  /** @param {number} event */
  openness(event) {
    const { columns, meta } = this.data;
    const flags = columns.flags[event];
    return {
      grain: meta.grains[columns.grain[event]],
      approximate: (flags & FLAG.approximate) !== 0,
      openStart: columns.start[event] === NO_DAY || (flags & FLAG.openStart) !== 0,
      openEnd: columns.end[event] === NO_DAY || (flags & FLAG.openEnd) !== 0,
      hollow: this.data.hollow(event),
    };
  }

  /**
   * Stacked bars by kind; what is longer than two bars is a pale strip under them.
   * @param {Pen} pen
   */
  drawBars(pen) {
    const { data, state } = this;
    const { start, end, category } = data.columns;
    const kinds = data.meta.categories.length;
    const pitch = 4;
    const bins = Math.max(1, Math.floor((this.right - this.left) / pitch));
    const counts = new Uint32Array(bins * kinds);
    const totals = new Uint32Array(bins);
    const long = new Int32Array(bins + 1);
    let longest = 0;
    for (let i = 0; i < data.n; i++) {
      if (!state.passes[i]) continue;
      const a = start[i] === NO_DAY ? end[i] : start[i];
      const b = end[i] === NO_DAY ? start[i] : end[i];
      if (a === NO_DAY) continue;
      if (b - a > 27) {
        const first = Math.floor((this.x(a) - this.left) / pitch);
        const last = Math.floor((this.x(b) - this.left) / pitch);
        if (last - first > 2) {
          if (last < 0 || first >= bins) continue;
          long[Math.max(0, first)]++;
          long[Math.min(bins - 1, last) + 1]--;
          continue;
        }
      }
      const bin = Math.floor((this.x((a + b) / 2 + 0.5) - this.left) / pitch);
      if (bin < 0 || bin >= bins) continue;
      counts[bin * kinds + category[i]]++;
      totals[bin]++;
    }
    let running = 0;
    const spans = Array.from({ length: bins }, (_, bin) => (running += long[bin]));
    for (const value of spans) longest = Math.max(longest, value);
    const most = Math.max(1, ...totals);
    const strip = longest ? 7 : 0;
    const room = this.base - 8 - strip;
    const colours = this.theme();
    for (let bin = 0; bin < bins; bin++) {
      let y = this.base - strip;
      const x = this.left + bin * pitch;
      // Small counts must not vanish, so that each event is at least a line.
      const unit = Math.min(room / most, 9);
      for (let k = 0; k < kinds; k++) {
        const count = counts[bin * kinds + k];
        if (!count) continue;
        const height = Math.max(count * unit, 0.6);
        pen.fillStyle = colours.categories[k];
        pen.fillRect(x, y - height, pitch - 1, height);
        y -= height;
      }
      if (spans[bin]) {
        pen.fillStyle = colours.quiet;
        pen.globalAlpha = 0.15 + (0.5 * spans[bin]) / longest;
        pen.fillRect(x, this.base - strip + 2, pitch, strip - 3);
        pen.globalAlpha = 1;
      }
    }
    this.bars = { pitch, bins, totals, spans };
  }

  /** Put the sheet, the window and what is lit on the visible canvas. */
  paint() {
    if (!this.width) return;
    const { pen, state, ratio } = this;
    const colours = this.theme();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.drawImage(this.sheet, 0, 0);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (state.window) {
      const x1 = this.x(state.window[0]);
      const x2 = this.x(state.window[1] + 1);
      pen.globalAlpha = 0.72;
      pen.fillStyle = colours.paper;
      pen.fillRect(0, 0, Math.max(0, x1), this.base);
      pen.fillRect(x2, 0, Math.max(0, this.width - x2), this.base);
      pen.globalAlpha = 1;
    }
    for (const event of new Set([state.hovered, state.selected])) {
      if (event < 0 || !this.data.dated(event)) continue;
      const mark = this.marks.find((item) => item.event === event);
      pen.strokeStyle = colours.ink;
      pen.lineWidth = event === state.selected ? 2 : 1.5;
      if (mark) {
        const open = this.openness(event);
        const x1 = open.openStart ? mark.x2 - 26 : mark.x1;
        const x2 = open.openEnd ? mark.x1 + 26 : mark.x2;
        const half = Math.max(9, (x2 - x1) / 2 + 4);
        pill(pen, (x1 + x2) / 2, mark.y, half, 8.5);
        pen.stroke();
      } else {
        const { start, end } = this.data.columns;
        const a = start[event] === NO_DAY ? end[event] : start[event];
        const b = end[event] === NO_DAY ? start[event] : end[event];
        const x1 = this.x(a);
        const x2 = Math.max(this.x(b + 1), x1 + 2);
        pen.fillStyle = colours.ink;
        pen.fillRect(x1 - 0.5, 2, x2 - x1 + 1, 3);
        const middle = (x1 + x2) / 2;
        pen.beginPath();
        pen.moveTo(middle + 0.5, 4);
        pen.lineTo(middle + 0.5, this.base);
        pen.lineWidth = 1;
        pen.stroke();
      }
    }
    if (this.bars && this.focus >= 0 && document.activeElement === this.canvas) {
      pen.strokeStyle = colours.accent;
      pen.lineWidth = 2;
      pen.strokeRect(this.left + this.focus * this.bars.pitch - 2, 3, this.bars.pitch + 3, this.base - 2);
    }
  }

  /** Put the handles where the window is, and say its dates. */
  place() {
    const { state } = this;
    const span = state.span;
    this.root.classList.toggle("dl-undated-only", !span);
    if (!span || !this.width) return;
    const [a, b] = state.window || span;
    const ends = [a, b];
    this.handles.forEach((handle, side) => {
      const x = Math.max(0, Math.min(this.width, this.x(side ? ends[1] + 1 : ends[0])));
      handle.style.transform = `translateX(${x}px)`;
      handle.setAttribute("aria-valuemin", String(span[0]));
      handle.setAttribute("aria-valuemax", String(span[1]));
      handle.setAttribute("aria-valuenow", String(ends[side]));
      handle.setAttribute("aria-valuetext", sayDay(ends[side]));
    });
    const [from, to] = /** @type {HTMLInputElement[]} */ ([...this.root.querySelectorAll("input[type=date]")]);
    if (from && document.activeElement !== from) from.value = isoDay(a);
    if (to && document.activeElement !== to) to.value = isoDay(b);
    const clear = /** @type {HTMLButtonElement | null} */ (this.root.querySelector(".dl-all-time"));
    if (clear) clear.disabled = !state.window && this.view === this.whole;
    const zoom = /** @type {HTMLButtonElement | null} */ (this.root.querySelector(".dl-zoom-time"));
    if (zoom) zoom.disabled = !state.window;
  }

  /** Show the window over the whole width. */
  zoomIn() {
    const { window } = this.state;
    if (!window) return;
    const room = Math.max(1, (window[1] - window[0]) * 0.05);
    this.view = [window[0] - room, window[1] + room];
    this.redraw();
    this.announce(`The timeline now shows ${sayRange(window[0], window[1])}`);
  }

  zoomOut() {
    this.view = this.whole;
    this.state.setWindow(null);
    this.redraw();
    this.announce("All of the time is shown");
  }

  /** @param {number} x @param {number} y @returns {number} the event there, or -1 */
  hit(x, y) {
    for (const mark of this.marks) {
      const open = this.openness(mark.event);
      const x1 = open.openStart ? mark.x2 - 26 : Math.min(mark.x1, (mark.x1 + mark.x2) / 2 - 7);
      const x2 = open.openEnd ? mark.x1 + 26 : Math.max(mark.x2, (mark.x1 + mark.x2) / 2 + 7);
      if (x >= x1 - 3 && x <= x2 + 3 && Math.abs(y - mark.y) <= 9) return mark.event;
    }
    return -1;
  }

  /**
   * A window of whole days.
   * @param {number} a
   * @param {number} b
   * @returns {[number, number]}
   */
  days(a, b) {
    return [Math.floor(Math.min(a, b)), Math.ceil(Math.max(a, b)) - 1];
  }

  /** Show only the stretch of one bar. @param {number} bin */
  openBin(bin) {
    if (!this.bars || bin < 0 || bin >= this.bars.bins) return;
    this.state.setWindow(this.binDays(bin));
  }

  /** The first and last day of a bar. @param {number} bin @returns {[number, number]} */
  binDays(bin) {
    const pitch = this.bars ? this.bars.pitch : 1;
    const first = Math.floor(this.day(this.left + bin * pitch));
    return [first, Math.max(first, Math.ceil(this.day(this.left + (bin + 1) * pitch)) - 1)];
  }
}
