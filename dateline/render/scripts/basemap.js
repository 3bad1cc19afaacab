// Natural Earth on a canvas under the events: land, lakes, borders, disputed borders dashed.
// @ts-check

const BLUR = 1; // pixels: points nearer to the one before are left out; pictures of the world looked the same down to 0.1
const FINEST = 7; // zoom from which on the lines are drawn whole

/**
 * Unpack a basemap (see dateline/render/compile.py). Its paths, in Mercator coordinates of a world that is 256 wide,
 * are made for the zoom that is looked at: the whole world at 1:50 million has 100,000 points, and a picture of it
 * shows a tenth of them.
 * @param {ArrayBuffer} buffer
 * @returns {Basemap}
 */
function readBasemap(buffer) {
  const bytes = new Uint8Array(buffer);
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  /** @type {Map<number, Record<string, Path2D>>} */
  const levels = new Map();
  return {
    ...header,
    pathsAt(/** @type {number} */ zoom) {
      const level = Math.min(FINEST, Math.max(0, Math.ceil(zoom)));
      let paths = levels.get(level);
      if (!paths) levels.set(level, paths = basemapPaths(bytes, 4 + length, header, level < FINEST ? BLUR / 2 ** level : 0));
      return paths;
    },
  };
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at where the lines begin
 * @param {{ q: number, layers: Record<string, number> }} header
 * @param {number} blur in pixels of a world that is 256 wide
 */
function basemapPaths(bytes, at, header, blur) {
  /** @type {Record<string, Path2D>} */
  const paths = { coast: new Path2D() };
  const { q } = header;
  const edge = 180 * q;
  // The same distance on the map is fewer degrees of latitude the nearer the pole is.
  const across = (blur / 256) * 360 * q;
  const down = Float64Array.from({ length: 181 }, (_, k) => across * Math.max(0.05, Math.cos(((k - 90) * Math.PI) / 180)));
  const numbers = integers(bytes, at);
  const points = new Float64Array(numbers.length); // of one line; no line is longer than all
  const drawn = new Uint8Array(numbers.length);
  let from = 0;
  for (const [name, lines] of Object.entries(header.layers)) {
    const path = (paths[name] = new Path2D());
    const land = name === "land";
    const closed = land || name === "lakes";
    let x = 0;
    let y = 0;
    for (let line = 0; line < lines; line++) {
      const last = numbers[from++] - 1;
      let kept = 0;
      let wasEdge = false;
      let keptX = 0;
      let keptY = 0;
      for (let k = 0; k <= last; k++) {
        x += numbers[from++];
        y += numbers[from++];
        // The world is cut at ±180 and at the pole: fill across the cut, but draw no coast along it.
        const isEdge = land && (x >= edge || x <= -edge || y <= -89 * q);
        if (k && k < last && isEdge === wasEdge) {
          const dx = x - keptX;
          const dy = y - keptY;
          const least = down[Math.round(y / q) + 90];
          if (dx < across && dx > -across && dy < least && dy > -least) continue;
        }
        points[2 * kept] = x;
        points[2 * kept + 1] = y;
        drawn[kept++] = k && !(isEdge && wasEdge) ? 1 : 0;
        keptX = x;
        keptY = y;
        wasEdge = isEdge;
      }
      if (closed && blur && kept < 4) continue; // an islet or a pond smaller than a pixel
      for (let k = 0; k < kept; k++) {
        const px = mercatorX(points[2 * k] / q);
        const py = mercatorY(points[2 * k + 1] / q);
        if (k) path.lineTo(px, py);
        else path.moveTo(px, py);
        if (!land) continue;
        if (drawn[k]) paths.coast.lineTo(px, py);
        else paths.coast.moveTo(px, py);
      }
    }
  }
  return paths;
}

/**
 * All zigzag LEB128 integers from a place on. One plain loop: it runs before the engine has had time to optimise.
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function integers(bytes, at) {
  const numbers = new Int32Array(bytes.length - at);
  const size = bytes.length;
  let count = 0;
  while (at < size) {
    let value = bytes[at++];
    if (value > 127) {
      let shift = 7;
      let byte = 0;
      value &= 127;
      do {
        byte = bytes[at++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
    }
    numbers[count++] = value & 1 ? -((value + 1) >> 1) : value >> 1;
  }
  return numbers.subarray(0, count);
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
      this.reset();
    },
    /** What to draw with; a canvas that nothing was drawn on yet costs no memory. @returns {Pen} */
    pen() {
      return (this.context ||= /** @type {Pen} */ (this.canvas.getContext("2d", { alpha: !this.options.opaque })));
    },
    onRemove() {
      this.canvas.remove();
    },
    getEvents() {
      // A map that was resized says so by its moveend as well.
      const events = { viewreset: this.reset, moveend: this.reset, zoom: this.follow };
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
    options: { pane: "tilePane", padding: 0.15, opaque: true },
    draw() {
      const map = basemap();
      if (!map) return;
      const { ratio, scale, left, top, width, height } = this;
      const context = this.pen();
      const colours = theme();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.fillStyle = colours.sea;
      context.fillRect(0, 0, width, height);
      const world = 256 * scale;
      const [first, last] = this.copies();
      // Beyond the projection's southern end the ice goes on.
      context.fillStyle = colours.land;
      context.fillRect(0, world - top - 1, width, Math.max(0, height - (world - top) + 1));
      context.lineJoin = "bevel"; // nobody sees the corners of a line of one pixel, and round ones take twice the time
      const paths = map.pathsAt(this.zoom);
      for (let copy = first; copy <= last; copy++) {
        context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (copy * world - left), -ratio * top);
        context.setLineDash([]);
        context.fillStyle = colours.land;
        context.fill(paths.land);
        context.fillStyle = colours.lake;
        context.fill(paths.lakes, "evenodd");
        context.strokeStyle = colours.coast;
        context.lineWidth = 0.7 / scale;
        context.stroke(paths.coast);
        context.stroke(paths.lakes);
        context.strokeStyle = colours.border;
        context.lineWidth = 0.9 / scale;
        context.stroke(paths.borders);
        context.setLineDash([2.5 / scale, 3 / scale]);
        context.stroke(paths.disputed);
      }
    },
  });
  return new Layer();
}
