// The news as the peers read it, and what a filter leaves of it. Typed arrays and plain loops: what a careful
// author would write who counts milliseconds.

/** The file, see `columns` in xtask/src/bench/feed.rs. */
interface Columns {
  title: string;
  links: string;
  last: number;
  regionNames: [string, string][];
  partnerNames: [string, string, string][];
  ids: string[];
  titles: string[];
  texts: string[];
  days: number[];
  regions: { lengths: number[]; values: number[] };
  partners: { lengths: number[]; values: number[] };
}

export const FACETS = ["region", "partner"] as const;
export type Key = (typeof FACETS)[number];

/** The values of a facet, and which items carry them. */
export interface Facet {
  key: Key;
  legend: string;
  ids: string[];
  /** How the values are called. */
  names: string[];
  /** All that they are called, for whoever searches. */
  words: string[];
  /** Where each item's values begin in `values`; one more than there are items. */
  starts: Uint32Array;
  values: Uint8Array;
  /** Which values any item carries; no others are offered. */
  carried: ReadonlySet<number>;
}

export interface Archive {
  title: string;
  count: number;
  ids: string[];
  titles: string[];
  texts: string[];
  links: string[];
  years: Uint16Array;
  /** From 0 on. */
  months: Uint8Array;
  /** Of the month. */
  days: Uint8Array;
  facets: Record<Key, Facet>;
}

const DAY_MS = 86_400_000;
const MONTHS = "January February March April May June July August September October November December".split(" ");

/** Asks for the news; the page has preloaded it. */
export async function load(): Promise<Archive> {
  const response = await fetch("../data.json");
  return read(await response.json());
}

/** Reads the columns. */
export function read(columns: Columns): Archive {
  const count = columns.ids.length;
  const years = new Uint16Array(count);
  const months = new Uint8Array(count);
  const days = new Uint8Array(count);
  const links = new Array<string>(count);
  const date = new Date(0);
  let day = columns.last;
  for (let item = 0; item < count; item++) {
    const step = columns.days[item]!;
    day -= step;
    if (step || !item) date.setTime(day * DAY_MS);
    years[item] = date.getUTCFullYear();
    months[item] = date.getUTCMonth();
    days[item] = date.getUTCDate();
    links[item] = `${columns.links}${years[item]}/${two(months[item]! + 1)}/${columns.ids[item]}`;
  }
  const facet = (key: Key, legend: string, names: string[][], lists: Columns["regions"]): Facet => {
    const starts = new Uint32Array(count + 1);
    lists.lengths.forEach((length, item) => (starts[item + 1] = starts[item]! + length));
    return {
      key,
      legend,
      ids: names.map(([id]) => id!),
      names: names.map(([, name]) => name!),
      words: names.map(([, ...all]) => all.join(" ")),
      starts,
      values: Uint8Array.from(lists.values),
      carried: new Set(lists.values),
    };
  };
  return {
    title: columns.title,
    count,
    ids: columns.ids,
    titles: columns.titles,
    texts: columns.texts,
    links,
    years,
    months,
    days,
    facets: {
      region: facet("region", "Regions", columns.regionNames, columns.regions),
      partner: facet("partner", "Partners", columns.partnerNames, columns.partners),
    },
  };
}

const two = (number: number) => `${number}`.padStart(2, "0");

export const monthId = (archive: Archive, item: number) => `${archive.years[item]}-${two(archive.months[item]! + 1)}`;
export const monthName = (archive: Archive, item: number) => `${MONTHS[archive.months[item]!]} ${archive.years[item]}`;
export const dateName = (archive: Archive, item: number) => `${archive.days[item]} ${monthName(archive, item)}`;
export const dateId = (archive: Archive, item: number) => `${monthId(archive, item)}-${two(archive.days[item]!)}`;

/** What a date as ISO 8601 writes it is called, and its month. */
export function names(date: string) {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const monthName = `${MONTHS[month - 1]} ${year}`;
  return { month: date.slice(0, 7), monthName, dateName: `${day} ${monthName}` };
}

/** The names of an item's regions and partners. */
export function labels(archive: Archive, item: number): string[] {
  return FACETS.flatMap((key) => {
    const { starts, values, names } = archive.facets[key];
    return Array.from(values.subarray(starts[item], starts[item + 1]), (value) => names[value]!);
  });
}

/** All that can be found of an item. */
export function words(archive: Archive, item: number): string {
  let text = `${archive.titles[item]} ${archive.texts[item]}`;
  for (const key of FACETS) {
    const { starts, values, words } = archive.facets[key];
    for (let at = starts[item]!; at < starts[item + 1]!; at++) text += ` ${words[values[at]!]}`;
  }
  return text;
}

/** A text without case and accents. */
export const plain = (text: string) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** The same with its words between single spaces. */
const fold = (text: string) => ` ${plain(text).replace(/[^\p{L}\p{N}]+/gu, " ")}`;

/** Finds words at the start of words, in all texts one after the other; there is no index. */
export class Scan {
  #haystack: string[] | undefined;
  constructor(readonly archive: Archive) {}

  /** Makes what is searched, once. */
  prepare(): string[] {
    const { archive } = this;
    return (this.#haystack ??= Array.from({ length: archive.count }, (_, item) => fold(words(archive, item))));
  }

  /** Which items hold all words; nothing where nothing is looked for. */
  find(typed: string): Uint8Array | undefined {
    const needles = fold(typed).trim().split(" ").filter(Boolean).map((word) => ` ${word}`);
    if (!needles.length) return undefined;
    const haystack = this.prepare();
    const found = new Uint8Array(haystack.length);
    for (let item = 0; item < haystack.length; item++) {
      const text = haystack[item]!;
      found[item] = needles.every((needle) => text.includes(needle)) ? 1 : 0;
    }
    return found;
  }
}

/** The chosen values of each facet. */
export type Chosen = Record<Key, ReadonlySet<number>>;
export const nothingChosen = (): Record<Key, Set<number>> => ({ region: new Set(), partner: new Set() });

/** What a filter leaves: which items, and how many each value would. */
export interface Selection {
  listed: Uint8Array;
  count: number;
  counts: Record<Key, Uint32Array>;
}

/** Any of a facet's values, in every facet. A facet's own choice is set aside for its own counts. */
export function select(archive: Archive, chosen: Chosen, found: Uint8Array | undefined): Selection {
  const { region, partner } = archive.facets;
  const counts = { region: new Uint32Array(region.ids.length), partner: new Uint32Array(partner.ids.length) };
  const [wantsRegion, wantsPartner] = [wanted(region, chosen.region), wanted(partner, chosen.partner)];
  const listed = new Uint8Array(archive.count);
  let count = 0;
  for (let item = 0; item < archive.count; item++) {
    if (found && !found[item]) continue;
    const isIn = has(region, item, wantsRegion);
    const isWith = has(partner, item, wantsPartner);
    if (isWith) add(region, item, counts.region);
    if (isIn) add(partner, item, counts.partner);
    if (isIn && isWith) count += listed[item] = 1;
  }
  return { listed, count, counts };
}

/** The chosen values as flags; nothing where all will do. */
function wanted(facet: Facet, chosen: ReadonlySet<number>) {
  if (!chosen.size) return undefined;
  const flags = new Uint8Array(facet.ids.length);
  for (const value of chosen) flags[value] = 1;
  return flags;
}

function has({ starts, values }: Facet, item: number, wanted: Uint8Array | undefined) {
  if (!wanted) return true;
  for (let at = starts[item]!; at < starts[item + 1]!; at++) if (wanted[values[at]!]) return true;
  return false;
}

function add({ starts, values }: Facet, item: number, counts: Uint32Array) {
  for (let at = starts[item]!; at < starts[item + 1]!; at++) counts[values[at]!]!++;
}

/** Where each month's items begin and end. */
export function monthsOf(archive: Archive): { from: number; to: number }[] {
  const months: { from: number; to: number }[] = [];
  for (let item = 0; item < archive.count; item++) {
    const last = months.at(-1);
    if (last && archive.months[last.from] === archive.months[item] && archive.years[last.from] === archive.years[item]) last.to++;
    else months.push({ from: item, to: item + 1 });
  }
  return months;
}

/** How many items a page that does not hold them all shows at first, and adds on demand. */
export const PAGE = 50;

/** The first listed items. */
export function first(selection: Selection, limit: number): number[] {
  const items: number[] = [];
  for (let item = 0; item < selection.listed.length && items.length < limit; item++) {
    if (selection.listed[item]) items.push(item);
  }
  return items;
}

const numbers = new Intl.NumberFormat("en-GB");
export const written = (number: number) => numbers.format(number);

/** Tells the harness that a press on a value would be answered from now on. */
export const usable = () => document.dispatchEvent(new Event("bench:usable"));

/** Does work in slices that leave room for a frame, until there is none left. */
export function inSlices(work: () => boolean) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const end = performance.now() + 12;
    let more = true;
    while (more && performance.now() < end) more = work();
    if (more) port2.postMessage(0);
  };
  port2.postMessage(0);
}
