// Natural Earth on a canvas under the events: land, lakes, borders, disputed borders dashed.
// @ts-check

/**
 * Unpack a basemap (see dateline/render/compile.py) into paths in Mercator coordinates of a world that is 256 wide.
 * @param {ArrayBuffer} buffer
 * @returns {Basemap}
 */
function readBasemap(buffer) {
  const bytes = new Uint8Array(buffer);
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  let at = 4 + length;
  const next = () => {
    let value = 0;
    let shift = 0;
    let byte;
    do {
      byte = bytes[at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    return value & 1 ? -((value + 1) >> 1) : value >> 1;
  };
  /** @type {Record<string, Path2D>} */
  const paths = { coast: new Path2D() };
  const edge = 180 * header.q;
  for (const [name, lines] of Object.entries(header.layers)) {
    const path = (paths[name] = new Path2D());
    let x = 0;
    let y = 0;
    for (let line = 0; line < lines; line++) {
      let wasEdge = false;
      for (let count = next(), k = 0; k < count; k++) {
        x += next();
        y += next();
        const px = mercatorX(x / header.q);
        const py = mercatorY(y / header.q);
        if (k) path.lineTo(px, py);
        else path.moveTo(px, py);
        if (name !== "land") continue;
        // The world is cut at ±180 and at the pole: fill across the cut, but draw no coast along it.
        const isEdge = Math.abs(x) >= edge || y <= -89 * header.q;
        if (k && !(isEdge && wasEdge)) paths.coast.lineTo(px, py);
        else paths.coast.moveTo(px, py);
        wasEdge = isEdge;
      }
    }
  }
  return { ...header, paths };
}

/**
 * A Leaflet layer of canvases that are drawn with the map's own projection, a little larger than the map.
 * Subclasses draw; this one keeps the canvas where the map is while it pans and zooms.
 */
function canvasLayer() {
  return L.Layer.extend({
    initialize(/** @type {any} */ options) {
      L.setOptions(this, options);
    },
    onAdd() {
      const canvas = (this.canvas = document.createElement("canvas"));
      canvas.className = `dl-layer leaflet-zoom-${this._map._zoomAnimated ? "animated" : "hide"}`;
      canvas.setAttribute("aria-hidden", "true");
      this.getPane().appendChild(canvas);
      this.context = canvas.getContext("2d");
      this.reset();
    },
    onRemove() {
      this.canvas.remove();
    },
    getEvents() {
      const events = { viewreset: this.reset, moveend: this.reset, resize: this.reset, zoom: this.follow };
      return this._map._zoomAnimated ? { ...events, zoomanim: this.animate } : events;
    },
    /** Put the canvas over the map and draw it anew. */
    reset() {
      if (!this._map) return;
      const size = this._map.getSize();
      if (!size.x || !size.y) return;
      const pad = Math.round(Math.min(size.x, size.y) * this.options.padding);
      this.pad = pad;
      this.ratio = Math.min(window.devicePixelRatio || 1, 2);
      this.width = size.x + 2 * pad;
      this.height = size.y + 2 * pad;
      const { canvas, ratio } = this;
      const width = Math.round(this.width * ratio);
      const height = Math.round(this.height * ratio);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = `${this.width}px`;
        canvas.style.height = `${this.height}px`;
      }
      this.corner = this._map.containerPointToLayerPoint([-pad, -pad]);
      L.DomUtil.setPosition(canvas, this.corner);
      this.zoom = this._map.getZoom();
      this.centre = this._map.getCenter();
      this.scale = 2 ** this.zoom;
      // Where the canvas's corner is in the world, in pixels at this zoom.
      const origin = this._map.getPixelOrigin();
      this.left = origin.x + this.corner.x;
      this.top = origin.y + this.corner.y;
      this.draw();
    },
    follow() {
      this.transform(this._map.getCenter(), this._map.getZoom());
    },
    animate(/** @type {any} */ event) {
      this.transform(event.center, event.zoom);
    },
    transform(/** @type {any} */ centre, /** @type {number} */ zoom) {
      if (!this._map || this.zoom === undefined) return;
      const scale = this._map.getZoomScale(zoom, this.zoom);
      const half = this._map.getSize().multiplyBy(0.5).add([this.pad, this.pad]);
      const before = this._map.project(this.centre, zoom);
      const offset = half.multiplyBy(-scale).add(before).subtract(this._map._getNewPixelOrigin(centre, zoom));
      L.DomUtil.setTransform(this.canvas, offset, scale);
    },
    /** The first and last copy of the world that can be seen. */
    copies() {
      const world = 256 * this.scale;
      return [Math.floor(this.left / world), Math.floor((this.left + this.width) / world)];
    },
  });
}

/**
 * @param {() => Basemap | null} basemap
 * @param {() => Theme} theme
 */
function basemapLayer(basemap, theme) {
  const Layer = canvasLayer().extend({
    options: { pane: "tilePane", padding: 0.15 },
    draw() {
      const map = basemap();
      if (!map) return;
      const { context, ratio, scale, left, top, width, height } = this;
      const colours = theme();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.fillStyle = colours.sea;
      context.fillRect(0, 0, width, height);
      const world = 256 * scale;
      const [first, last] = this.copies();
      // Beyond the projection's southern end the ice goes on.
      context.fillStyle = colours.land;
      context.fillRect(0, world - top - 1, width, Math.max(0, height - (world - top) + 1));
      context.lineJoin = "round";
      for (let copy = first; copy <= last; copy++) {
        context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (copy * world - left), -ratio * top);
        context.setLineDash([]);
        context.fillStyle = colours.land;
        context.fill(map.paths.land);
        context.fillStyle = colours.lake;
        context.fill(map.paths.lakes, "evenodd");
        context.strokeStyle = colours.coast;
        context.lineWidth = 0.7 / scale;
        context.stroke(map.paths.coast);
        context.stroke(map.paths.lakes);
        context.strokeStyle = colours.border;
        context.lineWidth = 0.9 / scale;
        context.stroke(map.paths.borders);
        context.setLineDash([2.5 / scale, 3 / scale]);
        context.stroke(map.paths.disputed);
      }
    },
  });
  return new Layer();
}
