// Unpacks the data that the page draws, filters and lists: typed arrays of all events.
// @ts-check

/** No day: an open side of an interval, or none at all. */
const NO_DAY = -(2 ** 31);

const FLAG = { approximate: 1, openStart: 2, openEnd: 4, noYear: 8, new: 16, changed: 32, reviewed: 64, merged: 128 };

/**
 * The bytes of a base64 text.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
function fromBase64(text) {
  const quick = /** @type {any} */ (Uint8Array).fromBase64;
  if (quick) return quick.call(Uint8Array, text);
  const binary = atob(text.trim());
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/**
 * The unpacked bytes of a raw deflate block in base64.
 * @param {string} text
 * @returns {Promise<ArrayBuffer>}
 */
async function unpack(text) {
  const stream = new Blob([fromBase64(text)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}

const ARRAYS = {
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, int32: Int32Array, float32: Float32Array,
};

/** A column of strings that are decoded one by one. */
class Strings {
  /**
   * @param {Uint32Array} starts
   * @param {Uint8Array} bytes
   */
  constructor(starts, bytes) {
    this.starts = starts;
    this.bytes = bytes;
    this.decoder = new TextDecoder();
  }

  /** @param {number} row */
  at(row) {
    return this.decoder.decode(this.bytes.subarray(this.starts[row], this.starts[row + 1]));
  }
}

/**
 * All that is known of the events without opening one.
 * `meta` is the header; every array of it is a property of `columns`.
 */
class Data {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    const length = new DataView(buffer).getUint32(0, true);
    /** @type {Header} */
    this.meta = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    this.n = this.meta.events;
    this.noun = "event"; // what one of them is called: a page of counts says otherwise
    /** @type {any} */
    const columns = {};
    for (const [name, [offset, count, type]] of Object.entries(this.meta.arrays)) {
      columns[name] = new ARRAYS[type](buffer, 4 + length + offset, count);
    }
    /** @type {Columns} */
    this.columns = columns;
    this.headlines = new Strings(columns.headlinesStarts, columns.headlines);
    this.placeNames = new Strings(columns.placeNamesStarts, columns.placeNames);
    this.written = new Strings(columns.writtenStarts, columns.written);
    this.dateNotes = new Strings(columns.datesStarts, columns.dates);
    this.idStrings = this.meta.idBytes ? null : new Strings(columns.idsStarts, columns.ids);
    this.hollows = new Uint8Array(this.n);
    const { status, manner } = this.columns;
    const denied = this.meta.manners.indexOf("denied");
    for (let i = 0; i < this.n; i++) this.hollows[i] = status[i] > 1 || manner[i] === denied ? 1 : 0;
    const places = columns.lat.length;
    /** Mercator coordinates of each place in a world that is 256 wide. */
    this.worldX = new Float32Array(places);
    this.worldY = new Float32Array(places);
    for (let i = 0; i < places; i++) {
      this.worldX[i] = mercatorX(columns.lon[i]);
      this.worldY[i] = mercatorY(columns.lat[i]);
    }
  }

  /** @param {number} event */
  id(event) {
    const size = this.meta.idBytes;
    if (this.idStrings) return this.idStrings.at(event);
    let text = "";
    for (let i = event * size; i < (event + 1) * size; i++) text += this.columns.ids[i].toString(16).padStart(2, "0");
    return text;
  }

  /**
   * The event of that id, or -1.
   * @param {string} id
   */
  find(id) {
    for (let i = 0; i < this.n; i++) {
      // The first byte rules nearly all out before a string is made.
      if (!this.idStrings && this.columns.ids[i * this.meta.idBytes] !== parseInt(id.slice(0, 2), 16)) continue;
      if (this.id(i) === id) return i;
    }
    return -1;
  }

  /**
   * What an event is called now that an older page, or one of its reports, called otherwise; "" for one that is gone.
   * @param {string} id
   */
  async idNow(id) {
    const text = await blockNamed("aliases-0");
    if (!text) return "";
    const aliases = new Map(Object.entries(JSON.parse(new TextDecoder().decode(await unpack(text)))));
    const event = aliases.get(id);
    return typeof event === "number" ? this.id(event) : "";
  }

  /**
   * How exactly an event is placed: "" without a place.
   * @param {number} event
   */
  precision(event) {
    const place = this.columns.place[event];
    return place < 0 ? "" : this.meta.precisions[this.columns.precision[place]];
  }

  /**
   * Whether an event has a day on at least one side.
   * @param {number} event
   */
  dated(event) {
    return this.columns.start[event] !== NO_DAY || this.columns.end[event] !== NO_DAY;
  }

  /**
   * Planned, denied and hypothetical events, and those that are only told to be denied.
   * @param {number} event
   */
  hollow(event) {
    return this.hollows[event] === 1;
  }

  /**
   * The rings of a place's area as flat longitudes and latitudes; null where it has none.
   * @param {number} place
   * @returns {Float64Array[] | null}
   */
  rings(place) {
    const number = this.columns.extent[place];
    if (number < 0) return null;
    return this.meta.extents[number].map((steps) => {
      const ring = new Float64Array(steps.length);
      let x = 0;
      let y = 0;
      for (let i = 0; i < steps.length; i += 2) {
        ring[i] = (x += steps[i]) / 1000;
        ring[i + 1] = (y += steps[i + 1]) / 1000;
      }
      return ring;
    });
  }
}

/** @param {number} lon */
function mercatorX(lon) {
  return ((lon + 180) / 360) * 256;
}

/** @param {number} lat */
function mercatorY(lat) {
  const sine = Math.sin((Math.max(-85.0511, Math.min(85.0511, lat)) * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * 256;
}
