// Cards, articles and texts: packed blocks in the page, or in files beside a page that would else be too large.
// @ts-check

const HELD = 12; // files whose blocks are kept; one is about 400 KB

/** A file of the page's folder that is not where it should be. */
class MissingFile extends Error {
  /** @param {string} address */
  constructor(address) {
    super(`This part of the page is in the file ${address}, which is not beside it. Whoever sent you the page must send the whole folder.`);
    this.name = "MissingFile";
  }
}

/** @type {Map<string, Promise<Record<string, string>>>} blocks that came from files, by file */
const held = new Map();
/** @type {Record<string, string>} the blocks of the file that has just run, until its load is told in the same task */
let delivered = {};

/**
 * What a file beside the page calls: the only thing that it does.
 * @param {Record<string, string>} blocks base64 by name
 */
function take(blocks) {
  delivered = blocks;
}

/** Done once the whole page is read: cards and texts stand behind the script, so that it need not wait for them. */
async function wholePage() {
  if (document.readyState === "loading") await new Promise((done) => addEventListener("DOMContentLoaded", done, { once: true }));
}

/**
 * The text of a block that stands in the page.
 * @param {string} id
 */
function blockText(id) {
  const element = document.getElementById(id);
  return element ? element.textContent || "" : "";
}

/** @type {Promise<Map<string, string>> | null} the file of each block that is not in the page */
let whereabouts = null;

/** @returns {Promise<Map<string, string>>} */
async function readWhereabouts() {
  const text = blockText("dl-files");
  /** @type {Record<string, string[]>} */
  const index = text ? JSON.parse(new TextDecoder().decode(await unpack(text))) : {};
  return new Map(Object.entries(index).flatMap(([address, names]) => names.map((name) => /** @type {[string, string]} */ ([name, address]))));
}

/**
 * The blocks of a file beside the page. From disk a page may not fetch; a script of its own may add another.
 * @param {string} address
 * @returns {Promise<Record<string, string>>}
 */
function fetchFile(address) {
  return new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => {
      script.remove();
      done(delivered);
      delivered = {};
    };
    script.onerror = () => {
      script.remove();
      fail(new MissingFile(address));
    };
    document.head.append(script);
  });
}

/**
 * A block as it was packed; "" for one that there is not.
 * @param {string} name
 * @returns {Promise<string>}
 */
async function blockNamed(name) {
  await wholePage();
  const inside = blockText(`dl-${name}`);
  if (inside) return inside;
  const address = (await (whereabouts ??= readWhereabouts())).get(name);
  if (!address) return "";
  const found = held.get(address) || fetchFile(address);
  held.delete(address);
  held.set(address, found);
  if (held.size > HELD) held.delete(/** @type {string} */ (held.keys().next().value));
  found.catch(() => held.delete(address)); // it may be there the next time
  const blocks = await found;
  if (!Object.hasOwn(blocks, name)) throw new MissingFile(address);
  return blocks[name];
}

/**
 * Items in packed chunks; a chunk stays unpacked once it was looked at.
 * @template T
 */
class Chunks {
  /**
   * @param {string} name
   * @param {number} size items in a chunk
   */
  constructor(name, size) {
    this.name = name;
    this.size = size;
    /** @type {Map<number, Promise<T[]>>} */
    this.open = new Map();
  }

  /**
   * @param {number} number of the chunk
   * @returns {Promise<T[]>}
   */
  chunk(number) {
    let found = this.open.get(number);
    if (!found) {
      found = this.read(number);
      this.open.set(number, found);
      found.catch(() => this.open.delete(number)); // the file may be there the next time
      // A handful of open chunks is enough for reading; the rest is unpacked again when it is needed.
      if (this.open.size > 24) this.open.delete(/** @type {number} */ (this.open.keys().next().value));
    }
    return found;
  }

  /** @param {number} number @returns {Promise<T[]>} */
  async read(number) {
    const text = await blockNamed(`${this.name}-${number}`);
    return text ? JSON.parse(new TextDecoder().decode(await unpack(text))) : [];
  }

  /**
   * @param {number} item
   * @returns {Promise<T | undefined>}
   * @throws {MissingFile} the page was parted from its folder
   */
  async get(item) {
    if (item < 0) return undefined;
    return (await this.chunk(Math.floor(item / this.size)))[item % this.size];
  }
}

/**
 * What went wrong, as a line where the missing thing would stand.
 * @param {unknown} error
 */
function missing(error) {
  if (!(error instanceof MissingFile)) throw error;
  return make("p.dl-missing", { role: "alert" }, error.message);
}
