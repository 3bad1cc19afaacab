// The map as a view of the state: what is hovered, opened and walked through; badges for what is never a pin.
// @ts-check

const CLOSEST_FIT = 6; // a first opening shows a region at least

class MapView {
  /**
   * @param {any} map Leaflet's
   * @param {State} state
   * @param {() => Basemap | null} basemap
   * @param {() => Theme} theme
   * @param {(event: number, from: HTMLElement | null) => void} open
   * @param {(text: string) => void} announce
   */
  constructor(map, state, basemap, theme, open, announce) {
    this.map = map;
    this.state = state;
    this.data = state.data;
    this.open = open;
    this.announce = announce;
    this.later = 0;
    this.drawn = -Infinity;
    /** @type {Uint32Array | null} the shown events that the badges count */
    this.counted = null;
    /** @type {HTMLElement} */
    this.box = map.getContainer();
    this.events = eventsLayer(state, basemap, theme).addTo(map);
    this.marks = highlightLayer(state, this.events, theme).addTo(map);
    this.tip = make("div.dl-tip", { hidden: true, "aria-hidden": "true" });
    this.badges = make("ul.dl-badges", { "aria-label": "Whole countries and seas, which are no points" });
    this.tray = make("button.dl-tray", { type: "button", hidden: true, onclick: () => this.openUnplaced() });
    this.tools = make("div.dl-tools", {},
      make("button", { type: "button", tabindex: -1, "aria-label": "Zoom in", onclick: () => map.zoomIn(1, { animate: !calm() }) }, "+"),
      make("button", { type: "button", tabindex: -1, "aria-label": "Zoom out", onclick: () => map.zoomOut(1, { animate: !calm() }) }, "−"),
      make("button.dl-fit", { type: "button", tabindex: -1, "aria-label": "Show all events", onclick: () => this.fit(!calm()) }, "⤢"));
    for (const element of [this.badges, this.tray, this.tools]) {
      L.DomEvent.disableClickPropagation(element);
      L.DomEvent.disableScrollPropagation(element);
      this.box.append(element);
    }
    this.box.append(this.tip);
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "application");
    this.box.setAttribute("aria-roledescription", "map");
    this.box.setAttribute("aria-label", "Map of the events. Arrow keys walk from mark to mark, Enter opens, plus and minus zoom, Shift with arrows moves the map. The list has the same events.");
    map.keyboard?.disable();
    map.on("mousemove", (/** @type {any} */ event) => this.point(event.containerPoint));
    map.on("mouseout", () => this.point(null));
    map.on("movestart zoomstart", () => this.point(null));
    map.on("click", (/** @type {any} */ event) => this.click(event.containerPoint));
    map.on("moveend", () => { this.marks.focused = null; });
    map.on("resize", () => this.clear());
    this.clearing = 0;
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("blur", () => { this.focusItem(null); state.hover(-1); });
    state.listen((what) => {
      if (what.has("filter") || what.has("window") || what.has("theme")) {
        this.events.draw();
        this.marks.focused = null;
        this.marks.draw();
        // Badges follow a moving window ten times a second; the marks at once.
        clearTimeout(this.later);
        if (performance.now() - this.drawn > 100) this.drawBadges();
        else this.later = setTimeout(() => this.drawBadges(), 100);
      } else if (what.has("select") || what.has("hover")) this.marks.draw();
      if (what.has("select") && state.selected >= 0) this.show(state.selected);
    });
  }

  /** The first view: what the address leaves, fitted. */
  begin() {
    this.state.filter();
    this.drawBadges();
    this.fit(false);
  }

  /** Fit the placed events, or the countries where there is nothing smaller; no closer than a region. */
  fit(animate = true) {
    const { place: places, lat, lon, radius, precision } = this.data.columns;
    const { shown } = this.state;
    const seen = new Uint8Array(lat.length);
    if (!shown.length) seen.fill(1);
    for (let k = 0; k < shown.length; k++) if (places[shown[k]] >= 0) seen[places[shown[k]]] = 1;
    const coarse = coarsePrecisions(this.data);
    let south = 90, north = -90;
    // Longitudes by quarters of a degree, in each the first and the last: to sort them all would take ten times as long.
    const firsts = new Float64Array(2160).fill(Infinity);
    const lasts = new Float64Array(2160).fill(-Infinity);
    const take = (/** @type {number} */ x) => {
      const at = Math.max(0, Math.min(2159, Math.floor((x + 270) * 4)));
      if (x < firsts[at]) firsts[at] = x;
      if (x > lasts[at]) lasts[at] = x;
    };
    let any = false;
    for (const least of [0, 1]) {
      for (let place = 0; place < lat.length; place++) {
        if (!seen[place] || coarse[precision[place]] !== least) continue;
        const reach = Math.min(radius[place], 300) / 111;
        if (lat[place] - reach < south) south = lat[place] - reach;
        if (lat[place] + reach > north) north = lat[place] + reach;
        const wide = reach / Math.max(0.2, Math.cos((lat[place] * Math.PI) / 180));
        take(lon[place] - wide);
        take(lon[place] + wide);
        any = true;
      }
      if (any) break;
    }
    if (!any) {
      this.map.setView([25, 10], this.map.getMinZoom(), { animate: false });
      return;
    }
    // The narrowest stretch of the globe that holds all: leave out the widest gap.
    let west = firsts.find(Number.isFinite) ?? 0;
    let east = lasts.findLast(Number.isFinite) ?? 0;
    let gap = west + 360 - east;
    let before = west;
    for (let k = 0; k < firsts.length; k++) {
      if (firsts[k] === Infinity) continue;
      if (firsts[k] - before > gap) {
        gap = firsts[k] - before;
        west = firsts[k];
        east = before + 360;
      }
      before = lasts[k];
    }
    // What stands on the map in its corners must not cover a mark: badges take the right side, or the top of a phone.
    const { x, y } = this.map.getSize();
    const badges = this.badges.hidden ? 0 : 1;
    const right = x > 700 ? badges * Math.min(this.badges.offsetWidth + 14, x / 4) : 0;
    const top = x > 700 ? 0 : badges * Math.min(this.badges.offsetHeight + 14, y / 3);
    this.map.fitBounds([[Math.max(-75, south), west], [Math.min(80, north), east]], {
      maxZoom: CLOSEST_FIT, paddingTopLeft: [x > 700 ? 66 : 30, 30 + top], paddingBottomRight: [46 + right, 52], animate: animate && !calm(),
    });
  }

  /** Move there where a selected event is not in sight. @param {number} event */
  show(event) {
    const place = this.data.columns.place[event];
    if (place < 0 || !this.map.getSize().x) return;
    const at = L.latLng(this.data.columns.lat[place], this.data.columns.lon[place]);
    const centre = this.map.getCenter();
    at.lng += 360 * Math.round((centre.lng - at.lng) / 360);
    const point = this.map.latLngToContainerPoint(at);
    const size = this.map.getSize();
    if (point.x > 40 && point.y > 40 && point.x < size.x - 40 && point.y < size.y - 40) return;
    this.map.panTo(at, { animate: !calm() });
  }

  /** @param {{ x: number, y: number } | null} point */
  point(point) {
    const item = point ? this.events.hit(point) : null;
    this.box.classList.toggle("dl-over", Boolean(item));
    this.state.hover(item ? item.top : -1);
    this.tip.hidden = !item;
    if (!item || !point) return;
    this.tip.replaceChildren(
      item.count > 1 ? make("b", {}, `${item.count} ${this.data.noun}s`) : make("b", {}, sayDate(this.data, item.top)),
      make("span", { dir: "auto" }, item.count > 1 ? `Most telling: ${this.data.headlines.at(item.top)}` : this.data.headlines.at(item.top)));
    const size = this.map.getSize();
    const right = point.x > size.x - 260;
    this.tip.style.left = `${right ? point.x - 14 : point.x + 14}px`;
    this.tip.style.top = `${Math.min(point.y + 14, size.y - 90)}px`;
    this.tip.style.transform = right ? "translateX(-100%)" : "";
  }

  /** @param {{ x: number, y: number }} point */
  click(point) {
    const item = this.events.hit(point);
    if (item) this.choose(item, null);
    else if (this.state.here) this.state.openHere(null);
    else this.state.select(-1);
  }

  /** One event opens; several are listed. @param {Item} item @param {HTMLElement | null} from where the keyboard returns to */
  choose(item, from) {
    if (item.count === 1) {
      this.state.openHere(null);
      this.open(item.top, from);
      return;
    }
    const events = this.events.eventsOf(item);
    this.state.openHere(events, "");
    this.announce(`${events.size} events here, listed`);
    if (from) this.open(-2, from);
  }

  openUnplaced() {
    this.state.openHere(new Set([...this.state.shown].filter((event) => this.data.columns.place[event] < 0)), "without a place");
    this.announce("Events without a place, listed");
  }

  /** Countries and seas with their counts, in the margin: an outline on selection, never a pin. */
  drawBadges() {
    const { data, state } = this;
    if (this.counted === state.shown) return;
    this.counted = state.shown;
    const { columns } = data;
    this.drawn = performance.now();
    /** @type {Map<number, { count: number, first: number }>} */
    const found = new Map();
    let unplaced = 0;
    const coarse = coarsePrecisions(data);
    const { shown } = state;
    for (let k = 0; k < shown.length; k++) {
      const event = shown[k];
      const place = columns.place[event];
      if (place < 0) unplaced++;
      else if (coarse[columns.precision[place]]) {
        const entry = found.get(place);
        if (entry) entry.count++;
        else found.set(place, { count: 1, first: event });
      }
    }
    /** @param {Set<number>} places */
    const eventsAt = (places) => new Set([...state.shown].filter((event) => places.has(columns.place[event])));
    this.tray.hidden = !unplaced;
    this.tray.textContent = `Not placed: ${grouped(unplaced)}`;
    // They hide what is under them, and a whole world can't be moved out from there.
    const most = this.box.clientHeight > 420 && this.box.clientWidth > 700 ? 5 : 3;
    const sorted = [...found].sort((a, b) => b[1].count - a[1].count || a[1].first - b[1].first);
    const numbered = data.n <= NUMBERED;
    const items = sorted.slice(0, most).map(([place, { count: events, first }]) => {
      const name = data.placeNames.at(place);
      const count = numbered ? sayNumbers([...eventsAt(new Set([place]))]) : grouped(events);
      const button = make("button", {
        type: "button", tabindex: -1, "aria-label": `${name}: ${plural(events, this.data.noun)}`,
        onclick: () => {
          if (events === 1) this.open(first, null);
          else state.openHere(eventsAt(new Set([place])), `in ${name} as a whole`);
        },
        onpointerenter: () => state.hover(first), onpointerleave: () => state.hover(-1),
      }, make("span.dl-badge-box", { "aria-hidden": "true" }), said(name), make("span.dl-count", {}, count));
      return make("li", {}, button);
    });
    if (sorted.length > most) {
      const rest = new Set(sorted.slice(most).map(([place]) => place));
      const count = sorted.slice(most).reduce((sum, [, entry]) => sum + entry.count, 0);
      items.push(make("li", {}, make("button", { type: "button", tabindex: -1, onclick: () => state.openHere(eventsAt(rest), "in whole countries") },
        `${sorted.length - most} more`, make("span.dl-count", {}, grouped(count)))));
    }
    this.badges.hidden = !items.length;
    this.badges.replaceChildren(...items);
    this.clear();
  }

  /** Keep names out from under what stands on the map, once it stands still. */
  clear() {
    clearTimeout(this.clearing);
    if (this.state.starting) this.clearNow();
    else this.clearing = setTimeout(() => this.clearNow(), 120);
  }

  clearNow() {
    const own = this.box.getBoundingClientRect();
    const standing = [this.tools, this.tray, ...this.badges.children, this.box.querySelector(".leaflet-control-attribution")];
    const boxes = standing.flatMap((element) => {
      const box = element && element.getBoundingClientRect();
      return box && box.width ? [[box.left - own.left, box.top - own.top, box.right - own.left, box.bottom - own.top]] : [];
    });
    if (String(boxes) === String(this.events.furniture)) return;
    this.events.furniture = boxes;
    this.events.draw();
    this.marks.draw();
  }

  /** @param {Item | null} item */
  focusItem(item) {
    this.marks.focused = item;
    this.marks.draw();
    if (!item) return;
    this.state.hover(item.top);
    this.announce(item.count > 1 ? `${item.count} events, first ${this.data.headlines.at(item.top)}`
      : `${sayDate(this.data, item.top)}: ${this.data.headlines.at(item.top)}`);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.target !== this.box || event.ctrlKey || event.metaKey || event.altKey) return;
    const ways = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
    const way = ways[event.key];
    if (way && event.shiftKey) this.map.panBy([way[0] * 120, way[1] * 120], { animate: false });
    else if (way) this.step(way);
    else if (event.key === "Home" || event.key === "End") this.walkTo(event.key === "End");
    else if (event.key === "+" || event.key === "=") this.map.zoomIn(1, { animate: !calm() });
    else if (event.key === "-") this.map.zoomOut(1, { animate: !calm() });
    else if (event.key === "0") this.fit();
    else if (event.key === "Enter" || event.key === " ") {
      if (this.marks.focused) this.choose(this.marks.focused, this.box);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The items in sight, from left to right. @returns {Item[]} */
  inSight() {
    const { pad, width, height } = this.events;
    return this.events.items.filter((/** @type {Item} */ item) => item.x > pad && item.y > pad && item.x < width - pad && item.y < height - pad)
      .sort((/** @type {Item} */ a, /** @type {Item} */ b) => a.x - b.x || a.y - b.y);
  }

  /** @param {boolean} last */
  walkTo(last) {
    const items = this.inSight();
    this.focusItem(items[last ? items.length - 1 : 0] || null);
  }

  /** To the nearest mark on that side. @param {[number, number]} way */
  step(way) {
    const items = this.inSight();
    const now = this.marks.focused;
    if (!now || !items.includes(now)) {
      this.walkTo(false);
      if (!items.length) this.announce("No marks in sight. 0 shows all events.");
      return;
    }
    let best = null;
    let least = Infinity;
    for (const item of items) {
      const dx = item.x - now.x;
      const dy = item.y - now.y;
      const ahead = dx * way[0] + dy * way[1];
      const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (item === now || ahead <= 0) continue;
      const cost = ahead + 2 * aside;
      if (cost < least) {
        least = cost;
        best = item;
      }
    }
    if (best) this.focusItem(best);
    else this.announce("No more marks on this side");
  }
}

/** By number of a precision: 1 for what is never a point, countries and seas. @param {Data} data */
function coarsePrecisions(data) {
  return Uint8Array.from(data.meta.precisions, (name) => Number(name === "country" || name === "area"));
}

/** Whether the reader asked for less motion. */
function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
