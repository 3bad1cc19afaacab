// The timeline along the bottom: shapes in lanes for few events, stacked bars for many, and a window to brush.
// @ts-check

const DOTS = new Set(["minute", "hour", "part of day", "day"]);
const LANES = 300; // up to so many events may be drawn one by one, where they fit
const TICKS = [1, 2, 7, 14, 30.44, 91.31, 182.62, 365.25, 730.5, 1826.25, 3652.5, 9131.25, 18262.5, 36525, 182625, 365250];

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
    this.listen();
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
    this.drawAxis(pen);
    this.marks = [];
    this.bars = null;
    if (this.state.span && !this.drawLanes(pen)) this.drawBars(pen);
    this.place();
    this.paint();
  }

  /** @param {Pen} pen */
  drawAxis(pen) {
    const colours = this.theme();
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(0, this.base + 0.5);
    pen.lineTo(this.width, this.base + 0.5);
    pen.stroke();
    if (!this.state.span) {
      pen.fillStyle = colours.quiet;
      pen.font = `12px ${colours.sans}`;
      pen.textAlign = "center";
      pen.fillText("No event has a date", this.width / 2, this.base - 12);
      return;
    }
    pen.font = `11px ${colours.sans}`;
    pen.textBaseline = "alphabetic";
    for (const stretch of this.scale.stretches) if (stretch.enlarged) this.drawEnlarged(pen, stretch, colours);
    pen.textAlign = "center";
    let end = -Infinity;
    this.scale.stretches.forEach((stretch, k) => {
      const step = TICKS.find((tick) => (tick / (stretch.last - stretch.first)) * (stretch.right - stretch.left) >= 84) || 365250;
      let ticks = this.ticks(stretch, step);
      // A short stretch between breaks still says when it is.
      if (!ticks.some(([day]) => day >= stretch.first && day <= stretch.last)) {
        const day = Math.round(stretch.start);
        ticks = [[day, this.view[1] - this.view[0] > 7300 ? String(calendar(day)[0]) : sayShort(day)]];
      }
      let named = step >= 365;
      for (const [day, short] of ticks) {
        if (day < stretch.first - 0.5 || day > stretch.last) continue;
        // The first label of a stretch of months or days says in which year they are.
        const year = String(calendar(Math.round(day))[0]);
        const text = named || short.endsWith(year) ? short : `${short} ${year}`;
        const x = Math.round(this.x(day)) + 0.5;
        pen.strokeStyle = colours.line;
        pen.beginPath();
        pen.moveTo(x, this.base);
        pen.lineTo(x, this.base + 4);
        pen.stroke();
        const half = pen.measureText(text).width / 2;
        const at = Math.max(half + 2, Math.min(this.width - half - 2, x));
        if (at - half < end + 8) continue;
        pen.fillStyle = colours.quiet;
        pen.fillText(text, at, this.base + 16);
        end = at + half;
        named = true;
      }
      if (k && !stretch.joined) this.drawBreak(pen, this.scale.stretches[k - 1], stretch, colours);
    });
  }

  /**
   * A ground of its own under the spell whose days are wider than those beside it.
   * @param {Pen} pen
   * @param {Stretch} stretch
   * @param {Theme} colours
   */
  drawEnlarged(pen, stretch, colours) {
    const [left, right] = [stretch.left - SEAM / 2, stretch.right + SEAM / 2];
    pen.globalAlpha = 0.35;
    pen.fillStyle = colours.line;
    pen.fillRect(left, 0, right - left, this.base);
    pen.globalAlpha = 1;
    pen.fillStyle = colours.quiet;
    pen.textAlign = "left";
    if (right - left > 90) pen.fillText("enlarged", left + 5, 13);
  }

  /**
   * Two strokes across the line, and how long the silence is.
   * @param {Pen} pen
   * @param {Stretch} before
   * @param {Stretch} after
   * @param {Theme} colours
   */
  drawBreak(pen, before, after, colours) {
    const middle = (before.right + after.left) / 2;
    pen.fillStyle = colours.paper;
    pen.fillRect(middle - 3, this.base - 4, 6, 9);
    pen.strokeStyle = colours.quiet;
    pen.beginPath();
    for (const x of [middle - 4, middle + 2]) {
      pen.moveTo(x, this.base + 6);
      pen.lineTo(x + 3, this.base - 5);
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
    pen.fillText(pen.measureText(full).width > this.base - 12 ? `${Math.round(count)} ${unit === "months" ? "mo" : unit.charAt(0)}` : full, 0, 0);
    pen.restore();
    pen.textAlign = "center";
  }

  /**
   * Days with their labels.
   * @param {Stretch} stretch
   * @param {number} step
   * @returns {[number, string][]}
   */
  ticks(stretch, step) {
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

  listen() {
    const { canvas, state } = this;
    /** @type {{ x: number, mode: "new" | "move" | "left" | "right", window: [number, number] | null, moved: boolean } | null} */
    let drag = null;
    /** @param {PointerEvent} event @returns {[number, number]} */
    const point = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    canvas.addEventListener("pointerdown", (event) => {
      if (!state.span || event.button > 0) return;
      const [x] = point(event);
      const window = state.window;
      /** @type {"new" | "move" | "left" | "right"} */
      let mode = "new";
      if (window) {
        const a = this.x(window[0]);
        const b = this.x(window[1] + 1);
        const near = event.pointerType === "touch" ? 18 : 7;
        if (Math.abs(x - a) < near) mode = "left";
        else if (Math.abs(x - b) < near) mode = "right";
        else if (x > a && x < b) mode = "move";
      }
      drag = { x, mode, window, moved: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      const [x, y] = point(event);
      if (!drag) {
        const found = this.hit(x, y);
        state.hover(found);
        canvas.style.cursor = found >= 0 ? "pointer" : state.window && Math.min(Math.abs(x - this.x(state.window[0])), Math.abs(x - this.x(state.window[1] + 1))) < 7 ? "ew-resize" : "crosshair";
        return;
      }
      if (!drag.moved && Math.abs(x - drag.x) < 4) return;
      drag.moved = true;
      const day = this.day(x);
      if (drag.mode === "new") state.setWindow(this.days(this.day(drag.x), day));
      else if (drag.window && drag.mode === "move") {
        const shift = Math.round(day - this.day(drag.x));
        const span = /** @type {[number, number]} */ (state.span);
        const most = Math.max(span[0] - drag.window[0], Math.min(span[1] - drag.window[1], shift));
        state.setWindow([drag.window[0] + most, drag.window[1] + most]);
      } else if (drag.window && drag.mode === "left") state.setWindow([Math.min(Math.round(day), drag.window[1]), drag.window[1]]);
      else if (drag.window) state.setWindow([drag.window[0], Math.max(Math.round(day) - 1, drag.window[0])]);
    });
    const up = (/** @type {PointerEvent} */ event) => {
      if (!drag) return;
      const { moved } = drag;
      drag = null;
      if (moved) {
        if (state.window) this.announce(`${sayRange(state.window[0], state.window[1])}: ${state.shown.length} ${this.data.noun}s`);
        return;
      }
      const [x, y] = point(event);
      const found = this.hit(x, y);
      if (found >= 0) state.select(found);
      else if (this.bars && !state.window) this.openBin(Math.floor((x - this.left) / this.bars.pitch));
      else state.setWindow(null);
    };
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", () => { drag = null; });
    canvas.addEventListener("pointerleave", () => { if (!drag) state.hover(-1); });
    canvas.addEventListener("dblclick", () => { if (state.window) this.zoomIn(); });
    canvas.addEventListener("keydown", (event) => this.key(event));
    canvas.addEventListener("blur", () => { state.hover(-1); this.paint(); });
    this.handles.forEach((handle, side) => this.listenHandle(handle, side));
    const [from, to] = /** @type {HTMLInputElement[]} */ ([...this.root.querySelectorAll("input[type=date]")]);
    for (const input of [from, to]) {
      input?.addEventListener("change", () => {
        const span = state.span;
        if (!span) return;
        const a = fromIso(from.value);
        const b = fromIso(to.value);
        state.setWindow([Number.isFinite(a) ? a : span[0], Number.isFinite(b) ? b : span[1]]);
      });
    }
    this.root.querySelector(".dl-all-time")?.addEventListener("click", () => this.zoomOut());
    this.root.querySelector(".dl-zoom-time")?.addEventListener("click", () => this.zoomIn());
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

  /** @param {HTMLElement} handle @param {number} side 0 for the beginning */
  listenHandle(handle, side) {
    const { state } = this;
    /** @param {number} day */
    const set = (day) => {
      const [a, b] = state.window || /** @type {[number, number]} */ (state.span);
      state.setWindow(side ? [a, Math.max(a, day)] : [Math.min(b, day), b]);
    };
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      set(Math.round(this.day(event.clientX - this.canvas.getBoundingClientRect().left)) - side);
    });
    handle.addEventListener("keydown", (event) => {
      const span = state.span;
      if (!span) return;
      const now = (state.window || span)[side];
      const step = Math.max(1, Math.round((this.view[1] - this.view[0]) / 100));
      /** @type {Record<string, number>} */
      const keys = {
        ArrowLeft: now - step, ArrowDown: now - step, ArrowRight: now + step, ArrowUp: now + step,
        PageDown: now - 10 * step, PageUp: now + 10 * step, Home: span[0], End: span[1],
      };
      if (!(event.key in keys)) return;
      event.preventDefault();
      set(event.shiftKey && event.key.startsWith("Arrow") ? now + Math.sign(keys[event.key] - now) : keys[event.key]);
    });
  }

  /** Arrows walk along the line, Enter opens. @param {KeyboardEvent} event */
  key(event) {
    const { state } = this;
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key] || 0;
    const ends = event.key === "Home" || event.key === "End";
    if (!step && !ends && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (this.bars) {
      const { totals, bins } = this.bars;
      if (step || ends) {
        let at = ends ? (event.key === "Home" ? -1 : bins) : this.focus;
        const way = step || (event.key === "Home" ? 1 : -1);
        do at += way; while (at >= 0 && at < bins && !totals[at]);
        if (at < 0 || at >= bins) return;
        this.focus = at;
        this.paint();
        this.announce(`${sayRange(...this.binDays(at))}: ${plural(totals[at], this.data.noun)}`);
      } else this.openBin(this.focus);
      return;
    }
    const marks = [...this.marks].sort((p, q) => p.x1 - q.x1 || p.event - q.event).filter((mark) => state.visible[mark.event]);
    if (!marks.length) return;
    if (step || ends) {
      const now = marks.findIndex((mark) => mark.event === state.hovered);
      const next = ends ? (event.key === "Home" ? 0 : marks.length - 1) : Math.max(0, Math.min(marks.length - 1, now + step));
      const found = marks[next].event;
      state.hover(found);
      this.announce(`${sayDate(this.data, found)}: ${this.data.headlines.at(found)}`);
    } else if (state.hovered >= 0) state.select(state.hovered);
  }
}
