// The chronological list: a real <ol>, of which only the rows in sight are in the page when there are many.
// @ts-check

const ROW = 100; // pixels of a row where rows are made on demand; the style sheet says the same
const SPARE = 6; // rows kept ready on either side of those in sight, for who scrolls
const FLOW = 150; // up to so many rows simply flow, each as high as it needs

class List {
  /**
   * @param {HTMLElement} scroller
   * @param {State} state
   * @param {Cards} cards
   * @param {() => Theme} theme
   * @param {(event: number, from: HTMLElement | null) => void} open
   */
  constructor(scroller, state, cards, theme, open) {
    this.scroller = scroller;
    this.ol = /** @type {HTMLOListElement} */ (find("ol", scroller));
    this.state = state;
    this.data = state.data;
    this.cards = cards;
    this.theme = theme;
    this.open = open;
    /** @type {Int32Array} events in order; -1 is the heading of those without a date */
    this.items = new Int32Array(0);
    /** @type {Map<number, HTMLElement>} */
    this.rows = new Map();
    this.active = -1; // the event whose row is the tab stop
    this.extra = 0; // pixels of the open card
    this.openAt = -1;
    this.flow = true;
    // Rows that nobody sees yet are made once the page stands, or somebody scrolls: half of the first drawing went there.
    this.spare = 1;
    const more = () => {
      this.spare = SPARE;
      if (!this.flow) this.lay();
    };
    setTimeout(more, 400);
    scroller.addEventListener("scroll", more, { passive: true });
    scroller.addEventListener("keydown", (event) => this.key(event));
    scroller.addEventListener("filled", (event) => {
      this.measure();
      this.showCard(event.target instanceof Element ? event.target.closest(".dl-row") : null);
    });
    this.ol.addEventListener("click", (event) => this.click(event));
    this.ol.addEventListener("pointerover", (event) => state.hover(this.eventOf(event.target)));
    this.ol.addEventListener("pointerleave", () => state.hover(-1));
    this.ol.addEventListener("focusin", (event) => {
      const found = this.eventOf(event.target);
      if (found >= 0) { this.setActive(found); state.hover(found); }
    });
    this.ol.addEventListener("focusout", () => state.hover(-1));
    this.height = 0;
    new ResizeObserver(() => {
      this.height = scroller.clientHeight;
      if (!this.flow) this.lay();
    }).observe(scroller);
    state.listen((what) => {
      if (what.has("filter") || what.has("window") || what.has("here") || what.has("select") || what.has("theme")) this.update(what);
      if (what.has("hover")) this.light();
    });
  }

  /** @param {EventTarget | null} target */
  eventOf(target) {
    const row = target instanceof Element ? target.closest(".dl-row") : null;
    return row instanceof HTMLElement ? Number(row.dataset.event) : -1;
  }

  /** @param {Set<string>} what */
  update(what) {
    const { state } = this;
    if (what.has("theme")) this.rows.clear();
    const shown = state.here ? state.shown.filter((event) => state.here?.has(event)) : state.shown;
    let undated = shown.length - (state.here ? 0 : state.undatedShown);
    while (state.here && undated > 0 && !this.data.dated(shown[undated - 1])) undated--;
    const heading = undated < shown.length ? 1 : 0;
    const items = new Int32Array(shown.length + heading);
    items.set(shown.subarray(0, undated));
    if (heading) {
      items[undated] = -1;
      items.set(shown.subarray(undated), undated + 1);
    }
    this.items = items;
    this.count = shown.length;
    this.undated = shown.length - undated;
    const flow = items.length <= FLOW;
    if (flow !== this.flow) this.rows.clear();
    this.flow = flow;
    this.scroller.classList.toggle("dl-virtual", !flow);
    // Whether a selected event is reached by its row even where the filter hides it.
    this.openAt = state.selected < 0 ? -1 : items.indexOf(state.selected);
    if (this.openAt < 0) this.extra = 0;
    if (this.active < 0 || items.indexOf(this.active) < 0) this.active = items.length ? items[0] : -1;
    if (what.has("select") && state.selected >= 0) {
      this.active = state.selected;
      this.extra = 0;
    }
    this.lay();
    find(".dl-empty", this.scroller).hidden = items.length > 0;
    if (what.has("select") && this.openAt >= 0) this.reveal(this.openAt);
  }

  /** Put the rows that are in sight into the page. */
  lay() {
    const { items, rows, state } = this;
    this.height ||= this.scroller.clientHeight;
    if (state.starting) return;
    let from = 0;
    let to = items.length;
    if (!this.flow) {
      const top = this.ol.childElementCount ? this.scroller.scrollTop : 0;
      const height = this.height || 600;
      from = Math.max(0, this.indexAt(top) - this.spare);
      to = Math.min(items.length, this.indexAt(top + height) + this.spare + 1);
      this.ol.style.height = `${items.length * ROW + this.extra}px`;
    } else this.ol.style.height = "";
    /** @type {HTMLElement[]} */
    const wanted = [];
    /** @type {Set<number>} */
    const keep = new Set();
    for (let k = from; k < to; k++) {
      const event = items[k];
      const key = event < 0 ? -1 : event;
      keep.add(key);
      let row = rows.get(key);
      if (!row) {
        row = event < 0 ? this.heading() : this.row(event);
        rows.set(key, row);
      }
      if (!this.flow) row.style.transform = `translateY(${this.topOf(k)}px)`;
      if (event >= 0) {
        row.setAttribute("aria-setsize", String(this.count));
        row.setAttribute("aria-posinset", String(k + 1 - (this.undated && k > items.length - this.undated - 1 ? 1 : 0)));
        this.dress(row, event);
      } else this.headingText(row);
      wanted.push(row);
    }
    for (const [key] of rows) if (!keep.has(key) && (!this.flow || rows.size > 2 * FLOW)) rows.delete(key);
    const children = this.ol.children;
    let same = children.length === wanted.length;
    for (let k = 0; same && k < wanted.length; k++) same = children[k] === wanted[k];
    if (!same) {
      // Rows that stay are not taken out, so that focus and selection of text survive.
      const set = new Set(wanted);
      for (const child of [...children]) if (!set.has(/** @type {HTMLElement} */ (child))) child.remove();
      wanted.forEach((row, k) => { if (this.ol.children[k] !== row) this.ol.insertBefore(row, this.ol.children[k] || null); });
    }
    if (state.selected >= 0) this.measure();
  }

  /** @param {number} y */
  indexAt(y) {
    if (this.openAt < 0 || y < (this.openAt + 1) * ROW) return Math.floor(y / ROW);
    return Math.max(this.openAt, Math.floor((y - this.extra) / ROW));
  }

  /** @param {number} index */
  topOf(index) {
    return index * ROW + (this.openAt >= 0 && index > this.openAt ? this.extra : 0);
  }

  /** The open card pushes down what comes after it. */
  measure() {
    const row = this.openAt < 0 || this.flow ? null : this.rows.get(this.items[this.openAt]);
    const extra = row ? Math.max(0, row.offsetHeight - ROW) : 0;
    if (extra === this.extra) return;
    this.extra = extra;
    if (!this.flow) this.lay();
  }

  /** @param {HTMLElement} row */
  headingText(row) {
    row.textContent = `Not dated: ${plural(this.undated || 0, this.data.noun)}. The window of time does not filter them.`;
  }

  heading() {
    return make("li.dl-tray-heading", {});
  }

  /** @param {number} event */
  row(event) {
    const { data } = this;
    const { columns, meta } = data;
    const theme = this.theme();
    const category = columns.category[event];
    const flags = columns.flags[event];
    const number = data.n <= NUMBERED ? String(event + 1) : "";
    const glyph = rowGlyph(theme.categories[category], data.precision(event), data.hollow(event), number, theme);
    const place = columns.place[event];
    // A contested name is the article's own, so it stands in quotation marks before the neutral one.
    const written = data.written.at(event);
    const neutral = place < 0 ? "Not placed" : data.placeNames.at(place);
    const where = !written ? neutral : fold(written) === fold(neutral) ? `“${written}”` : `“${written}”: ${neutral}`;
    const country = place < 0 ? "" : meta.countries[columns.country[place]][1];
    // An article may not say who published it; the next event's publisher would stand in its place.
    const first = columns.publisherStarts[event];
    const publisher = first < columns.publisherStarts[event + 1] ? meta.publishers[columns.publisherValues[first]] : "";
    const tags = [];
    const status = meta.statuses[columns.status[event]];
    const manner = meta.manners[columns.manner[event]];
    if (flags & FLAG.new) tags.push(make("span.dl-tag.dl-new", {}, "new"));
    if (flags & FLAG.changed) tags.push(make("span.dl-tag.dl-new", {}, "changed"));
    if (flags & FLAG.merged) tags.push(make("span.dl-tag.dl-new", {}, "merged"));
    if (status !== "happened") tags.push(make("span.dl-tag", {}, status));
    if (manner === "alleged" || (manner === "denied" && status !== "denied")) tags.push(make("span.dl-tag", {}, manner));
    if (columns.independent[event] > 1) tags.push(make("span.dl-tag.dl-many", {}, plural(columns.independent[event], "source")));
    else if (columns.reports[event] > 1) tags.push(make("span.dl-tag", {}, plural(columns.reports[event], "report")));
    if (flags & FLAG.reviewed) tags.push(make("span.dl-tag", {}, "checked"));
    const button = make("button.dl-row-button", { type: "button", tabindex: "-1", "aria-expanded": "false" },
      glyph,
      make("span.dl-row-text", {},
        make("span.dl-row-top", {}, make("span.dl-date", {}, sayDate(data, event)), make("span.dl-kind", {}, meta.categories[category][1])),
        make("span.dl-headline", { dir: "auto" }, data.headlines.at(event) || "(no words)"),
        make("span.dl-row-meta", {}, make("span.dl-place", {}, said(where), country && country !== neutral ? ", " : "", country && country !== neutral ? country : ""),
          publisher ? make("span.dl-by", {}, said(publisher)) : null, ...tags)));
    return make("li.dl-row", { "data-event": event }, button);
  }

  /** Bring a row's state up to date. @param {HTMLElement} row @param {number} event */
  dress(row, event) {
    const { state } = this;
    const open = event === state.selected;
    const button = /** @type {HTMLElement} */ (row.firstElementChild);
    button.tabIndex = event === this.active ? 0 : -1;
    row.classList.toggle("dl-open", open);
    row.classList.toggle("dl-lit", event === state.hovered);
    button.setAttribute("aria-expanded", String(open));
    const card = row.querySelector(".dl-card");
    if (open && !card) row.append(this.cards.make(event));
    else if (!open && card) card.remove();
  }

  light() {
    for (const [event, row] of this.rows) if (event >= 0) row.classList.toggle("dl-lit", event === this.state.hovered);
  }

  /** @param {number} event */
  setActive(event) {
    if (event === this.active) return;
    const before = this.rows.get(this.active);
    if (before?.firstElementChild) /** @type {HTMLElement} */ (before.firstElementChild).tabIndex = -1;
    this.active = event;
    const row = this.rows.get(event);
    if (row?.firstElementChild) /** @type {HTMLElement} */ (row.firstElementChild).tabIndex = 0;
  }

  /** Scroll so that an item is in sight. @param {number} index */
  reveal(index) {
    if (this.flow) {
      const row = this.rows.get(this.items[index]);
      if (!row) return;
      const box = this.scroller.getBoundingClientRect();
      const own = row.getBoundingClientRect();
      if (own.top < box.top || own.top > box.bottom - 80) this.scroller.scrollTop += own.top - box.top - 12;
      return;
    }
    const top = this.topOf(index);
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop || top + ROW > scrollTop + clientHeight) {
      this.scroller.scrollTop = Math.max(0, top - Math.min(60, clientHeight / 4));
      this.lay();
    }
  }

  /** Scroll to the first event that begins on a day or later, and let the keyboard begin there. @param {number} day */
  openAtDay(day) {
    const { start } = this.data.columns;
    const index = this.items.findIndex((event) => event >= 0 && start[event] >= day);
    if (this.flow || index < 1) return; // a short one is looked over at once
    this.setActive(this.items[index]);
    this.reveal(index);
  }

  /** Scroll an open card into sight, as far as its head stays there. @param {Element | null} row */
  showCard(row) {
    if (!row) return;
    const box = this.scroller.getBoundingClientRect();
    const own = row.getBoundingClientRect();
    const below = own.bottom - box.bottom;
    if (below > 0) this.scroller.scrollTop += Math.max(0, Math.min(below + 8, own.top - box.top - 4));
  }

  /** Put the keyboard on an event's row. @param {number} event */
  focus(event) {
    const index = this.items.indexOf(event);
    if (index < 0) return;
    this.setActive(event);
    this.reveal(index);
    this.lay();
    /** @type {HTMLElement | null} */ (this.rows.get(event)?.firstElementChild)?.focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  click(event) {
    const button = event.target instanceof Element ? event.target.closest(".dl-row-button") : null;
    if (!button) return;
    const found = this.eventOf(button);
    this.open(found === this.state.selected ? -1 : found, null);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (!(event.target instanceof Element) || !event.target.closest(".dl-row-button")) return;
    const { items } = this;
    const now = items.indexOf(this.active);
    /** @type {Record<string, number>} */
    const keys = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: items.length - 1, PageDown: now + 6, PageUp: now - 6 };
    if (!(event.key in keys)) return;
    event.preventDefault();
    let next = Math.max(0, Math.min(items.length - 1, keys[event.key]));
    if (items[next] < 0) next = Math.max(0, Math.min(items.length - 1, next + (next > now ? 1 : -1)));
    if (items[next] >= 0) this.focus(items[next]);
  }
}
