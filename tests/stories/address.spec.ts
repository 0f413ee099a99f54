// A visitor sends the address of what they see; the address holds all of it, and others' own.
import { expect, query, test } from "../support/story";

test("back and forward restore the list and the controls, a step a press", async ({ page, news }) => {
  await news.open();
  await news.value("GE").check();
  await news.value("osce").check();
  await expect(news.count).toHaveText("2 of 10 items");
  await expect.poll(() => query(page)).toEqual(["region=GE", "partner=osce"]);
  await page.goBack();
  await expect(news.chips).toHaveText(["Georgia"]);
  await expect(news.value("osce")).not.toBeChecked();
  await page.goBack();
  await expect(news.count).toHaveText("10 items");
  await page.goForward();
  await page.goForward();
  await expect(news.value("osce")).toBeChecked();
  await expect.poll(() => query(page)).toEqual(["region=GE", "partner=osce"]);
});

test("parameters of others and the place in the page are kept as they are", async ({ page, news }) => {
  await news.open("?utm_source=a%20b&region=GE&x=%zz&flag#somewhere");
  await expect(news.chips).toHaveText(["Georgia"]);
  await news.value("AM").check();
  await expect(page).toHaveURL(/[?]utm_source=a%20b&region=GE&region=AM&x=%zz&flag#somewhere$/);
  await news.root.getByRole("button", { name: "Clear all" }).click();
  await expect.poll(() => new URL(page.url()).search).toBe("?utm_source=a%20b&x=%zz&flag");
});

test("what the archive does not have is ignored, and said to be", async ({ news }) => {
  await news.open("?region=XX&region=GE&partner=%3Cb%3E&partners=some");
  await expect(news.count).toHaveText("2 of 10 items");
  await expect(news.root.getByText("The address asks for")).toHaveText(
    "The address asks for region=XX, partner=<b> and partners=some, which this archive does not have. It is left aside.",
  );
  await news.value("AM").check();
  await expect(news.root.getByText("The address asks for")).toHaveCount(0);
});

test("odd ids survive the address", async ({ page, news }) => {
  await news.open("", "hostile.json");
  await expect(news.items.first()).toBeVisible();
  const boxes = news.root.locator("input[type=checkbox]");
  const total = await boxes.count();
  expect(total).toBeGreaterThan(3);
  for (let at = 0; at < total; at++) {
    await boxes.nth(at).check();
    await expect(news.chips).toHaveCount(1);
    const count = await news.count.textContent();
    await expect(page).toHaveURL(/[?]./);
    await page.reload();
    await expect(news.count).toHaveText(count ?? "");
    await expect(boxes.nth(at)).toBeChecked();
    await boxes.nth(at).uncheck();
    await expect(news.chips).toHaveCount(0);
  }
});

test("the document's title follows the filter", async ({ page, news }) => {
  await news.open();
  await expect(page).toHaveTitle("News on forced labour");
  await news.value("GE").check();
  await expect(page).toHaveTitle("News on forced labour: Georgia");
  await news.value("osce").check();
  await expect(page).toHaveTitle("News on forced labour: Georgia and Organization for Security and Co-operation in Europe");
});
