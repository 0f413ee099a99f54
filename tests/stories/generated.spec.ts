// Ten thousand generated filters over generated news: the page lists the same items in the same order, and counts the
// same, as a naive reference. (`crates/archive` holds its rules against another one, natively.)
import { expect, test } from "../support/story";
import { AREA, type Answer, FACETS, type Item, answer, anyFilter, anyItems, chance, query } from "../support/naive";

const FEEDS = 25;
const FILTERS = 100;
/** A filter costs the browser some twenty milliseconds, most of them for its address: each story is a quarter of all. */
const QUARTERS = [0, 1, 2, 3];

const VERSION = "https://jsonfeed.org/version/1.1";

/** The files of a feed, by name: all news in the first one, or some in each, with an outline of all (docs/FEED.md). */
function filesOf(name: string, items: Item[], size: number) {
  const files = [...Array(Math.ceil(items.length / size)).keys()].map((at) => items.slice(at * size, (at + 1) * size));
  const names = files.map((_, at) => (at ? `${name}.${at}.json` : `${name}.json`));
  const outline = files.length > 1 ? { outline: `${name}.outline.json` } : {};
  const feed = (items: Item[], at: number) => ({
    version: VERSION,
    title: "·",
    next_url: names[at + 1],
    _monthwise: { regions: [AREA], ...(at ? {} : outline) },
    items,
  });
  const columns: Record<string, unknown> = {
    files: names,
    sizes: files.map((file) => file.length),
    ids: items.map(({ id }) => id),
    headings: items.map(({ title }) => title),
    dates: items.map(({ _monthwise: { date } }) => date ?? "-"),
  };
  for (const facet of FACETS) {
    const carried = items.map((item) => (facet === "topic" ? item.tags : item._monthwise[`${facet}s`]));
    const values = [...new Set(carried.flat())];
    columns[facet] = values;
    columns[`${facet}s`] = carried.map((ids) => ids.map((id) => values.indexOf(id)).join(" "));
  }
  return new Map<string, unknown>([...files.map((file, at) => [names[at]!, feed(file, at)] as const), [`${name}.outline.json`, columns]]);
}

const FORMS = [
  ["in one file", 99],
  ["in files of seven items", 7],
] as const;

for (const [[form, size], quarter] of FORMS.flatMap((form) => QUARTERS.map((quarter) => [form, quarter] as const))) {
  test(`generated filters list and count what a naive reference does, ${form}, ${quarter + 1} of 4`, async ({ page, news }) => {
    test.setTimeout(300_000);
    await news.open();
    await expect(news.count).toHaveText("10 items");
    for (let seed = quarter * FEEDS + 1; seed <= (quarter + 1) * FEEDS; seed++) {
      const by = chance(seed);
      const items = anyItems(by);
      const filters = [...Array(FILTERS)].map(() => anyFilter(items, by));
      const files = filesOf(`generated-${seed}`, items, size);
      await page.route(`**/generated-${seed}.*`, (route) => route.fulfill({ json: files.get(new URL(route.request().url()).pathname.split("/").at(-1)!) }));
      const answers = await page.evaluate(
        async ([src, count, queries]) => {
          const element = document.querySelector("monthwise-news") as HTMLElement;
          const root = element.shadowRoot as ShadowRoot;
          const told = (event: string) => new Promise((resolve) => element.addEventListener(event, resolve, { once: true }));
          const isReady = told("monthwise:ready");
          element.setAttribute("src", src);
          await isReady;
          // Words are found in all texts once these are here.
          while (root.querySelector(".item__away, .rest:not([hidden])") || root.querySelectorAll("article").length < count) {
            await new Promise(requestAnimationFrame);
          }
          const answers: Answer[] = [];
          for (const query of queries) {
            const isChanged = told("monthwise:change");
            history.replaceState(null, "", `?${query}`);
            dispatchEvent(new PopStateEvent("popstate"));
            await isChanged;
            const listed = [...root.querySelectorAll("article")].filter((item) => !item.closest("[hidden]"));
            const counts: Record<string, number> = {};
            for (const box of root.querySelectorAll<HTMLInputElement>("input[type=checkbox]")) {
              const facet = box.closest<HTMLElement>("[data-facet]")?.dataset.facet;
              counts[`${facet} ${box.value}`] = Number(box.closest("label")?.querySelector(".value__count")?.textContent);
            }
            answers.push({ ids: listed.map((item) => item.id), counts });
          }
          return answers;
        },
        [`generated-${seed}.json`, items.length, filters.map(query)] as const,
      );
      for (const [at, filter] of filters.entries()) {
        expect(answers[at], `feed ${seed}, ?${query(filter)}`).toEqual(answer(items, filter));
      }
    }
  });
}
