// Defines generated news, generated filters, and what of the one the other lists: the design's sentences taken
// literally and slowly, without a line of the page. It is what the page is held against.

export interface Item {
  id: string;
  title: string;
  content_text: string;
  tags: string[];
  _monthwise: { date?: string; regions: string[]; partners: string[] };
}

export const FACETS = ["region", "partner", "topic"] as const;
type Facet = (typeof FACETS)[number];

export interface Filter {
  chosen: Record<Facet, string[]>;
  /** The facets of which an item has to carry all that is chosen. */
  all: Facet[];
  words: string[];
  from?: string;
  to?: string;
}

export interface Answer {
  /** The listed items, in their order. */
  ids: string[];
  /** How many items each value would list, by facet and value. */
  counts: Record<string, number>;
}

/** An area of the feed's own; the last of the countries lies in none. */
export const AREA = { id: "east", name: "East", members: ["AM", "GE"] };
const REGIONS = [...AREA.members, "UA", AREA.id];
const PARTNERS = ["alder", "birch", "cedar"];
const TOPICS = ["farms", "ships"];
/** Words of which some begin others, and no name of a value. */
const WORDS = ["zor", "zorgan", "mip", "miplet", "quell", "Vöst"];
const NOT_STATED = "not-stated";

/** Numbers by chance, the same for the same seed (mulberry32). */
export function chance(seed: number) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let hash = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    hash = (hash + Math.imul(hash ^ (hash >>> 7), 61 | hash)) ^ hash;
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  const one = <T>(from: readonly T[]) => from[below(from.length)] as T;
  const some = <T>(from: readonly T[], most: number) => [...new Set([...Array(from.length && below(most + 1))].map(() => one(from)))];
  return { below, one, some };
}
export type Chance = ReturnType<typeof chance>;

const two = (number: number) => `${number}`.padStart(2, "0");

export function anyItems({ below, one, some }: Chance): Item[] {
  const text = (least: number) => [...Array(least + below(4))].map(() => one(WORDS)).join(one([" ", "-", ", "]));
  const date = () => {
    const [year, month] = [`200${6 + below(2)}`, two(1 + below(4))];
    return one([undefined, year, `${year}-${month}`, `${year}-${month}-${two(1 + below(3))}`]);
  };
  return [...Array(1 + below(40)).keys()].map((number) => ({
    id: `n${number}`,
    title: text(1),
    content_text: text(0),
    tags: some(TOPICS, 2),
    _monthwise: { date: date(), regions: some(REGIONS, 3), partners: some(PARTNERS, 2) },
  }));
}

/** The values that an item carries. */
function valuesOf(item: Item, facet: Facet): string[] {
  return facet === "topic" ? item.tags : item._monthwise[`${facet}s`];
}

/** The values of a facet that can be chosen: those of which there is anything, and "not stated" among others only. */
function values(items: Item[], facet: Facet): string[] {
  const named = new Set(items.flatMap((item) => valuesOf(item, facet)));
  if (named.size) named.add(NOT_STATED);
  if (facet === "region") named.add(AREA.id);
  return [...named].filter((id) => items.some((item) => carries(item, facet, id)));
}

export function anyFilter(items: Item[], { below, one, some }: Chance): Filter {
  const of = (facet: Facet) => (below(2) ? some(values(items, facet), 3) : []);
  const month = () => (below(3) ? undefined : `200${6 + below(2)}-${two(1 + below(4))}`);
  const [from, to] = [month(), month()];
  const word = () => one([one(WORDS), one(WORDS).slice(0, 1 + below(3)), `"${one(WORDS)} ${one(WORDS)}"`]);
  return {
    chosen: { region: of("region"), partner: of("partner"), topic: of("topic") },
    all: FACETS.filter(() => !below(3)),
    words: below(2) ? [] : [word(), word()].slice(below(2)),
    ...(from && to && from > to ? { from: to, to: from } : { from, to }),
  };
}

/** The filter as a query. */
export function query(filter: Filter): string {
  const query = new URLSearchParams();
  for (const facet of FACETS) {
    filter.chosen[facet].forEach((id) => query.append(facet, id));
    if (filter.all.includes(facet)) query.append(`${facet}s`, "all");
  }
  if (filter.words.length) query.append("q", filter.words.join(" "));
  if (filter.from) query.append("from", filter.from);
  if (filter.to) query.append("to", filter.to);
  return `${query}`;
}

/** "Choosing an area chooses everything in it." */
function carries(item: Item, facet: Facet, id: string): boolean {
  const carried = valuesOf(item, facet);
  if (id === NOT_STATED) return carried.length === 0;
  return carried.includes(id) || (id === AREA.id && carried.some((region) => AREA.members.includes(region)));
}

/** A word is found where words begin, a phrase as whole words; neither case nor accents count. */
function holds(item: Item, word: string): boolean {
  const folded = (text: string) => text.toLowerCase().replaceAll("ö", "o");
  const inWords = (text: string) => ` ${folded(text).split(/[^a-z]+/).filter(Boolean).join(" ")} `;
  const isPhrase = word.startsWith('"');
  const needle = ` ${folded(word.replaceAll('"', ""))}${isPhrase ? " " : ""}`;
  return [item.title, item.content_text].some((text) => inWords(text).includes(needle));
}

/** A span of months holds what happened in one of them, as far as it is known. */
function isWithin({ _monthwise: { date } }: Item, { from, to }: Filter): boolean {
  if (!from && !to) return true;
  if (!date) return false;
  const length = Math.min(date.length, 7);
  const month = date.slice(0, length);
  return !(from && month < from.slice(0, length)) && !(to && month > to.slice(0, length));
}

function passes(item: Item, facet: Facet, filter: Filter): boolean {
  const chosen = filter.chosen[facet];
  const carried = (id: string) => carries(item, facet, id);
  return chosen.length === 0 || (filter.all.includes(facet) ? chosen.every(carried) : chosen.some(carried));
}

function isListed(item: Item, filter: Filter): boolean {
  return (
    FACETS.every((facet) => passes(item, facet, filter)) &&
    filter.words.every((word) => holds(item, word)) &&
    isWithin(item, filter)
  );
}

/** Months newest first, what has only a year after that year's months, what has no date last; within a month days
 * newest first, and an item without a day behind the one that it follows in the feed. */
function inReadingOrder(items: Item[]): Item[] {
  // A year without a month is "2007-00", and no date "0".
  const period = (item: Item) => {
    const date = item._monthwise.date?.slice(0, 7) ?? "0";
    return date.length === 4 ? `${date}-00` : date;
  };
  const periods = [...new Set(items.map(period))].sort().reverse();
  return periods.flatMap((of) => {
    let day = "9";
    const placed = items
      .filter((item) => period(item) === of)
      .map((item) => {
        day = item._monthwise.date?.slice(8) || day;
        return { item, day };
      });
    return placed.sort((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : 0)).map(({ item }) => item);
  });
}

/** What a filter lists, and what each value would list: "its own facet's choice set aside, the other filters kept
 * (with *all of these*, the choice counts too)". */
export function answer(items: Item[], filter: Filter): Answer {
  const counts: Record<string, number> = {};
  for (const facet of FACETS) {
    const aside = filter.all.includes(facet) ? filter : { ...filter, chosen: { ...filter.chosen, [facet]: [] } };
    const base = items.filter((item) => isListed(item, aside));
    for (const id of values(items, facet)) counts[`${facet} ${id}`] = base.filter((item) => carries(item, facet, id)).length;
  }
  return { ids: inReadingOrder(items).filter((item) => isListed(item, filter)).map((item) => item.id), counts };
}
