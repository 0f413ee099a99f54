// A long archive: the first items are there at once, the rest come while the browser has nothing else to do, and
// whoever asks for all of them before that gets them.
import { expect, type Page, test } from "../support/story";

const ITEMS = 600;
/** Items in five months of a year, every third of them about Georgia. */
const feed = Buffer.from(
  JSON.stringify({
    version: "https://jsonfeed.org/version/1.1",
    title: "Much news",
    items: [...Array(ITEMS).keys()].map((number) => ({
      id: `n${number}`,
      title: `Item ${number}`,
      _monthwise: { date: `2024-0${1 + (number % 5)}-01`, regions: [number % 3 ? "AM" : "GE"] },
    })),
  }),
);

/** Keeps what a page wants to do in idle moments until it is told to go on. */
async function hold(page: Page) {
  await page.addInitScript(() => {
    const works: IdleRequestCallback[] = [];
    window.requestIdleCallback = (work) => works.push(work);
    Object.assign(window, {
      goOn: () => {
        for (let work = works.shift(); work; work = works.shift()) work({ didTimeout: false, timeRemaining: () => 0 });
      },
    });
  });
}
const goOn = (page: Page) => page.evaluate(() => (window as unknown as { goOn(): void }).goOn());

test.beforeEach(({ page }) => hold(page));

test("the first items are there at once, and all of them in the end, in their order", async ({ page, news }) => {
  await news.open("", feed);
  await expect(news.count).toHaveText(`${ITEMS} items`);
  expect(await news.items.count()).toBeGreaterThanOrEqual(50);
  expect(await news.items.count()).toBeLessThan(ITEMS);
  await goOn(page);
  await expect(news.items).toHaveCount(ITEMS);
  const months = [5, 4, 3, 2, 1].map((month) => [...Array(ITEMS).keys()].filter((number) => number % 5 === month - 1));
  expect(await news.listed()).toEqual(months.flat().map((number) => `n${number}`));
});

test("a filter that comes before all items holds for those that come later, and so does taking it back", async ({ page, news }) => {
  await news.open("", feed);
  await news.value("GE").check();
  await expect(news.count).toHaveText(`${ITEMS / 3} of ${ITEMS} items`);
  await goOn(page);
  await expect(news.root.locator("article")).toHaveCount(ITEMS);
  const listed = await news.listed();
  expect(listed.length).toBe(ITEMS / 3);
  expect(listed.every((id) => Number(id.slice(1)) % 3 === 0)).toBe(true);
  await news.value("GE").uncheck();
  await goOn(page);
  expect(await news.listed()).toHaveLength(ITEMS);
});

test("what is looked for is marked in the items that come later, too", async ({ page, news }) => {
  await news.open("?q=item", feed);
  const newest = news.months.first();
  await expect(newest.locator("mark").first()).toBeVisible();
  await expect(newest.locator("article")).not.toHaveCount(ITEMS / 5);
  await goOn(page);
  await expect(newest.locator("article")).toHaveCount(ITEMS / 5);
  await expect(newest.locator("article mark")).toHaveCount(ITEMS / 5);
});

test("whoever is led to an item far down finds it, whether it was there or not", async ({ page, news }) => {
  await news.open("#n595", feed);
  await expect(news.root.locator("#n595")).toBeInViewport();
  await expect(news.items).not.toHaveCount(ITEMS);
  await goOn(page);
  await expect(news.items).toHaveCount(ITEMS);
});

test("paper holds all items, also when it is printed before they came", async ({ page, news }) => {
  await news.open("", feed);
  await expect(news.count).toHaveText(`${ITEMS} items`);
  await expect(news.items).not.toHaveCount(ITEMS);
  await page.pdf();
  await expect(news.items).toHaveCount(ITEMS);
});
