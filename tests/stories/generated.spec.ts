// Ten thousand generated filters over generated news: the page lists the same items in the same order, and counts the
// same, as a naive reference. (`crates/archive` holds its rules against another one, natively.)
import { expect, test } from "../support/story";
import { AREA, type Answer, answer, anyFilter, anyItems, chance, query } from "../support/naive";

const FEEDS = 100;
const FILTERS = 100;

test("ten thousand generated filters list and count what a naive reference does", async ({ page, news }) => {
  test.setTimeout(300_000);
  await news.open();
  await expect(news.count).toHaveText("10 items");
  for (let seed = 1; seed <= FEEDS; seed++) {
    const by = chance(seed);
    const items = anyItems(by);
    const filters = [...Array(FILTERS)].map(() => anyFilter(items, by));
    const feed = { version: "https://jsonfeed.org/version/1.1", title: "·", _monthwise: { regions: [AREA] }, items };
    await page.route(`**/generated-${seed}.json`, (route) => route.fulfill({ json: feed }));
    const answers = await page.evaluate(
      async ([src, queries]) => {
        const element = document.querySelector("monthwise-news") as HTMLElement;
        const root = element.shadowRoot as ShadowRoot;
        const told = (event: string) => new Promise((resolve) => element.addEventListener(event, resolve, { once: true }));
        const isReady = told("monthwise:ready");
        element.setAttribute("src", src);
        await isReady;
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
      [`generated-${seed}.json`, filters.map(query)] as const,
    );
    for (const [at, filter] of filters.entries()) {
      expect(answers[at], `feed ${seed}, ?${query(filter)}`).toEqual(answer(items, filter));
    }
  }
});
