// A visitor without a mouse: everything can be reached and the focus is never lost.
import { expect, test } from "../support/story";

/** What has the focus, through shadow roots: its name or text. */
const focused = () => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active === document.body ? "body" : (active?.getAttribute("value") ?? active?.getAttribute("aria-label") ?? active?.textContent ?? "").trim();
};

test("tab goes through the page from top to end, in reading order", async ({ page, news }) => {
  await news.open();
  await expect(news.count).toHaveText("10 items");
  // The last stop is the last item's last label: nothing holds the focus on the way.
  const last = news.items.last().getByRole("button").last();
  const isThere = () => last.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button);
  const controls = await news.root.locator("a[href], button, input, select, summary").filter({ visible: true }).count();
  const names: string[] = [];
  // A field for a month has stops of its own.
  while (!(await isThere()) && names.length < 2 * controls) {
    await page.keyboard.press("Tab");
    names.push(await page.evaluate(focused));
  }
  await expect(last).toBeFocused();
  expect(names).not.toContain("body");
  expect(names.indexOf("GE")).toBeGreaterThan(names.indexOf("europe-central-asia"));
  expect(names.indexOf("osce")).toBeGreaterThan(names.indexOf("GE"));
});

test("space chooses a value and the focus stays on it", async ({ page, news }) => {
  await news.open();
  await news.value("GE").focus();
  await page.keyboard.press("Space");
  await expect(news.count).toHaveText("2 of 10 items");
  await expect(news.value("GE")).toBeFocused();
});

test("after a chip is removed the focus goes to the next chip, else to the list's heading", async ({ page, news }) => {
  await news.open("?region=GE&region=CN&partner=ec");
  await news.chips.nth(1).focus();
  await page.keyboard.press("Enter");
  await expect(news.chips).toHaveText(["Georgia", "European Commission"]);
  await expect(news.chips.nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(news.chips).toHaveText(["Georgia"]);
  await expect(news.root.getByRole("heading", { name: "News items" })).toBeFocused();
});

test("after clear all the focus is on the list's heading", async ({ page, news }) => {
  await news.open("?region=GE");
  await news.root.getByRole("button", { name: "Clear all" }).focus();
  await page.keyboard.press("Enter");
  await expect(news.count).toHaveText("10 items");
  await expect(news.root.getByRole("heading", { name: "News items" })).toBeFocused();
});

test("a change is announced once, in a sentence", async ({ page, news }) => {
  await news.open();
  await expect(news.count).toHaveText("10 items");
  await page.evaluate(() => {
    const said: string[] = [];
    const live = document.querySelector("monthwise-news")?.shadowRoot?.querySelectorAll("[role=status], [role=alert], [aria-live]") ?? [];
    for (const region of live) new MutationObserver(() => said.push(region.textContent ?? "")).observe(region, { childList: true, characterData: true, subtree: true });
    Object.assign(window, { said });
  });
  await news.value("GE").check();
  await expect(news.count).toHaveText("2 of 10 items");
  expect(await page.evaluate(() => (window as unknown as { said: string[] }).said)).toEqual(["2 of 10 items"]);
});
