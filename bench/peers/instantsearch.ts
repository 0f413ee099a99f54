// InstantSearch.js with a client of our own that only scans: no index is made, and no server asked. Its own widgets
// print search box, facets and count; the hits are printed by a connector, by month, twenty and then more.
import instantsearch from "instantsearch.js";
import { connectInfiniteHits } from "instantsearch.js/es/connectors";
import { configure, refinementList, searchBox, stats } from "instantsearch.js/es/widgets";
import { type Archive, FACETS, type Key, Scan, first, load, monthId, nothingChosen, select, usable } from "./shared/archive";
import { make, month, row, sentence } from "./shared/view";

interface Request {
  params?: { query?: string; hitsPerPage?: number; page?: number; facets?: string | string[]; facetFilters?: (string | string[])[] };
}

const PER_PAGE = 20;
const loading = load().then((archive) => ({ archive, scan: new Scan(archive) }));
/** For what is printed at once; the widgets print nothing before the first answer. */
let archive: Archive;

const searchClient = {
  async search(requests: Request[]) {
    const loaded = await loading;
    archive = loaded.archive;
    // All requests of one search have the same words.
    let words = "";
    let found: Uint8Array | undefined;
    const results = requests.map(({ params = {} }) => {
      const query = params.query ?? "";
      if (query !== words) found = loaded.scan.find((words = query));
      return answer(params, query ? found : undefined);
    });
    return { results };
  },
};

function answer(params: NonNullable<Request["params"]>, found: Uint8Array | undefined) {
  const chosen = nothingChosen();
  for (const filter of params.facetFilters?.flat() ?? []) {
    const at = filter.indexOf(":");
    const key = filter.slice(0, at) as Key;
    chosen[key].add(archive.facets[key].ids.indexOf(filter.slice(at + 1)));
  }
  const selection = select(archive, chosen, found);
  // A request without hits is one for the counts of a facet alone.
  const { hitsPerPage = PER_PAGE, page = 0 } = params;
  const items = first(selection, hitsPerPage * (page + 1)).slice(hitsPerPage * page);
  const wanted = FACETS.filter((key) => params.facets?.includes(key));
  const facets = Object.fromEntries(
    wanted.map((key) => {
      const counts = Array.from(selection.counts[key], (count, value) => [archive.facets[key].ids[value]!, count] as const);
      return [key, Object.fromEntries(counts.filter(([, count]) => count))];
    }),
  );
  return {
    hits: items.map((item) => ({ objectID: archive.ids[item]!, item })),
    nbHits: selection.count,
    nbPages: Math.ceil(selection.count / (hitsPerPage || 1)),
    page,
    hitsPerPage,
    facets,
    query: params.query ?? "",
    params: "",
    processingTimeMS: 1,
    exhaustiveNbHits: true,
    exhaustiveFacetsCount: true,
  };
}

const app = document.getElementById("app")!;
const [filters, body] = [make("search", "filters"), make("section", "body")];
const box = make("div");
filters.append(box);
const place = (legend: string) => {
  const facet = make("fieldset", "facet");
  const holder = make("div");
  facet.append(make("legend", "", legend), holder);
  filters.append(facet);
  return holder;
};
const [regions, partners] = [place("Regions"), place("Partners")];
const status = make("p", "count");
status.role = "status";
const list = make("div", "list");
const more = make("button", "more", "Show more");
body.append(status, list, more);
app.append(make("h1", "", document.title), filters, body);

const hits = connectInfiniteHits<{ item: number }>(({ items, isLastPage, showMore }) => {
  if (!archive) return;
  more.onclick = showMore;
  more.hidden = isLastPage;
  const sections: HTMLElement[] = [];
  let entries: HTMLElement | undefined;
  for (const { item } of items) {
    if (sections.at(-1)?.id !== monthId(archive, item)) {
      const next = month(archive, item);
      entries = next.entries;
      sections.push(next.section);
    }
    entries!.append(row(archive, item));
  }
  list.replaceChildren(...sections);
});

const facet = (key: Key, container: HTMLElement) =>
  refinementList({
    container,
    attribute: key,
    operator: "or",
    limit: 1_000,
    sortBy: ["name:asc"],
    transformItems: (items: { value: string; label: string; highlighted: string }[]) =>
      items.map((item) => {
        const { ids, names } = archive.facets[key];
        const label = names[ids.indexOf(item.value)]!;
        return { ...item, label, highlighted: label };
      }),
  });

const search = instantsearch({ indexName: "news", searchClient, future: { preserveSharedStateOnUnmount: true } });
search.addWidgets([
  configure({ hitsPerPage: PER_PAGE }),
  searchBox({ container: box, showSubmit: false, showReset: false }),
  facet("region", regions),
  facet("partner", partners),
  stats({
    container: status,
    templates: { text: ({ nbHits }: { nbHits: number }) => (archive ? sentence(nbHits, archive.count) : "") },
  }),
  hits({}),
]);
search.once("render", usable);
search.start();
