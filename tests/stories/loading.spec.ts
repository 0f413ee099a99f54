// When a list is loaded, and the room that it keeps until then: nothing is asked for too early, and nothing moves.
import type { Page } from "@playwright/test";
import { hosts, listeners, ready, ROOM, shifts, watch, watchShifts } from "../support/host";
import { expect, News, test } from "../support/story";

/** The paths that a page asks for below its server, of a list's own files the last part. */
function requests(page: Page) {
  const paths: string[] = [];
  page.on("request", (request) => paths.push(new URL(request.url()).pathname.replace(/^.*\//, "")));
  return () => paths.filter((path) => !/\.(html|css)$/.test(path) || path === "monthwise.css").sort();
}

const LOADED = ["en.json", "monthwise.bin", "monthwise.css", "monthwise.js", "news.json"];

/** Scrolls until the list is so many screens below the window, and waits until the browser has told that. */
const approach = (page: Page, screens: number) =>
  page.evaluate(async (screens) => {
    await customElements.whenDefined("monthwise-news");
    const list = document.querySelector("monthwise-news") as Element;
    scrollTo(0, list.getBoundingClientRect().top + scrollY - innerHeight * (1 + screens));
    await new Promise((resolve) => requestAnimationFrame(() => new IntersectionObserver(resolve).observe(list)));
    await new Promise((resolve) => setTimeout(resolve));
  }, screens);

test("nothing but the script is loaded until the list is less than a screen away; then it comes, and nothing moves", async ({ page }) => {
  const asked = requests(page);
  await watchShifts(page);
  await page.goto(`${hosts}hurts/below.html`);
  for (const screens of [3, 1.1]) {
    await approach(page, screens);
    expect(asked()).toEqual(["monthwise.js"]);
  }
  await approach(page, 0.9);
  const news = new News(page);
  await expect(news.root.locator("[part=page]")).toBeAttached();
  expect(asked()).toEqual(LOADED);
  for (const screens of [0.5, 0, -0.5, -1]) await approach(page, screens);
  await expect(news.count).toBeInViewport();
  expect(await shifts(page)).toBe(0);
});

test("a list that is in view when the page opens moves nothing when it comes", async ({ page }) => {
  await watchShifts(page);
  await page.goto(`${hosts}hurts/two-feeds.html`);
  await ready(page);
  expect(await shifts(page)).toBe(0);
});

test("with the document's rule in the host's style nothing moves, however late the script comes", async ({ page }) => {
  let letScriptCome = (): void => undefined;
  const wait = new Promise<void>((resolve) => (letScriptCome = resolve));
  await page.route("**/monthwise.js", (route) => wait.then(() => route.continue()));
  await page.route("**/host.css", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n${ROOM}` });
  });
  await page.setViewportSize({ width: 1280, height: 1000 });
  await watchShifts(page);
  // The page is parsed; its module scripts are still on their way.
  await page.goto(`${hosts}attributes/limit.html`, { waitUntil: "commit" });
  await expect(page.getByText("What stands below the list.")).toBeVisible();
  expect(await shifts(page)).toBe(0);
  letScriptCome();
  await ready(page);
  expect(await shifts(page)).toBe(0);
});

test("a few items without facets keep room for just them", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.goto(`${hosts}attributes/limit.html`);
  const list = page.locator("monthwise-news");
  const kept = () => list.evaluate((list) => parseFloat(getComputedStyle(list).minHeight) / parseFloat(getComputedStyle(list).fontSize));
  await ready(page);
  expect(await kept()).toBe(900 / 16);
  await list.evaluate((list) => {
    list.setAttribute("controls", "search");
    list.setAttribute("limit", "2");
  });
  await expect.poll(kept).toBe(27);
});

test("the room is kept from when the script runs, and a rule of the host's wins", async ({ page }) => {
  await page.goto(`${hosts}hurts/below.html`);
  await approach(page, 3);
  const height = () => page.locator("monthwise-news").evaluate((list) => list.getBoundingClientRect().height / innerHeight);
  expect(await height()).toBeCloseTo(0.9, 2);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("monthwise-news { min-block-size: 50vh }");
    document.adoptedStyleSheets.push(sheet);
  });
  expect(await height()).toBeCloseTo(0.5, 2);
});

test("with eager it is loaded at once, and another list waits all the same", async ({ page }) => {
  await page.goto(`${hosts}attributes/eager.html`);
  await expect(page.locator("#eager [part=page]")).toBeAttached();
  expect(await page.evaluate(() => scrollY)).toBe(0);
  await expect(page.locator("#waits [part=page]")).toHaveCount(0);
  await expect(page.locator("output")).toHaveText(/^monthwise:ready from #eager: .*\n$/);
  await page.locator("#waits").scrollIntoViewIfNeeded();
  await expect(page.locator("#waits [part=page]")).toBeVisible();
});

test("where the address leads into the list it does not wait, and the visitor is led there", async ({ page }) => {
  await page.goto(`${hosts}hurts/below.html#2007-05-us-trade-deals`);
  await expect(page.locator("monthwise-news").getByRole("article").filter({ hasText: "Forced Labour to be included in trade deals" })).toBeInViewport();
});

test("in a closed tab it waits until the tab is opened", async ({ page }) => {
  const asked = requests(page);
  await page.goto(`${hosts}hurts/tab.html`);
  await approach(page, 0);
  expect(asked()).toEqual(["monthwise.js", "tab.js"]);
  await page.getByRole("tab", { name: "News" }).click();
  const news = new News(page);
  await expect(news.count).toHaveText("10 items");
  expect(asked()).toEqual([...LOADED, "tab.js"]);
  // Closed and opened again it is as it was left.
  await news.value("GE").check();
  await page.getByRole("tab", { name: "About" }).click();
  await expect(news.count).toBeHidden();
  await page.getByRole("tab", { name: "News" }).click();
  await expect(news.count).toHaveText("2 of 10 items");
  expect(asked()).toEqual([...LOADED, "tab.js"]);
});

test("removed while it waits it leaves nothing behind, and put near it comes", async ({ page }) => {
  await watch(page);
  await page.goto(`${hosts}hurts/below.html`);
  await approach(page, 3);
  const list = await page.locator("monthwise-news").elementHandle();
  await list?.evaluate((list) => list.remove());
  await expect.poll(() => listeners(page)).toEqual([]);
  await list?.evaluate((list) => document.querySelector("h1")?.after(list));
  await approach(page, 0);
  await expect(new News(page).count).toHaveText("10 items");
});
