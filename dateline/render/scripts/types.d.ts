// The shapes of what Python packed; see dateline/render/cards.py and columns.py for what each field means.

interface Header {
  events: number; articles: number; chunk: number; texts: number;
  categories: [string, string, string, string][]; statuses: string[]; manners: string[]; precisions: string[];
  grains: string[]; bases: string[]; publishers: string[]; actors: string[]; countries: [string, string][];
  regions: string[]; extents: number[][][]; drops: Record<string, number>; reasons: Record<string, string>;
  pieces: Piece[];
}

/** Of the timeline, from day to day; see dateline/render/pieces.py. */
interface Piece { first: number; last: number; count: number; enlarged: boolean; joined: boolean }

interface Columns {
  start: Int32Array; end: Int32Array; grain: Uint8Array; basis: Uint8Array; flags: Uint8Array; category: Uint8Array;
  status: Uint8Array; manner: Uint8Array; independent: Uint8Array; reports: Uint16Array; salience: Uint8Array;
  place: Int32Array; lat: Float32Array; lon: Float32Array; precision: Uint8Array; radius: Float32Array;
  extent: Int32Array; country: Uint16Array; region: Uint32Array; publisherStarts: Uint32Array;
  publisherValues: Uint16Array; actorStarts: Uint32Array; actorValues: Uint32Array;
}

/** Stretches of articles, by event; see `pack_trail` in dateline/render/columns.py. */
interface Evidence { evidenceEvent: Uint32Array; evidenceArticle: Uint32Array; evidenceStart: Uint32Array; evidenceEnd: Uint32Array }

interface TimeNote {
  why?: string; kind?: string; edtf?: string; confidence?: number;
}
interface OtherPlace { name: string; where?: string }
interface PlaceNote {
  words?: string; name?: string; kind?: string; where?: string; note?: string; contested?: boolean; years?: string;
  offset?: string; lies?: string; why?: string; score?: number; source?: string; lat?: number; lon?: number; others?: OtherPlace[];
}
interface Account {
  article: number; before?: string; quote?: string; after?: string; marks?: [number, number, string][]; manner?: string; source?: string; cue?: string;
  status?: string; headline?: string; when?: TimeNote; place?: PlaceNote;
}
interface Card {
  accounts: Account[]; actors?: string[]; numbers?: [string, string][]; joined?: string[];
  differences?: { what: string; accounts: [number, string][] }[]; reviewed?: string; confidence?: number;
  changed?: string[]; merged?: string[];
}
interface Source {
  title?: string; published?: string; basis?: string; publisher?: string; author?: string; url?: string;
  path?: string; language?: string;
}
interface NotShown { detail?: string; words?: string; article?: number }

interface Basemap {
  q: number; layers: Record<string, number>; labels: [number, string, string, number, number][];
  /** The layers, and the coast of the land, as far as they show at a zoom. */
  pathsAt(zoom: number): Record<string, Path2D>;
}

/** What Python tells the page beside the events. */
interface Settings {
  title: string; theme: string; version: string; downloads: { href: string; label: string; note: string }[];
  run: [string, string][]; attributions: string[]; tiles: boolean;
}

// Leaflet has no types without its own package; what is used of it is small and covered by the browser tests.
declare const L: any;
