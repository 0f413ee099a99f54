// The page for everyone: axe finds nothing in any state, and nothing jumps, spills or disappears.
import type { Page } from "@playwright/test";
import { expect, type News, test, violations } from "../support/story";

const STATES: { name: string; show: (news: News, page: Page) => Promise<void> }[] = [
  { name: "all items", show: async (news) => { await news.open(); await expect(news.count).toHaveText("10 items"); } },
  { name: "filtered", show: async (news) => { await news.open("?region=GE&partner=osce"); await expect(news.count).toHaveText("2 of 10 items"); } },
  { name: "nothing found", show: async (news) => { await news.open("?region=CN&partner=osce"); await expect(news.count).toHaveText("None of 10 items"); } },
  { name: "ignored values", show: async (news) => { await news.open("?region=XX"); await expect(news.root.getByText("The address asks for")).toBeVisible(); } },
  { name: "no items", show: async (news) => { await news.open("", "empty.json"); await expect(news.count).toHaveText("0 items"); } },
  { name: "failed", show: async (news) => { await news.open("", "broken.json"); await expect(news.failure).toBeVisible(); } },
  { name: "bad items", show: async (news) => { await news.open("", "one-bad-item.json"); await news.root.locator("summary").click(); } },
  { name: "searched", show: async (news) => { await news.open("?q=trafficking&from=2007-06"); await expect(news.root.locator("mark").first()).toBeVisible(); } },
  { name: "an item outside of the filter", show: async (news) => { await news.open("?region=CN#2007-05-us-trade-deals"); await expect(news.root.getByText("outside of the filter")).toBeVisible(); } },
  {
    name: "a folded text and two centuries",
    show: async (news) => {
      const content_text = Array.from({ length: 4 }, () => "Words of a paragraph. ".repeat(12)).join("\n\n");
      const items = ["1899", "1919-06-28", "2007-07", "2007-09", undefined].map((date, at) => ({ id: `${at}`, title: `News ${at}`, content_text, _monthwise: { date } }));
      await news.open("", Buffer.from(JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Long", items })));
      await expect(news.root.getByRole("button", { name: /^Show more/ }).first()).toBeVisible();
    },
  },
  { name: "an unknown place", show: async (news) => { await news.open("#nowhere"); await expect(news.root.getByText("The address points to")).toBeVisible(); } },
  { name: "many values", show: async (news) => { await news.open("", "many-values.json"); await expect(news.count).toHaveText("60 items"); } },
  { name: "right to left", show: async (news) => { await news.open("", "rtl.json"); await expect(news.items.first()).toBeVisible(); } },
  {
    name: "filters open",
    show: async (news) => {
      await news.open();
      await expect(news.count).toHaveText("10 items");
      const open = news.root.getByRole("button", { name: "Filters", exact: true });
      if (await open.isVisible()) await open.click();
    },
  },
];

for (const { name, show } of STATES) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [320, 1280]) {
      test(`axe finds nothing: ${name}, ${colorScheme}, ${width} px`, async ({ page, news, faults }) => {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        await show(news, page);
        // Months out of sight have no layout; they are part of the page all the same.
        await news.months.evaluateAll((months) => months.forEach((month) => ((month as HTMLElement).style.contentVisibility = "visible")));
        expect(await violations(page, faults)).toEqual([]);
        // Nothing spills over the side: 320 px is also 400 % zoom at 1280.
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      });
    }
  }
}

test("very long words spill nowhere", async ({ page, news }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await news.open("", "hostile.json");
  await expect(news.items.first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test("nothing moves by itself while the page loads", async ({ page, news }) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => shifts.push((entry as unknown as { value: number }).value))).observe({ type: "layout-shift", buffered: true });
    Object.assign(window, { shifts });
  });
  await news.open();
  await expect(news.count).toHaveText("10 items");
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, shift) => sum + shift, 0))).toBe(0);
});

test("every target is large enough to hit", async ({ page, news }) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await news.open("?region=GE");
  await expect(news.count).toHaveText("2 of 10 items");
  const small = await news.root.locator("button, select, summary, label").filter({ visible: true }).evaluateAll((all) =>
    all.filter((element) => element.getBoundingClientRect().height < 24).map((element) => element.outerHTML),
  );
  expect(small).toEqual([]);
});

test("in forced colours a chosen label still differs from the others", async ({ page, news }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await news.open("?region=GE");
  const labels = news.items.filter({ visible: true }).first().getByRole("button");
  const colour = (name: string) => labels.filter({ hasText: name }).evaluate((label) => getComputedStyle(label).backgroundColor);
  expect(await colour("Georgia")).not.toBe(await colour("Armenia"));
});
