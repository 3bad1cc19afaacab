// What is selected, hovered and focused, on a canvas of its own above the events.
// @ts-check

/**
 * What is selected, hovered and focused, above the events: rings and outlines.
 * @param {State} state
 * @param {any} events the layer of events
 * @param {() => Theme} theme
 */
function highlightLayer(state, events, theme) {
  const { data } = state;
  const { columns } = data;
  const Layer = canvasLayer().extend({
    options: { pane: "overlayPane", padding: 0.05 },
    /** @type {Item | null} */
    focused: null,
    draw() {
      if (state.starting) return;
      // Most of the time nothing is lit, and an empty canvas need not be emptied again.
      const lit = state.hovered >= 0 || state.selected >= 0 || Boolean(this.focused);
      if (!lit && !this.lit) return;
      this.lit = lit;
      const pen = this.pen();
      pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      pen.clearRect(0, 0, this.width, this.height);
      if (!events.items) return;
      if (state.hovered >= 0 && state.hovered !== state.selected) this.mark(pen, state.hovered, 2);
      if (state.selected >= 0) this.mark(pen, state.selected, 3);
      if (this.focused) {
        pen.strokeStyle = theme().accent;
        pen.lineWidth = 2;
        pen.setLineDash([4, 3]);
        pill(pen, this.focused.x, this.focused.y, this.focused.rx + 6, this.focused.ry + 6);
        pen.stroke();
        pen.setLineDash([]);
      }
    },
    mark(/** @type {Pen} */ pen, /** @type {number} */ event, /** @type {number} */ weight) {
      const place = columns.place[event];
      if (place < 0) return;
      const colours = theme();
      const precision = data.precision(event);
      if (precision !== "site" && precision !== "settlement") {
        const colour = colours.categories[columns.category[event]];
        // Both layers lie on the same ground, so the other one's brush fits.
        events.shade(pen, place, colour, weight > 2 && (precision === "country" || precision === "area") ? colour : "", weight, []);
      }
      const item = events.itemOf(event);
      if (item) {
        pen.strokeStyle = colours.ink;
        pen.lineWidth = weight;
        pill(pen, item.x, item.y, item.rx + 4, item.ry + 4);
        pen.stroke();
      }
    },
  });
  return new Layer();
}
