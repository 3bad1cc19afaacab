// Puts the views together: on a folium map in a notebook, and in the whole page.
// @ts-check

/**
 * What belongs to one map. `held`: the ground waits until the first view is known, and is not drawn twice.
 * @typedef {{ map: any, world: Basemap | null, theme: Theme | null, ground: any, held: boolean, ready: Promise<void>, view: MapView | null,
 *   state: State | null, meta: Header | null }} Session
 */

/** @type {WeakMap<object, Session>} */
const sessions = new WeakMap();

/** @param {any} map @returns {Session} */
function sessionOf(map) {
  let session = sessions.get(map);
  if (!session) {
    session = { map, world: null, theme: null, ground: null, held: false, ready: Promise.resolve(), view: null, state: null, meta: null };
    sessions.set(map, session);
  }
  return session;
}

/** @param {Session} session @returns {Theme} */
function themeOf(session) {
  if (!session.theme) session.theme = readTheme(session.meta || /** @type {any} */ ({ categories: [] }), document.documentElement);
  return session.theme;
}

/** Natural Earth under a map. @param {any} map */
function basemap(map) {
  const session = sessionOf(map);
  map.setMaxBounds([[-85, -100000], [85, 100000]]);
  const least = () => {
    const { x } = map.getSize();
    if (!x) return;
    const zoom = Math.max(0, Math.ceil(Math.log2(x / 256) * 4) / 4);
    // Without animation: one that is under way would undo the first fit.
    if (map.getZoom() < zoom) map.setZoom(zoom, { animate: false });
    map.setMinZoom(zoom);
  };
  least();
  map.on("resize", least);
  session.ground = basemapLayer(() => (session.held ? null : session.world), () => themeOf(session)).addTo(map);
  map.attributionControl?.setPrefix(false);
  map.attributionControl?.addAttribution("Borders as they are held: Natural Earth");
  session.ready = unpack(blockText("dl-basemap")).then((buffer) => {
    session.world = readBasemap(buffer);
    session.ground.draw();
    if (session.state && !session.state.starting) session.view?.events.draw();
  });
}

/**
 * The events of the page's data block on a map; in a notebook with a card that opens on the map itself.
 * @param {any} map
 * @param {{ open?: (event: number, from: HTMLElement | null) => void, announce?: (text: string) => void }} [options]
 */
async function events(map, options = {}) {
  const session = sessionOf(map);
  session.held = true;
  const data = new Data(await unpack(blockText("dl-head")));
  data.noun = document.getElementById("dl-counts")?.dataset.noun || data.noun;
  session.meta = data.meta;
  session.theme = null;
  const state = (session.state = new State(data));
  const announce = options.announce || (() => {});
  const open = options.open || ((event) => state.select(event === -2 ? -1 : event));
  session.view = new MapView(map, state, () => session.world, () => themeOf(session), open, announce);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(session));
  new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  return session;
}

/** The first view is known: draw it. @param {Session} session */
function release(session) {
  session.held = false;
  session.ground?.draw();
  session.state?.start();
}

/** Draw all anew in other colours. @param {Session} session */
function repaint(session) {
  session.theme = null;
  hatches.clear();
  session.ground?.draw();
  session.state?.changed("theme");
}

/** A map in a notebook: events, timeline, and the card in a corner. @param {any} map */
async function notebook(map) {
  const session = await events(map);
  const state = /** @type {State} */ (session.state);
  const reader = new Reader(state, (event) => state.select(event));
  const cards = new Cards(state, reader, () => {});
  const corner = find(".dl-corner");
  L.DomEvent.disableClickPropagation(corner);
  L.DomEvent.disableScrollPropagation(corner);
  map.getContainer().append(corner);
  const time = document.querySelector(".dl-time");
  if (time instanceof HTMLElement) {
    new Facets(make("div", { hidden: true }), find(".dl-legend", time), state, () => themeOf(session));
    new Timeline(time, state, () => themeOf(session), () => {});
  }
  state.listen((what) => {
    if (what.has("select")) {
      corner.hidden = state.selected < 0;
      corner.replaceChildren(...state.selected < 0 ? [] : [
        make("button.dl-close", { type: "button", "aria-label": "Close", onclick: () => state.select(-1) }, "×"),
        make("h2", { dir: "auto" }, state.data.headlines.at(state.selected)), cards.make(state.selected)]);
    }
    if (what.has("here") && state.here) {
      const events = [...state.here].slice(0, 50);
      corner.hidden = false;
      corner.replaceChildren(make("button.dl-close", { type: "button", "aria-label": "Close", onclick: () => { corner.hidden = true; } }, "×"),
        make("h2", {}, plural(state.here.size, state.data.noun)),
        make("ol", {}, ...events.map((event) => make("li", {}, make("button.dl-link", { type: "button", onclick: () => state.select(event) },
          `${sayDate(state.data, event)}: ${state.data.headlines.at(event)}`)))));
    }
  });
  session.view?.begin();
  await session.ready;
  release(session);
  document.documentElement.dataset.ready = "true";
}

/** The whole page around a map. @param {any} map */
async function page(map) {
  const root = document.documentElement;
  /** @type {HTMLElement | null} where the keyboard returns to when a card closes */
  let back = null;
  const live = find("#dl-live");
  const announce = (/** @type {string} */ text) => { live.textContent = text; };
  /** @type {List} */
  let list;
  const open = (/** @type {number} */ event, /** @type {HTMLElement | null} */ from) => {
    if (from) back = from;
    if (event >= 0) {
      state.select(event);
      if (narrow() && root.dataset.tab === "map") tab("list");
    }
    if (event === -1) state.select(-1);
    // What the keyboard opened, the keyboard reads: it goes to the row, and Esc brings it back.
    if (from && event !== -1) requestAnimationFrame(() => requestAnimationFrame(() => list.focus(event === -2 ? list.items[0] : event)));
  };
  const session = await events(map, { open, announce });
  const state = /** @type {State} */ (session.state);
  const view = /** @type {MapView} */ (session.view);
  const { data } = state;
  const theme = () => themeOf(session);
  const reader = new Reader(state, (event) => { state.select(event); tab("list"); requestAnimationFrame(() => list.focus(event)); });
  const cards = new Cards(state, reader, announce);
  list = new List(find("#dl-list"), state, cards, theme, open);
  const timeline = new Timeline(find(".dl-time"), state, theme, announce);
  const panel = find("#dl-filters");
  const facets = new Facets(panel, find(".dl-legend"), state, theme);

  // Header ----------------------------------------------------------------------------------------------------------
  const search = /** @type {HTMLInputElement} */ (find("#dl-search"));
  let typing = 0;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      state.search(search.value);
      void readQuotes();
    }, data.n > 20000 ? 160 : 60);
  });
  const filters = find("#dl-filter-button");
  const showFilters = (/** @type {boolean} */ on) => {
    panel.hidden = !on;
    filters.setAttribute("aria-expanded", String(on));
    if (on) {
      facets.draw();
      find(".dl-panel-close", panel).focus();
    } else filters.focus();
  };
  filters.addEventListener("click", () => showFilters(panel.hidden));
  find(".dl-panel-close", panel).addEventListener("click", () => showFilters(false));
  for (const button of document.querySelectorAll(".dl-clear")) button.addEventListener("click", () => { timeline.view = timeline.whole; state.clear(); search.value = ""; });
  find("#dl-theme-button").addEventListener("click", () => {
    root.dataset.theme = theme().dark ? "light" : "dark";
    repaint(session);
  });
  const help = /** @type {HTMLDialogElement} */ (find("#dl-help"));
  find("#dl-help-button").addEventListener("click", () => help.showModal());
  find("#dl-about-button").addEventListener("click", () => {
    if (narrow()) tab("about");
    const about = find("#dl-about");
    about.scrollIntoView({ behavior: calm() ? "auto" : "smooth" });
    about.focus({ preventScroll: true });
  });
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.querySelector(".dl-dialog-close")?.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }

  // Tabs of a narrow screen -----------------------------------------------------------------------------------------
  const tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".dl-tabs button")]);
  function tab(/** @type {string} */ name) {
    root.dataset.tab = name;
    for (const button of tabs) button.setAttribute("aria-pressed", String(button.dataset.tab === name));
    // Where it is all that is seen, it is the main thing.
    find("#dl-about").setAttribute("role", name === "about" && narrow() ? "main" : "contentinfo");
    map.invalidateSize({ pan: false });
    if (name === "map" && !fitted && map.getSize().x) fit();
    timeline.redraw();
    list.lay();
  }
  for (const button of tabs) button.addEventListener("click", () => tab(button.dataset.tab || "list"));

  // Keys that work everywhere ---------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const writing = target.matches("input:not([type=checkbox]), textarea");
    if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (!panel.hidden) showFilters(false);
      else if (writing && target === search && search.value) { search.value = ""; state.search(""); }
      else if (state.selected >= 0) {
        const row = state.selected;
        state.select(-1);
        // Back to the map or timeline that opened it, else to the row itself.
        requestAnimationFrame(() => { if (back) back.focus(); else if (list.scroller.contains(document.activeElement)) list.focus(row); back = null; });
        announce("Closed");
      } else if (state.here) { state.openHere(null); if (back) back.focus(); back = null; }
      else if (writing) target.blur();
    } else if (event.key === "/" && !writing) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "?" && !writing) {
      event.preventDefault();
      help.showModal();
    }
  });
  find(".dl-skip").addEventListener("click", (event) => {
    event.preventDefault();
    if (narrow()) tab("list");
    list.focus(list.active);
  });

  // What the state says in words ------------------------------------------------------------------------------------
  const counts = find("#dl-counts");
  const here = find(".dl-here");
  const stat = find("#dl-undated");
  find(".dl-here-close", here).addEventListener("click", () => state.openHere(null));
  find(".dl-here-zoom", here).addEventListener("click", () => zoomHere());
  const clear = find(".dl-controls .dl-clear");
  function say() {
    const total = grouped(data.n);
    const shown = state.shown.length;
    counts.textContent = `${shown === data.n ? total : `${grouped(shown)} of ${total}`} ${data.noun}${data.n === 1 ? "" : "s"}${counts.dataset.told}`;
    clear.hidden = !state.filtered;
    here.hidden = !state.here;
    if (state.here) {
      let count = 0;
      for (const event of state.here) count += state.visible[event];
      find(".dl-here-text", here).textContent = `${plural(count, data.noun)} ${state.hereName || "at this spot"}`;
      find(".dl-here-zoom", here).hidden = Boolean(state.hereName);
    }
    const undated = state.undatedShown;
    stat.hidden = !undated;
    stat.textContent = `Not dated: ${grouped(undated)}`;
    const active = [...state.facets.values()].reduce((sum, values) => sum + values.size, 0);
    find(".dl-filter-count").textContent = active ? String(active) : "";
  }
  stat.addEventListener("click", () => {
    state.openHere(new Set([...state.shown].filter((event) => !data.dated(event))), "without a date");
    announce("Events without a date, listed");
  });
  function zoomHere() {
    if (!state.here) return;
    const spots = [...state.here].map((event) => data.columns.place[event]).filter((place) => place >= 0)
      .map((place) => L.latLng(data.columns.lat[place], data.columns.lon[place]));
    if (spots.length) map.fitBounds(L.latLngBounds(spots), { maxZoom: Math.max(map.getZoom() + 2, 9), padding: [60, 60], animate: !calm() });
    if (narrow()) tab("map");
  }
  state.listen((what) => {
    if (what.has("filter") || what.has("window") || what.has("here")) say();
    if (what.has("here") && state.here && narrow()) tab("list");
    if (what.has("here") && !(what.has("select") && state.selected >= 0)) list.scroller.scrollTop = 0;
    if (what.has("select") && state.selected >= 0) {
      const event = state.selected;
      const place = data.columns.place[event];
      announce(`${sayDate(data, event)}, ${place < 0 ? "not placed" : data.placeNames.at(place)}: ${data.headlines.at(event)}`);
    }
    if (what.has("address")) writeAddress();
  });

  // The address -----------------------------------------------------------------------------------------------------
  let writing = 0;
  let written = location.hash;
  const embed = new URLSearchParams(location.hash.slice(1)).has("embed");
  function writeAddress() {
    clearTimeout(writing);
    writing = setTimeout(async () => {
      const { selected } = state;
      const parts = state.address(selected < 0 ? "" : (await data.trail()).id(selected));
      if (embed) parts.set("embed", "");
      const text = parts.toString().replace("embed=", "embed");
      written = text ? `#${text}` : "";
      if (location.hash !== written) history.replaceState(null, "", written || location.pathname + location.search);
    }, 120);
  }
  const banner = find("#dl-banner");
  function readQuotes() {
    return loadQuotes(state, cards).catch((error) => {
      banner.hidden = false;
      banner.replaceChildren(missing(error), "Words of the quotes are not searched.");
    });
  }
  async function readAddress() {
    const asked = location.hash;
    const parts = new URLSearchParams(asked.slice(1));
    const id = parts.get("e");
    /** @type {Node | null} */
    let lost = null;
    const found = id ? await data.find(id).catch((error) => { lost = missing(error); return -1; }) : -1;
    if (location.hash !== asked) return; // another one was asked for meanwhile, and is read on its own
    state.read(parts, found);
    const gone = id && found < 0 ? id : "";
    search.value = state.text;
    banner.hidden = !gone;
    banner.replaceChildren(lost || "", gone ? `The event that this address points to (${gone.slice(0, 40)}) is not on this page any more. It may have been corrected, joined with another, or its article left out.` : "");
    if (state.text) void readQuotes();
    if (!state.starting) state.flush();
  }
  addEventListener("hashchange", () => {
    if (location.hash !== written && !location.hash.startsWith("#dl-")) void readAddress();
  });
  if (embed) root.classList.add("dl-embed");

  // First drawing ---------------------------------------------------------------------------------------------------
  let fitted = false;
  const fit = () => { fitted = true; view.begin(); };
  await readAddress();
  // What stands above and below the map first, since its size depends on it.
  state.filter();
  facets.drawLegend();
  say();
  tab(embed && !narrow() ? "map" : "list");
  map.invalidateSize({ pan: false });
  if (map.getSize().x && !fitted) fit();
  fillAbout(data, cards, reader);
  /** @type {Trail | null} */
  let trail = null;
  addEventListener("beforeprint", () => preparePrint(state, cards, map, trail));
  matchMedia("print").addEventListener("change", (event) => { if (event.matches) preparePrint(state, cards, map, trail); });
  await session.ready;
  release(session);
  // A list opens where the piece of the timeline begins that holds most events: what antiquity left in it is above.
  const core = data.meta.pieces.find(({ count }) => 2 * count > data.n);
  if (core && state.selected < 0 && !state.filtered) list.openAtDay(core.first);
  root.dataset.ready = "true";
  performance.mark("dateline-ready");
  // What is printed can't wait for it. Not every browser says when it is idle.
  (window.requestIdleCallback || setTimeout)(async () => { trail = await data.trail(); });
}

/** Whether the screen shows one view at a time. */
function narrow() {
  return matchMedia("(max-width: 760px)").matches;
}

/**
 * Quotes are packed away; the first search brings them out where that is quick.
 * @param {State} state
 * @param {Cards} cards
 */
async function loadQuotes(state, cards) {
  if (state.quotes || state.data.n > 20000) return;
  /** @type {string[]} */
  const quotes = [];
  for (let k = 0; k * state.data.meta.chunk < state.data.n; k++) {
    for (const card of await cards.cards.chunk(k)) {
      quotes.push(fold(card.accounts.map((account) => `${account.quote || ""} ${account.place?.words || ""} ${account.source || ""}`).join("\n")));
    }
  }
  state.quotes = quotes;
  state.changed("filter");
}

/**
 * The marks in sight, in pixels of the map: for tests, and for scripts that build on the page.
 * @param {any} map
 * @returns {Promise<{ x: number, y: number, kind: string, count: number, events: string[] }[]>} events by their ids
 */
async function marks(map) {
  const view = sessionOf(map).view;
  if (!view) return [];
  const trail = await view.data.trail();
  return view.inSight().map((item) => ({
    x: item.x - view.events.pad, y: item.y - view.events.pad, kind: item.kind, count: item.count,
    events: [.../** @type {Set<number>} */ (view.events.eventsOf(item))].slice(0, 100).map((event) => trail.id(event)),
  }));
}

/**
 * The names that stand on the map, in its pixels, likewise.
 * @param {any} map
 * @returns {{ text: string, x1: number, y1: number, x2: number, y2: number }[]}
 */
function names(map) {
  const layer = sessionOf(map).view?.events;
  return (layer ? layer.names : []).map((/** @type {{ text: string, x: number, y: number, half: number }} */ name) => {
    const [x, y] = [name.x - layer.pad, name.y - layer.pad];
    return { text: name.text, x1: x - name.half, y1: y - 8, x2: x + name.half, y2: y + 8 };
  });
}

Object.assign(window, { dateline: { basemap, events, marks, names, notebook, page, take } });
