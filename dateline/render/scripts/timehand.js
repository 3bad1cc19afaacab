// The hand on the timeline: a window drawn, moved and stretched, bars and marks opened, by pointer and by keyboard.
// @ts-check

/** What pointer and keyboard do on the line, at its handles and beside it. @param {Timeline} line */
function listenTime(line) {
  const { canvas, state } = line;
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
      const a = line.x(window[0]);
      const b = line.x(window[1] + 1);
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
      const found = line.hit(x, y);
      state.hover(found);
      canvas.style.cursor = found >= 0 ? "pointer" : state.window && Math.min(Math.abs(x - line.x(state.window[0])), Math.abs(x - line.x(state.window[1] + 1))) < 7 ? "ew-resize" : "crosshair";
      return;
    }
    if (!drag.moved && Math.abs(x - drag.x) < 4) return;
    drag.moved = true;
    const day = line.day(x);
    if (drag.mode === "new") state.setWindow(line.days(line.day(drag.x), day));
    else if (drag.window && drag.mode === "move") {
      const shift = Math.round(day - line.day(drag.x));
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
      if (state.window) line.announce(`${sayRange(state.window[0], state.window[1])}: ${state.shown.length} ${line.data.noun}s`);
      return;
    }
    const [x, y] = point(event);
    const found = line.hit(x, y);
    if (found >= 0) state.select(found);
    else if (line.bars && !state.window) line.openBin(Math.floor((x - line.left) / line.bars.pitch));
    else state.setWindow(null);
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", () => { drag = null; });
  canvas.addEventListener("pointerleave", () => { if (!drag) state.hover(-1); });
  canvas.addEventListener("dblclick", () => { if (state.window) line.zoomIn(); });
  canvas.addEventListener("keydown", (event) => timeKey(line, event));
  canvas.addEventListener("blur", () => { state.hover(-1); line.paint(); });
  line.handles.forEach((handle, side) => listenHandle(line, handle, side));
  const [from, to] = /** @type {HTMLInputElement[]} */ ([...line.root.querySelectorAll("input[type=date]")]);
  for (const input of [from, to]) {
    input?.addEventListener("change", () => {
      const span = state.span;
      if (!span) return;
      const a = fromIso(from.value);
      const b = fromIso(to.value);
      state.setWindow([Number.isFinite(a) ? a : span[0], Number.isFinite(b) ? b : span[1]]);
    });
  }
  line.root.querySelector(".dl-all-time")?.addEventListener("click", () => line.zoomOut());
  line.root.querySelector(".dl-zoom-time")?.addEventListener("click", () => line.zoomIn());
}

/** @param {Timeline} line @param {HTMLElement} handle @param {number} side 0 for the beginning */
function listenHandle(line, handle, side) {
  const { state } = line;
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
    set(Math.round(line.day(event.clientX - line.canvas.getBoundingClientRect().left)) - side);
  });
  handle.addEventListener("keydown", (event) => {
    const span = state.span;
    if (!span) return;
    const now = (state.window || span)[side];
    const step = Math.max(1, Math.round((line.view[1] - line.view[0]) / 100));
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

/** Arrows walk along the line, Enter opens. @param {Timeline} line @param {KeyboardEvent} event */
function timeKey(line, event) {
  const { state } = line;
  const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key] || 0;
  const ends = event.key === "Home" || event.key === "End";
  if (!step && !ends && event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  if (line.bars) {
    const { totals, bins } = line.bars;
    if (step || ends) {
      let at = ends ? (event.key === "Home" ? -1 : bins) : line.focus;
      const way = step || (event.key === "Home" ? 1 : -1);
      do at += way; while (at >= 0 && at < bins && !totals[at]);
      if (at < 0 || at >= bins) return;
      line.focus = at;
      line.paint();
      line.announce(`${sayRange(...line.binDays(at))}: ${plural(totals[at], line.data.noun)}`);
    } else line.openBin(line.focus);
    return;
  }
  const marks = [...line.marks].sort((p, q) => p.x1 - q.x1 || p.event - q.event).filter((mark) => state.visible[mark.event]);
  if (!marks.length) return;
  if (step || ends) {
    const now = marks.findIndex((mark) => mark.event === state.hovered);
    const next = ends ? (event.key === "Home" ? 0 : marks.length - 1) : Math.max(0, Math.min(marks.length - 1, now + step));
    const found = marks[next].event;
    state.hover(found);
    line.announce(`${sayDate(line.data, found)}: ${line.data.headlines.at(found)}`);
  } else if (state.hovered >= 0) state.select(state.hovered);
}
