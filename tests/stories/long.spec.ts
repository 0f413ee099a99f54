// A feed too long for one file, as `monthwise build` publishes it: the list is whole as soon as its outline is there,
// and texts come where they are read, looked for or taken away.
import type { Route } from "@playwright/test";
import { publish } from "../support/command";
import { expect, News, type Page, test } from "../support/story";

const LONG = 1_000;
/** More than stand in the document as a whole. */
const LONGER = 12_000;

/** Items of five months, newest first, of which every third is about Georgia. */
const items = (count: number) =>
  [...Array(count).keys()].map((number) => ({
    id: `n${number}`,
    title: `Item ${number}`,
    content_text: `The text of the ${number % 7 ? "report" : "survey"} in full, word by word. `.repeat(count > LONG ? 1 : 6),
    _monthwise: { date: `2024-0${5 - Math.floor((number * 5) / count)}-01`, regions: [number % 3 ? "AM" : "GE"] },
  }));
const feed = (count: number) =>
  JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Much news", items: items(count) });

const surveys = (count: number) => [...Array(count).keys()].filter((number) => number % 7 === 0).length;

const sites = new Map<number, string>();
function site(count: number) {
  if (!sites.has(count)) sites.set(count, publish(`long-${count}`, feed(count)));
  return sites.get(count)!;
}

/** Which files of the feed a page may have, and how often it asked. */
async function gate(page: Page) {
  const state = { lets: (_: string) => true, asked: [] as string[], waiting: [] as (() => void)[] };
  await page.route(/news\.(\d+|outline)\.json/, async (route) => {
    const [name] = /news\.\w+\.json/.exec(route.request().url())!;
    state.asked.push(name);
    if (state.lets(name)) await route.continue();
    else await route.abort();
  });
  return state;
}
/** Keeps texts from coming until the answer is called. */
async function hold(page: Page) {
  let go = () => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  const wait = (route: Route) => held.then(() => route.fallback());
  await page.route(/news\.\d+\.json/, wait);
  return () => {
    go();
    return page.unroute(/news\.\d+\.json/, wait);
  };
}
/** The rows of the list. What was published is still there, and hidden, where it did not become the app's. */
const rows = (news: News) => news.page.locator(".root:has(:enabled.search__box) article");
const away = (news: News) => news.root.locator(".item__away");

test.use({ expected: /Failed to load|net::ERR_FAILED/ });

test("everything is counted from the outline, and in the end every item and its text is in the page", async ({ page, news }) => {
  const { asked } = await gate(page);
  await page.goto(site(LONG));
  await expect(news.count).toHaveText("1,000 items");
  await expect(rows(news)).toHaveCount(LONG);
  await expect(away(news)).toHaveCount(0);
  await expect(rows(news).filter({ hasText: "The text of the" })).toHaveCount(LONG);
  expect(asked.filter((name) => name === "news.2.json")).toHaveLength(1);
  await news.value("GE").last().check();
  await expect(news.count).toHaveText("334 of 1,000 items");
  expect((await news.listed()).every((id) => Number(id.slice(1)) % 3 === 0)).toBe(true);
});

test("words are found in titles at once, in texts as they come, and that is said", async ({ page, news }) => {
  const state = await gate(page);
  const go = await hold(page);
  await page.goto(`${site(LONG)}?q=survey`);
  await expect(news.root.getByText("Titles are searched. The texts follow")).toBeVisible();
  await expect(news.root.getByRole("progressbar")).toBeVisible();
  const first = Number(/\d+/.exec((await news.count.first().textContent())!)![0]);
  expect(first).toBeLessThan(surveys(LONG));
  await go();
  await expect(news.count.first()).toHaveText(`${surveys(LONG)} of 1,000 items`);
  await expect(news.root.getByText("Titles are searched")).toHaveCount(0);
  await news.search.fill("item 77");
  await expect(news.count.first()).toHaveText(/of 1,000 items/);
  expect(await news.listed()).toContain("n77");
  expect(state.asked.length).toBeLessThan(20);
});

test("of a very long list only what is near stands in the page, and a place in it is led to with its text", async ({ page, news }) => {
  test.slow();
  const { asked } = await gate(page);
  await page.goto(site(LONGER));
  await expect(news.count).toHaveText("12,000 items");
  expect(asked.length).toBeLessThan(20);
  expect(await rows(news).count()).toBeLessThan(LONGER / 2);
  const late = `n${LONGER - 3}`;
  await page.goto(`${site(LONGER)}#${late}`);
  const item = news.root.locator(`#${late}`).filter({ visible: true });
  await expect(item).toBeInViewport();
  await expect(item).toContainText("in full, word by word");
  await expect(item.locator(".item__title")).toBeFocused();
});

test("a file that does not come says so in its month, and comes when asked again", async ({ page, news }) => {
  const state = await gate(page);
  state.lets = (name) => name !== "news.3.json";
  await page.goto(site(LONG));
  await expect(news.count).toHaveText("1,000 items");
  const failed = news.root.locator(".month__failed").first();
  await expect(failed).toContainText("Not all texts could be loaded. What is here stays.");
  // Nothing else stops.
  await expect(rows(news)).toHaveCount(LONG);
  await news.value("GE").last().check();
  await expect(news.count).toHaveText("334 of 1,000 items");
  await news.value("GE").last().uncheck();
  state.lets = () => true;
  await failed.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(news.root.locator(".month__failed")).toHaveCount(0);
  await expect(away(news)).toHaveCount(0);
  await expect(news.root.locator(".month__heading:focus")).toHaveCount(1);
});

test("nothing moves where a list that is filtered is gone to", async ({ page, news }) => {
  // Few items a month, of all heights, of which some are listed.
  const items = [...Array(240).keys()].map((number) => ({
    id: `n${number}`,
    title: `Item ${number}`,
    content_text: "A sentence of some length, word by word. ".repeat(1 + ((number * 7) % 11)),
    _monthwise: { date: `${2024 - Math.floor(number / 48)}-${String(12 - Math.floor((number % 48) / 4)).padStart(2, "0")}-01`, regions: [number % 3 ? "AM" : "GE"] },
  }));
  const address = publish("uneven", JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Uneven news", items }));
  // By the address: what moves right after a press does not count as a shift.
  await page.goto(`${address}?region=GE`);
  await expect(news.count).toHaveText("80 of 240 items");
  await expect(rows(news)).toHaveCount(240);
  const moved = await page.evaluate(async () => {
    const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const shifts: PerformanceEntry[] = [];
    const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
    observer.observe({ type: "layout-shift" });
    for (let step = 0; step < 12; step++) {
      scrollBy({ top: innerHeight * 0.9, behavior: "instant" });
      await frames();
    }
    return [...shifts, ...observer.takeRecords()].map((shift) => (shift as unknown as { value: number }).value);
  });
  expect(moved).toEqual([]);
});

test("without its outline the list comes file by file", async ({ page, news }) => {
  const state = await gate(page);
  state.lets = (name) => name !== "news.outline.json";
  await page.goto(site(LONG));
  await expect(news.count).toHaveText("1,000 items");
  await expect(rows(news)).toHaveCount(LONG);
  await expect(away(news)).toHaveCount(0);
});

test("a list that is taken away holds all its texts, however few were there", async ({ page, news }) => {
  test.slow();
  await page.goto(`${site(LONGER)}?region=GE`);
  await expect(news.count).toHaveText("4,000 of 12,000 items");
  // Held, or they may all be there before anyone has looked.
  const go = await hold(page);
  const download = page.waitForEvent("download");
  await news.root.getByRole("button", { name: "CSV" }).click();
  await expect(news.root.getByText("The texts are being loaded")).toBeVisible();
  await go();
  const file = await (await download).createReadStream();
  let csv = "";
  for await (const part of file) csv += String(part);
  expect(csv.match(/in full, word by word/g)).toHaveLength(4_000);
  await expect(news.root.getByText("The texts are being loaded")).toHaveCount(0);
});

test("a list whose texts do not all come is not taken away", async ({ page, news }) => {
  test.slow();
  const state = await gate(page);
  state.lets = (name) => name !== "news.9.json";
  let downloads = 0;
  page.on("download", () => downloads++);
  await page.goto(site(LONGER));
  await expect(news.count).toHaveText("12,000 items");
  await news.root.getByRole("button", { name: "CSV" }).click();
  await expect(news.root.getByRole("alert")).toContainText("Not all texts could be loaded", { timeout: 60_000 });
  expect(downloads).toBe(0);
  // Whoever tries again gets what they asked for.
  state.lets = () => true;
  const download = page.waitForEvent("download");
  // The notice's own button: on the way to a month's, the month comes near and is tried again by itself.
  await news.root.locator(".rest").getByRole("button", { name: "Try again" }).press("Enter");
  await download;
});

test("in a page of others the first items are there before the outline is", async ({ page }) => {
  const address = site(LONG);
  const news = new News(page);
  let go = () => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route(/news\.outline\.json/, async (route) => {
    await held;
    await route.continue();
  });
  await page.route(`${address}host.html`, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><script type="module" src="monthwise.js"></script><monthwise-news src="news.json"></monthwise-news>`,
    }),
  );
  await page.goto(`${address}host.html`);
  await expect(news.titles.first()).toHaveText("Item 0");
  await expect(news.root.getByText("More items are being loaded")).toBeVisible();
  go();
  await expect(news.count).toHaveText("1,000 items");
  await expect(news.root.getByText("More items are being loaded")).toHaveCount(0);
});
