// What goes on paper: the map as it stands, the timeline, the list in full, with numbered sources.
// @ts-check

const PRINTED = 1000; // events; a longer list belongs into the table beside the page

/**
 * @param {State} state
 * @param {Cards} cards
 * @param {any} map
 * @param {Trail | null} trail null while the page is still being read
 */
function preparePrint(state, cards, map, trail) {
  const { data } = state;
  // The map may be hidden already, but what it drew last is there.
  /** @type {{ x: number, y: number }} */
  const size = { x: 0, y: 0 };
  map.eachLayer((/** @type {any} */ layer) => {
    if (layer.canvas instanceof HTMLCanvasElement && layer.pad !== undefined) {
      size.x = layer.width - 2 * layer.pad;
      size.y = layer.height - 2 * layer.pad;
    }
  });
  const canvas = document.createElement("canvas");
  canvas.width = size.x * 2;
  canvas.height = size.y * 2;
  const pen = /** @type {Pen} */ (canvas.getContext("2d"));
  pen.scale(2, 2);
  map.eachLayer((/** @type {any} */ layer) => {
    if (layer.canvas instanceof HTMLCanvasElement && layer.pad !== undefined) {
      pen.drawImage(layer.canvas, -layer.pad, -layer.pad, layer.width, layer.height);
    }
  });
  const picture = /** @type {HTMLImageElement} */ (find(".dl-print-map"));
  if (size.x && size.y) picture.src = canvas.toDataURL("image/png");
  picture.hidden = !size.x;
  find(".dl-print-count").textContent = find("#dl-counts").textContent;
  let coarse = 0;
  let unplaced = 0;
  for (const event of state.shown) {
    const precision = data.precision(event);
    if (!precision) unplaced++;
    else if (precision === "country" || precision === "area") coarse++;
  }
  find(".dl-print-off").textContent = coarse || unplaced
    ? `Not on the map: ${plural(coarse, data.noun)} in whole countries and seas, ${grouped(unplaced)} without a place.` : "";
  const rows = [];
  for (const event of state.shown.subarray(0, PRINTED)) {
    const place = data.columns.place[event];
    const sources = trail ? [...trail.articlesOf(event)].map((article) => article + 1) : [];
    rows.push(make("li", { value: event + 1 },
      make("b", {}, sayDate(data, event)), ". ", said(data.headlines.at(event)), ". ",
      make("i", {}, place < 0 ? "Not placed" : said(data.placeNames.at(place))), ". ",
      data.columns.status[event] ? `${data.meta.statuses[data.columns.status[event]]}. ` : "",
      sources.length ? make("span.dl-why", {}, `Source ${sources.join(", ")}`) : ""));
  }
  find(".dl-print-list").replaceChildren(...rows);
  const left = state.shown.length - rows.length;
  find(".dl-print-rest").textContent = left > 0 ? `${grouped(left)} more events are in the page and in events.csv.` : "";
  const used = Math.min(data.meta.articles, 500);
  void (async () => {
    /** @type {Node[]} */
    const items = [];
    for (let k = 0; k < used; k++) {
      const article = await cards.articles.get(k);
      if (article) items.push(make("li", { value: k + 1 }, ...cards.source(article, k), article.url ? make("span.dl-address", {}, " ", said(article.url)) : null));
    }
    find(".dl-print-sources").replaceChildren(...items);
  })().catch((error) => find(".dl-print-sources").replaceChildren(missing(error)));
}
