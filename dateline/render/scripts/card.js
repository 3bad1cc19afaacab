// The card of one event: when and why, where and why, who says so, the quote, and the other reports.
// @ts-check

const PRECISION_WORDS = /** @type {Record<string, string>} */ ({
  site: "a site, near a point", settlement: "a town, anywhere in it", near: "a ring around a place, not in it",
  district: "a district, anywhere in it", region: "a region, anywhere in it", country: "a whole country",
  area: "a sea or several countries", "": "not placed",
});
const KIND_WORDS = /** @type {Record<string, string>} */ ({
  sea: "a whole sea", continent: "a whole continent", area: "a territory without fixed borders", water: "a whole river or lake",
  historical: "a territory of the past", relief: "a whole range or plain", island: "a whole island",
});
const BASIS_WORDS = /** @type {Record<string, string>} */ ({
  explicit: "Stated", relative: "Worked out", inherited: "Partly said before", inferred: "Inferred",
});
const STATUS_WORDS = /** @type {Record<string, string>} */ ({
  happened: "reported as happened", ongoing: "reported as going on", planned: "planned, not reported as happened",
  denied: "denied", hypothetical: "spoken of as possible only",
});

/**
 * Who says it and how.
 * @param {Account} account
 * @param {Source | undefined} article
 */
function sayVoice(account, article) {
  const paper = `reported by ${article?.publisher || "the article"}`; // a title in its place would read as a name
  const source = account.source || "";
  const cue = account.cue ? ` (“${account.cue}”)` : "";
  switch (account.manner) {
    case "attributed": return source ? `${source}${cue}, ${paper}` : `Someone not named${cue}, ${paper}`;
    case "alleged": return source ? `Alleged by ${source}${cue}, ${paper}` : `An allegation${cue}, ${paper}`;
    case "denied": return source ? `Denied by ${source}${cue}, ${paper}` : `Denied${cue}, ${paper}`;
    default: return `${article?.publisher || "The article"}, in its own voice`;
  }
}

/** @param {string | undefined} iso */
function sayIso(iso) {
  return iso ? sayDay(fromIso(iso)) : "";
}

/**
 * A text as a TOML string.
 * @param {string} text
 */
function toml(text) {
  return `"${text.replace(/[\\"\u0000-\u001f\u007f]/g, (c) => (c === '"' || c === "\\" ? `\\${c}` : `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`))}"`;
}

/**
 * What may be wrong with an event, and the lines that say so. The words beside the id find it again when its article
 * has changed and the id with it.
 * @param {string} id @param {Card} card @param {Source | undefined} article
 * @returns {[string, string][]}
 */
function corrections(id, card, article) {
  const [first, ...others] = card.accounts;
  const { place, when } = first;
  const now = new Date();
  const on = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
  const sign = `by = ""\non = ${on}\nwhy = ""`;
  const words = first.quote ? `quote = ${toml(first.quote)}\n` : "";
  const about = `[[event]]\nid = ${toml(id)}\n${words}`;
  const name = place?.name || place?.words || "";
  const here = place && place.lat !== undefined ? `\n# or its position: place = { name = ${toml(name)}, lat = ${place.lat}, lon = ${place.lon}, precision = "site" }` : "";
  const how = `# or with its region or country ("Lima, Ohio"), or a key of the gazetteer ("gn:3936456")${here}\n# or off the map: place = "none"`;
  /** @type {[string, string][]} */
  const blocks = [
    ["The place is another one", `${about}place = ${toml(name)}\n${how}\n${sign}`],
    ["The date is another one", `${about}date = ${toml(when?.edtf || "")}\n# a day; "2025-06", a month; "2025-06-05/2025-06-07"; "2025~", about; "none", off the timeline\n${sign}`],
  ];
  const told = new Set([first.quote]);
  const apart = others.map((other) => other.quote || "").filter((quote) => quote && !told.has(quote) && told.add(quote));
  if (apart.length) {
    blocks.push(["Some reports tell of something else", `${about}split = [ # take out the lines of reports that belong here\n${apart.map((quote) => `  ${toml(quote)},\n`).join("")}]\n${sign}`]);
  }
  blocks.push(["Another event is the same", `${about}merge = [""] # the id of the other one, at the end of its link, or words of it\n${sign}`]);
  if (place?.words && /^\p{Lu}/u.test(place.words)) { // not "the town", which is another one in the next article
    blocks.push([`“${place.words}” is another place wherever it stands`, `[[place]]\nname = ${toml(place.words)}\nplace = ${toml(name)}\n${sign}`]);
  }
  const known = article && (article.url || article.title || article.path);
  if (known) {
    blocks.push(["The article came out on another day", `[[article]]\narticle = ${toml(known)}\npublished = ${toml(article.published || "")}\n${sign}`]);
  }
  blocks.push(["It should not be shown", `${about}hide = true\n${sign}`]);
  blocks.push(["It is right: mark it as checked", `${about}reviewed = true\n${sign}`]);
  return blocks;
}

class Cards {
  /**
   * @param {State} state
   * @param {Reader} reader
   * @param {(text: string) => void} announce
   */
  constructor(state, reader, announce) {
    this.state = state;
    this.data = state.data;
    this.reader = reader;
    this.announce = announce;
    /** @type {Chunks<Card>} */
    this.cards = new Chunks("cards", this.data.meta.chunk);
    /** @type {Chunks<Source>} */
    this.articles = new Chunks("articles", this.data.meta.chunk);
  }

  /**
   * The card of an event, filled when its data are unpacked.
   * @param {number} event
   */
  make(event) {
    const card = make("div.dl-card", { "data-event": event });
    void this.fill(card, event).catch((error) => card.append(missing(error)))
      .then(() => card.dispatchEvent(new Event("filled", { bubbles: true })));
    return card;
  }

  /** @param {HTMLElement} card @param {number} event */
  async fill(card, event) {
    const [found, trail] = await Promise.all([this.cards.get(event), this.data.trail()]);
    if (!found) return;
    const articles = await Promise.all(found.accounts.map((account) => this.articles.get(account.article)));
    card.append(...this.parts(event, trail.id(event), found, articles));
  }

  /**
   * @param {number} event
   * @param {string} id of the event
   * @param {Card} card
   * @param {(Source | undefined)[]} articles
   * @returns {Node[]}
   */
  parts(event, id, card, articles) {
    const first = card.accounts[0];
    const parts = [this.quote(first, articles[0])];
    parts.push(make("dl.dl-facts", {},
      ...this.when(event, first.when),
      ...this.where(event, first.place),
      make("dt", {}, "Who says so"), make("dd", {}, said(sayVoice(first, articles[0]))),
      ...(first.status && first.status !== "happened" ? [make("dt", {}, "Status"), make("dd.dl-status", {}, STATUS_WORDS[first.status] || first.status)] : []),
      ...(card.actors?.length ? [make("dt", {}, "Who"), make("dd", {}, ...list(card.actors))] : []),
      ...(card.numbers?.length ? [make("dt", {}, "Numbers"), make("dd", {}, ...list(card.numbers.map(([what, text]) => `${what}: ${text}`)))] : []),
      ...(card.merged?.length ? [make("dt", {}, "Merged"), make("dd", {}, "Since the last run, of ", ...joinWith(card.merged.map(said), " and "))] : []),
      ...(card.changed?.length ? [make("dt", {}, "Changed"), make("dd", {}, "Since the last run: ", ...joinWith(card.changed.map(said), "; "))] : []),
      ...(card.reviewed ? [make("dt", {}, "Checked"), make("dd", {}, said(card.reviewed))] : []),
    ));
    if (card.accounts.length > 1) parts.push(this.others(card, articles));
    parts.push(this.actions(event, id, card, first, articles[0]));
    return parts;
  }

  /** @param {Account} account @param {Source | undefined} article */
  quote(account, article) {
    const figure = make("figure.dl-quote", {}, make("blockquote", { dir: "auto" }, ...quoted(account)));
    figure.append(make("figcaption", {}, ...this.source(article, account.article)));
    return figure;
  }

  /** Publisher, date, link. @param {Source | undefined} article @param {number} number */
  source(article, number) {
    if (!article) return ["Source not in this page"];
    const title = article.title || article.path || `Article ${number + 1}`;
    const parts = [make("span.dl-publisher", {}, said(article.publisher || "Publisher not stated")), ", "];
    parts.push(article.published ? make("span", { title: article.basis || null }, sayIso(article.published)) : "date not stated");
    parts.push(". ", webLink(article.url || "", title));
    return parts;
  }

  /** @param {number} event @param {TimeNote | undefined} note */
  when(event, note) {
    const date = make("dd", {}, make("strong", { title: note?.edtf || null }, sayDate(this.data, event)));
    if (!note) date.append(make("span.dl-why", {}, "The article gives this event no date."));
    else if (note.kind) date.append(why(make("b", {}, `${BASIS_WORDS[note.kind] || note.kind}: `), said(`${note.why}.`), sure(note.confidence)));
    else if (note.why) date.append(why(sentence(note.why)));
    return [make("dt", {}, "When"), date];
  }

  /** @param {number} event @param {PlaceNote | undefined} note */
  where(event, note) {
    const place = make("dd", {});
    const parts = [make("dt", {}, "Where"), place];
    if (!note || !note.name) {
      place.append(make("strong", {}, note?.words ? said(note.words) : "Not placed"), note?.words ? ", not placed" : "",
        why(note?.why ? said(note.why) : "The article names no place for this event that could be found."));
      return parts;
    }
    place.append(make("strong", {}, note.offset ? `${note.offset} ` : "", said(note.words || note.name)));
    if (note.words && fold(note.words) !== fold(note.name)) place.append(` → ${note.lies ? `${note.lies} ` : ""}`, said(note.name));
    if (note.where) place.append(make("span.dl-chain", {}, ", ", said(note.where)));
    if (note.years) place.append(` (${note.years})`);
    const precision = this.data.precision(event);
    const kind = precision === "area" ? KIND_WORDS[note.kind || ""] : "";
    place.append(why(note.why ? said(note.why) : "", sure(note.score), ` Drawn as ${kind || PRECISION_WORDS[precision] || "an area"}.`));
    if (note.note) place.append(make("span.dl-note", {}, note.contested ? make("b", {}, "Contested name. ") : "", said(note.note)));
    if (note.others?.length) {
      place.append(why("Could also mean ", ...joinWith(note.others.map((other) =>
        make("span", {}, said(other.name), other.where ? " (" : "", other.where ? said(other.where) : "", other.where ? ")" : "")), "; "), "."));
    }
    return parts;
  }

  /** @param {Card} card @param {(Source | undefined)[]} articles */
  others(card, articles) {
    const box = make("section.dl-others", {}, make("h2.dl-small", {}, `${card.accounts.length} reports of this event`));
    if (card.joined?.length) box.append(make("p.dl-why", {}, "Joined because: ", ...joinWith(card.joined.map(said), "; "), "."));
    if (card.differences?.length) {
      box.append(make("p.dl-differ", {}, make("b", {}, "They differ:")), make("ul.dl-differ", {}, ...card.differences.map((difference) =>
        make("li", {}, `${difference.what}: `, ...joinWith(difference.accounts.map(([number, says]) => make("span", {},
          said(says), " (", said(articles[number]?.publisher || articles[number]?.title || "one report"), ")")), "; ")))));
    }
    box.append(make("ol.dl-reports", {}, ...card.accounts.slice(1, 21).map((account, k) => make("li", {},
      make("blockquote", { dir: "auto" }, ...quoted(account)),
      make("p.dl-why", {}, ...this.source(articles[k + 1], account.article), " ", said(sayVoice(account, articles[k + 1])), ". ",
        this.data.meta.texts ? make("button.dl-link", { type: "button", onclick: () => this.reader.open(account.article, -1) }, "Open in article") : "")))));
    if (card.accounts.length > 21) box.append(make("p.dl-why", {}, `and ${card.accounts.length - 21} more.`));
    return box;
  }

  /** @param {number} event @param {string} id @param {Card} card @param {Account} first @param {Source | undefined} article */
  actions(event, id, card, first, article) {
    const row = make("div.dl-actions", {});
    if (this.data.meta.texts && first.article >= 0) {
      row.append(make("button", { type: "button", onclick: () => this.reader.open(first.article, event) }, "Open in article"));
    }
    row.append(make("button", { type: "button", onclick: () => this.copyLink(id) }, "Copy link"));
    // A count of events is no event that a line could correct.
    if (this.data.noun === "event") row.append(make("button", { type: "button", onclick: () => this.correct(id, card, article) }, "Correct this"));
    return row;
  }

  /** @param {string} id */
  copyLink(id) {
    const link = `${location.href.split("#")[0]}#e=${id}`;
    copyText(link, this.announce, "Link copied");
  }

  /** Show what to write into corrections.toml. @param {string} id @param {Card} card @param {Source | undefined} article */
  correct(id, card, article) {
    const blocks = corrections(id, card, article);
    const dialog = /** @type {HTMLDialogElement} */ (find("#dl-correct"));
    const body = find(".dl-dialog-body", dialog);
    body.replaceChildren(
      make("p", {}, "Change what is wrong in the lines that fit, say who you are, and put them into ", make("code", {}, "corrections.toml"),
        " beside the articles: as the file that you download, or at the end of the one that is there. Then build the page again. The event says who corrected it; ",
        make("code", {}, "dateline check"), " tells of lines that match nothing."),
      ...blocks.map(([what, text], k) => this.lines(what, text, `dl-correct-${k}`)),
    );
    dialog.showModal();
  }

  /** Lines to be changed, copied or taken away as a file. @param {string} what @param {string} text @param {string} id */
  lines(what, text, id) {
    const box = /** @type {HTMLTextAreaElement} */ (make("textarea.dl-lines-box", {
      rows: text.split("\n").length, "aria-labelledby": id, spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off",
    }));
    box.value = text;
    return make("section.dl-correction", {}, make("h3.dl-small", { id }, what), box, make("div.dl-row-of", {},
      make("button", { type: "button", "aria-describedby": id, onclick: () => copyText(box.value, this.announce, "Lines copied") }, "Copy these lines"),
      make("button", { type: "button", "aria-describedby": id, onclick: () => saveText(box.value, "corrections.toml", this.announce) }, "Download corrections.toml")));
  }
}

/** Reasons below a fact. @param {...Child} children */
function why(...children) {
  return make("span.dl-why", {}, ...children);
}

/** How sure a reading is, where it is not quite. @param {number | undefined} chance */
function sure(chance) {
  return chance !== undefined && chance < 0.75 ? ` ${Math.round(chance * 100)} % sure.` : "";
}

/** The words of a report, with the rest of their sentence around them, quietly. @param {Account} account */
function quoted(account) {
  const { before = "", quote = "", after = "", marks = [] } = account;
  /** @param {string} text @param {number} at */
  const part = (text, at) => marked(text, marks.flatMap(([start, end, name]) =>
    start >= at && end <= at + text.length ? [/** @type {[number, number, string]} */ ([start - at, end - at, name])] : []));
  return [
    before && make("span.dl-around", {}, ...part(before, 0)),
    ...part(quote, before.length),
    after && make("span.dl-around", {}, ...part(after, before.length + quote.length)),
  ].filter((node) => node instanceof Node);
}

/** @param {string} text */
function sentence(text) {
  const full = text.charAt(0).toUpperCase() + text.slice(1);
  return said(/[.!?…”]$/.test(full) ? full : `${full}.`);
}

/** @param {string[]} texts */
function list(texts) {
  return joinWith(texts.map(said), ", ");
}

/** @param {Node[]} nodes @param {string} glue @returns {(Node | string)[]} */
function joinWith(nodes, glue) {
  return nodes.flatMap((node, i) => (i ? [glue, node] : [node]));
}

/**
 * Copy a text; where the browser does not allow it, show it so that it can be copied by hand.
 * @param {string} text
 * @param {(text: string) => void} announce
 * @param {string} done
 */
async function copyText(text, announce, done) {
  const box = /** @type {HTMLTextAreaElement} */ (make("textarea", { "aria-label": "Text to copy", readonly: true }));
  box.value = text;
  const host = document.querySelector("dialog[open]") || document.body;
  host.append(box);
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  box.select();
  // The older way works from disk, where the newer one may be refused.
  const copied = document.execCommand("copy");
  box.remove();
  before?.focus();
  if (copied) announce(done);
  else announce(`Copy this: ${text}`);
}

/**
 * Save a text as a file; it never leaves the browser.
 * @param {string} text
 * @param {string} name
 * @param {(text: string) => void} announce
 */
function saveText(text, name, announce) {
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: "application/toml" }));
  const link = /** @type {HTMLAnchorElement} */ (make("a", { href: address, download: name }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // some browsers read it only then
  announce(`${name} downloaded`);
}

/** The whole text of an article in a dialog, with the words of its events marked. */
class Reader {
  /** @param {State} state @param {(event: number) => void} select */
  constructor(state, select) {
    this.state = state;
    this.data = state.data;
    this.select = select;
    /** @type {Chunks<string>} */
    this.texts = new Chunks("texts", this.data.meta.texts || 1);
    /** @type {Chunks<Source>} */
    this.articles = new Chunks("articles", this.data.meta.chunk);
  }

  /** @param {number} article @param {number} event that is looked at, or -1 */
  async open(article, event) {
    const dialog = /** @type {HTMLDialogElement} */ (find("#dl-article"));
    const body = find(".dl-dialog-body", dialog);
    let text, source, trail;
    try {
      [text, source, trail] = await Promise.all([this.texts.get(article), this.articles.get(article), this.data.trail()]);
    } catch (error) {
      find("#dl-article-title").replaceChildren("Article");
      body.replaceChildren(missing(error));
      dialog.showModal();
      return;
    }
    find("#dl-article-title").replaceChildren(said(source?.title || source?.path || "Article"));
    const prose = make("div.dl-prose", { dir: "auto", lang: source?.language || null });
    let at = 0;
    const whole = text || "";
    /** @type {HTMLElement | null} */
    let target = null;
    for (const [start, end, found] of trail.stretchesOf(article)) {
      if (end > whole.length || start >= end) continue;
      // Events may share their words: a number at the end says which ones a stretch carries.
      if (start >= at) {
        prose.append(whole.slice(at, start), make(`mark${found === event ? ".dl-current" : ""}`, {}, whole.slice(start, end)));
        at = end;
      }
      const button = make("button.dl-mark-number", {
        type: "button", title: this.data.headlines.at(found), "aria-label": `Show event ${found + 1}: ${this.data.headlines.at(found)}`,
        onclick: () => { dialog.close(); this.select(found); },
      }, String(found + 1));
      prose.append(button);
      if (found === event) target = button;
    }
    prose.append(whole.slice(at));
    const head = make("p.dl-why", {}, said(source?.publisher || "Publisher not stated"), ", ",
      source?.published ? sayIso(source.published) : "date not stated", source?.author ? ", by " : "", source?.author ? said(source.author) : "",
      source?.url ? ". " : "", source?.url ? webLink(source.url, source.url) : "");
    body.replaceChildren(head, prose);
    dialog.showModal();
    body.scrollTop = 0;
    target?.scrollIntoView({ block: "center" });
  }
}
