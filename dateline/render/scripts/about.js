// The lower part of the page: sources, and what was read and not shown, each made when it is looked at.
// @ts-check

const PAGE = 100; // lines at a time

/**
 * Fill an element with lines when its <details> opens, a hundred at a time.
 * @param {HTMLDetailsElement} details
 * @param {number} total
 * @param {(from: number, to: number) => Promise<Node[]>} lines
 */
function fillWhenOpen(details, total, lines) {
  const host = find(".dl-lines", details);
  let done = 0;
  let busy = false;
  const more = make("button.dl-link", { type: "button", onclick: () => { void add(); } }, "");
  async function add() {
    if (busy) return;
    busy = true;
    const to = Math.min(total, done + PAGE);
    host.parentElement?.querySelector(".dl-missing")?.remove();
    try {
      host.append(...await lines(done, to));
      done = to;
    } catch (error) {
      host.after(missing(error));
    }
    busy = false;
    more.hidden = done >= total;
    more.textContent = `Show ${Math.min(PAGE, total - done)} more of ${grouped(total)}`;
  }
  host.after(more);
  more.hidden = true;
  details.addEventListener("toggle", () => { if (details.open && !done) void add(); });
}

/**
 * @param {Data} data
 * @param {Cards} cards
 * @param {Reader} reader
 */
function fillAbout(data, cards, reader) {
  const sources = /** @type {HTMLDetailsElement} */ (find("#dl-sources"));
  fillWhenOpen(sources, data.meta.articles, async (from, to) => {
    const rows = [];
    for (let k = from; k < to; k++) {
      const article = await cards.articles.get(k);
      if (!article) continue;
      rows.push(make("li", { value: k + 1 }, ...cards.source(article, k), article.author ? make("span", {}, ", ", said(article.author)) : null,
        article.url ? make("span.dl-address", {}, said(article.url)) : null,
        article.path ? make("span.dl-address", {}, "read from ", said(article.path)) : null,
        data.meta.texts ? make("button.dl-link", { type: "button", onclick: () => reader.open(k, -1) }, "Read it here") : null));
    }
    return rows;
  });
  /** @type {Chunks<[string, NotShown]>} */
  const drops = new Chunks("drops", data.meta.chunk);
  const total = Object.values(data.meta.drops).reduce((sum, count) => sum + count, 0);
  const box = find("#dl-drops");
  let offset = 0;
  for (const [reason, count] of Object.entries(data.meta.drops)) {
    const kept = Math.min(count, 200);
    const start = offset;
    offset += kept;
    const details = /** @type {HTMLDetailsElement} */ (make("details", { "data-reason": reason },
      make("summary", {}, make("b", {}, grouped(count)), " ", Object.hasOwn(data.meta.reasons, reason) ? data.meta.reasons[reason] : reasonWords(reason), " ",
        make("code.dl-code", {}, reason)), make("ul.dl-lines", {})));
    box.append(details);
    fillWhenOpen(details, kept, async (from, to) => {
      const rows = [];
      for (let k = from; k < to; k++) {
        const item = await drops.get(start + k);
        if (!item) continue;
        const article = await cards.articles.get(item[1].article ?? -1);
        rows.push(make("li", {}, item[1].words ? make("q", { dir: "auto" }, item[1].words) : null, item[1].words && item[1].detail ? " " : null,
          item[1].detail ? said(item[1].detail) : null,
          article ? make("span.dl-why", {}, said(article.publisher || ""), article.publisher ? ", " : "", said(article.title || article.path || "")) : null));
      }
      return rows;
    });
    if (kept < count) details.append(make("p.dl-why", {}, `The first ${kept} are here; all are in run.json.`));
  }
  find("#dl-drop-count").textContent = total ? plural(total, "thing") : "nothing";
}

/** "no-publication-date" reads "No publication date". @param {string} code */
function reasonWords(code) {
  const text = code.replace(/[-_]+/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
