// Unpacks the data that the page draws, filters and lists: typed arrays of all events, and what leads on from them.
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
 * The unpacked bytes of a raw deflate block in base64. Read by hand: a stream through a Blob and a Response takes turns
 * with the parser, which goes on with the rest of the page in between.
 * @param {string} text
 * @returns {Promise<ArrayBuffer>}
 */
async function unpack(text) {
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(fromBase64(text)), writer.close()]);
  const reader = readable.getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    size += next.value.length;
  }
  await written;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

const ARRAYS = {
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, int32: Int32Array, float32: Float32Array,
};

/**
 * Where each of things in a row starts, and the last one ends.
 * @param {Uint8Array | Uint16Array | Uint32Array} lengths
 */
function startsOf(lengths) {
  const count = lengths.length;
  const starts = new Uint32Array(count + 1);
  let at = 0;
  for (let i = 0; i < count; i++) starts[i + 1] = at += lengths[i];
  return starts;
}

/** A column of strings that are decoded one by one. */
class Strings {
  /**
   * @param {Uint16Array | Uint32Array} lengths none where all strings are empty
   * @param {Uint8Array} bytes
   */
  constructor(lengths, bytes) {
    this.lengths = lengths;
    this.bytes = bytes;
    /** @type {Uint32Array | null} made when the first string is asked for */
    this.starts = null;
    this.decoder = new TextDecoder();
  }

  /** @param {number} row */
  at(row) {
    if (!this.bytes.length) return "";
    this.starts ||= startsOf(this.lengths);
    return this.decoder.decode(this.bytes.subarray(this.starts[row], this.starts[row + 1]));
  }
}

/**
 * A block of typed arrays under a header.
 * @param {ArrayBuffer} buffer
 * @returns {{ header: any, arrays: any }} `arrays` by the names that the header gives them
 */
function readArrays(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  /** @type {any} */
  const arrays = {};
  for (const [name, [offset, count, type]] of Object.entries(header.arrays)) {
    arrays[name] = new ARRAYS[/** @type {keyof typeof ARRAYS} */ (type)](buffer, 4 + length + offset, count);
  }
  return { header, arrays };
}

/**
 * All that is known of the events without opening one.
 * `meta` is the header; every array of it is a property of `columns`.
 */
class Data {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    const { header, arrays } = readArrays(buffer);
    /** @type {Header} */
    this.meta = header;
    this.n = this.meta.events;
    this.noun = "event"; // what one of them is called: a page of counts says otherwise
    /** @type {Columns} */
    this.columns = { ...arrays, publisherStarts: startsOf(arrays.publisherLengths), actorStarts: startsOf(arrays.actorLengths) };
    this.headlines = new Strings(arrays.headlinesLengths, arrays.headlines);
    this.placeNames = new Strings(arrays.placeNamesLengths, arrays.placeNames);
    this.written = new Strings(arrays.writtenLengths, arrays.written);
    this.dateNotes = new Strings(arrays.datesLengths, arrays.dates);
    /** @type {Promise<Trail> | null} */
    this.trailing = null;
    this.hollows = new Uint8Array(this.n);
    const { status, manner } = this.columns;
    const denied = this.meta.manners.indexOf("denied");
    for (let i = 0; i < this.n; i++) this.hollows[i] = status[i] > 1 || manner[i] === denied ? 1 : 0;
    const { lat, lon } = this.columns;
    const places = lat.length;
    /** Mercator coordinates of each place in a world that is 256 wide. */
    this.worldX = new Float32Array(places);
    this.worldY = new Float32Array(places);
    for (let i = 0; i < places; i++) {
      this.worldX[i] = mercatorX(lon[i]);
      this.worldY[i] = mercatorY(lat[i]);
    }
  }

  /** What leads on from the events: unpacked once, when it is first asked for. @returns {Promise<Trail>} */
  trail() {
    this.trailing ||= blockNamed("trail").then(unpack).then((buffer) => new Trail(buffer));
    return this.trailing;
  }

  /**
   * The event that an id of this page, of one of its reports or of an older page asks for, or -1.
   * @param {string} id
   * @throws {MissingFile} what events were called before is in a file that is not there
   */
  async find(id) {
    const trail = await this.trail();
    const found = trail.find(id);
    if (found >= 0) return found;
    const text = await blockNamed("aliases-0");
    if (!text) return -1;
    const aliases = new Map(Object.entries(JSON.parse(new TextDecoder().decode(await unpack(text)))));
    return aliases.get(id) ?? -1;
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

/** The ids of the events, and the stretches of articles that tell of them; see `pack_trail` in columns.py. */
class Trail {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    const { header, arrays } = readArrays(buffer);
    /** @type {number} */
    this.n = header.events;
    /** @type {number} of an id, where all are hexadecimal and of one length; else 0 */
    this.idBytes = header.idBytes;
    /** @type {Evidence} by event */
    this.evidence = arrays;
    /** @type {Uint8Array} */
    this.ids = arrays.ids;
    this.idStrings = this.idBytes ? null : new Strings(arrays.idsLengths, arrays.ids);
  }

  /** @param {number} event */
  id(event) {
    if (this.idStrings) return this.idStrings.at(event);
    const size = this.idBytes;
    let text = "";
    for (let i = event * size; i < (event + 1) * size; i++) text += this.ids[i].toString(16).padStart(2, "0");
    return text;
  }

  /**
   * The event of that id, or -1.
   * @param {string} id
   */
  find(id) {
    const first = parseInt(id.slice(0, 2), 16);
    for (let i = 0; i < this.n; i++) {
      // The first byte rules nearly all out before a string is made.
      if (!this.idStrings && this.ids[i * this.idBytes] !== first) continue;
      if (this.id(i) === id) return i;
    }
    return -1;
  }

  /**
   * The articles that tell of an event.
   * @param {number} event
   * @returns {Set<number>}
   */
  articlesOf(event) {
    const { evidenceEvent, evidenceArticle } = this.evidence;
    const articles = new Set();
    let low = 0;
    let high = evidenceEvent.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (evidenceEvent[middle] < event) low = middle + 1;
      else high = middle;
    }
    for (let k = low; k < evidenceEvent.length && evidenceEvent[k] === event; k++) articles.add(evidenceArticle[k]);
    return articles;
  }

  /**
   * The stretches of an article that tell of events: start, end and event, by their start, the longest first.
   * @param {number} article
   * @returns {[number, number, number][]}
   */
  stretchesOf(article) {
    const { evidenceArticle, evidenceEvent, evidenceStart, evidenceEnd } = this.evidence;
    /** @type {[number, number, number][]} */
    const stretches = [];
    for (let k = 0; k < evidenceArticle.length; k++) {
      if (evidenceArticle[k] === article) stretches.push([evidenceStart[k], evidenceEnd[k], evidenceEvent[k]]);
    }
    return stretches.sort((p, q) => p[0] - q[0] || q[1] - p[1]);
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
