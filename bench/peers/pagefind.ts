// Pagefind with a small view of the first fifty. It fetches what a question needs and no more; each row is a file.
import { type Archive, FACETS, type Key, PAGE, type Selection, names as namesOf, usable } from "./shared/archive";
import { controls, make } from "./shared/view";

interface Row {
  url: string;
  content: string;
  meta: Record<string, string>;
}
interface Results {
  results: { data(): Promise<Row> }[];
  filters: Record<string, Record<string, number>>;
}
interface Pagefind {
  options(options: object): Promise<void>;
  init(): Promise<void>;
  filters(): Promise<Results["filters"]>;
  search(words: string | null, options: object): Promise<Results>;
}

const place = new URL("pagefind/pagefind.js", location.href).href;
const pagefind = (await import(place)) as Pagefind;
// A worker of its own would be out of reach of the brake; without one all pages are measured alike.
await pagefind.options({ noWorker: true });
await pagefind.init();
// What the values are called stands beside the index, as it would in a page's own data.
const [all, names] = await Promise.all([pagefind.filters(), fetch("../names.json").then((response) => response.json())]);

const facet = (key: Key, legend: string) => {
  const ids = (names[key] as string[][]).map(([id]) => id!);
  const carried = ids.flatMap((id, value) => (all[key]?.[id] ? [value] : []));
  return { key, legend, ids, names: (names[key] as string[][]).map(([, name]) => name!), words: [], starts: new Uint32Array(), values: new Uint8Array(), carried: new Set(carried) };
};
const facets = { region: facet("region", "Regions"), partner: facet("partner", "Partners") };
const count: number = names.count;
const archive = { title: document.title, count, facets } as unknown as Archive;

const page = controls(archive, show, show);
const more = make("button", "more", "Show more");
page.list.after(more);
let limit = PAGE;
more.addEventListener("click", () => {
  limit += PAGE;
  void show();
});

/** Counts searches: an answer that is overtaken is not shown. */
let asked = 0;
async function show(event?: Event) {
  const number = ++asked;
  if (event) limit = PAGE;
  const words = page.box.value.trim() || null;
  const filters = (without?: Key) =>
    Object.fromEntries(
      FACETS.filter((key) => key !== without && page.chosen[key].size).map((key) => [
        key,
        { any: Array.from(page.chosen[key], (value) => facets[key].ids[value]!) },
      ]),
    );
  const sort = { place: "desc" };
  // A facet's own choice is set aside for its own counts: that is one more search for each that has one.
  const aside = (key: Key) => (page.chosen[key].size ? pagefind.search(words, { filters: filters(key) }) : undefined);
  const [found, region, partner] = await Promise.all([pagefind.search(words, { filters: filters(), sort }), aside("region"), aside("partner")]);
  const rows = await Promise.all(found.results.slice(0, limit).map((result) => result.data()));
  if (number !== asked) return;
  const counts = (key: Key, results: Results) => Uint32Array.from(facets[key].ids, (id) => results.filters[key]?.[id] ?? 0);
  page.update({
    count: found.results.length,
    counts: { region: counts("region", region ?? found), partner: counts("partner", partner ?? found) },
  } as Selection);
  print(rows);
  more.hidden = found.results.length <= rows.length;
}

function print(rows: Row[]) {
  const sections: HTMLElement[] = [];
  let entries: HTMLElement | undefined;
  for (const { url, content, meta } of rows) {
    const { month, monthName, dateName } = namesOf(meta.date!);
    if (sections.at(-1)?.id !== month) {
      const section = make("section", "month");
      section.id = month;
      entries = make("ol");
      section.append(make("h2", "", monthName), entries);
      sections.push(section);
    }
    const [entry, article, heading, about, list] = [make("li"), make("article"), make("h3"), make("p", "about"), make("ul", "labels")];
    article.id = url.slice(url.lastIndexOf("/") + 1);
    const link = make("a", "", meta.title) as HTMLAnchorElement;
    link.href = url;
    heading.append(link);
    const time = make("time", "", dateName) as HTMLTimeElement;
    time.dateTime = meta.date!;
    about.append(time);
    list.append(...meta.labels!.split("; ").map((name) => make("li", "", name)));
    // The title stands before the text, and the names to be found behind it.
    article.append(heading, about, make("p", "", content.slice(meta.title!.length + 1, Number(meta.end))), list);
    entry.append(article);
    entries!.append(entry);
  }
  page.list.replaceChildren(...sections);
}

await show();
usable();
