// Writes names on the map where they meet neither a mark nor each other.
// @ts-check

/** Boxes that are taken, so that labels stay apart. */
class Boxes {
  constructor() {
    /** @type {number[]} */
    this.list = [];
  }

  /** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
  free(x1, y1, x2, y2) {
    const { list } = this;
    for (let i = 0; i < list.length; i += 4) {
      if (x1 < list[i + 2] && x2 > list[i] && y1 < list[i + 3] && y2 > list[i + 1]) return false;
    }
    return true;
  }

  /** @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
  take(x1, y1, x2, y2) {
    this.list.push(x1, y1, x2, y2);
  }
}

/**
 * Names of the events' places where few are in sight, then of countries, each where it meets nothing.
 * @param {any} layer of events
 * @param {Pen} pen
 * @param {Boxes} boxes that are taken by marks
 * @param {Theme} colours
 * @param {Data} data
 * @param {Basemap | null} map
 */
function drawLabels(layer, pen, boxes, colours, data, map) {
  layer.names = [];
  /** @param {string} text @param {number} x @param {number} y @param {number} half @returns {boolean} false where it would meet something */
  const write = (text, x, y, half) => {
    if (!layer.inside(x - half, y - 8, x + half, y + 8) || !boxes.free(x - half, y - 8, x + half, y + 8)) return false;
    boxes.take(x - half, y - 8, x + half, y + 8);
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
    layer.names.push({ text, x, y, half });
    return true;
  };
  pen.setLineDash([]);
  pen.lineJoin = "round";
  pen.strokeStyle = colours.land;
  pen.lineWidth = 3;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const { pad } = layer;
  for (const [x1, y1, x2, y2] of layer.furniture) boxes.take(x1 + pad - 3, y1 + pad - 3, x2 + pad + 3, y2 + pad + 3);
  const inSight = layer.items.filter((/** @type {Item} */ item) => layer.inside(item.x, item.y, item.x, item.y));
  if (inSight.length <= NUMBERED) {
    pen.font = `500 12px ${colours.sans}`;
    pen.fillStyle = colours.ink;
    for (const item of inSight) {
      // A name only where it holds for all that the mark stands for.
      if (item.place < 0) continue;
      const text = data.placeNames.at(item.place).slice(0, 60);
      const half = pen.measureText(text).width / 2 + 2;
      const spots = [[item.rx + half + 2, 0], [-item.rx - half - 2, 0], [0, item.ry + 11], [0, -item.ry - 11]];
      spots.some(([dx, dy]) => write(text, item.x + dx, item.y + dy, half));
    }
  }
  if (!map) return;
  pen.fillStyle = colours.label;
  const world = 256 * layer.scale;
  const most = 0.7 + layer.zoom;
  for (const [rank, name, , lon, lat] of map.labels) {
    if (rank > most) break;
    let x = (mercatorX(lon) * layer.scale - layer.left) % world;
    if (x < 0) x += world;
    const y = mercatorY(lat) * layer.scale - layer.top;
    if (!layer.inside(x, y, x, y)) continue;
    const size = rank <= 2 ? 12 : rank <= 4 ? 11 : 10;
    pen.font = `500 ${size}px ${colours.sans}`;
    pen.letterSpacing = `${rank <= 2 ? 1.4 : 0.9}px`;
    const text = name.toUpperCase();
    const half = pen.measureText(text).width / 2 + 3;
    // A label may give way a little before it gives up.
    [0, -16, 16].some((dy) => write(text, x, y + dy, half));
  }
  pen.letterSpacing = "0px";
}
