// A visitor half remembers an item, and finds it by words.
import { expect, query, test } from "../support/story";

const SEARCHES = [
  { words: "prosec", count: "1 of 10 items", why: "the start of a word" },
  { words: "rosecut", count: "None of 10 items", why: "not the middle of one" },
  { words: "TRADE unions", count: "1 of 10 items", why: "all words, in whatever case" },
  { words: '"forced labour"', count: "6 of 10 items", why: "a phrase" },
  { words: '"labour forced"', count: "None of 10 items", why: "a phrase has an order" },
  { words: "icmpd", count: "2 of 10 items", why: "the short name of a partner" },
  { words: "Georgia", count: "2 of 10 items", why: "the name of a country" },
  { words: "?!", count: "10 items", why: "no word at all" },
];

for (const { words, count, why } of SEARCHES) {
  test(`${words} finds ${why}: by typing and by address`, async ({ page, news }) => {
    await news.open();
    await news.search.pressSequentially(words);
    await expect(news.count).toHaveText(count);
    await expect(news.search).toHaveValue(words);
    await expect.poll(() => query(page)).toEqual([`q=${words}`]);
    await page.reload();
    await expect(news.count).toHaveText(count);
    await expect(news.search).toHaveValue(words);
  });
}

test("typing loses no key, keeps the focus and is one step of the history", async ({ page, news }) => {
  await news.open("?partner=ec");
  const before = await page.evaluate(() => history.length);
  await news.search.click();
  await page.keyboard.type("labour  in ", { delay: 0 });
  await expect(news.search).toHaveValue("labour  in ");
  await expect(news.search).toBeFocused();
  await expect.poll(() => query(page)).toEqual(["partner=ec", "q=labour  in"]);
  expect(await page.evaluate(() => history.length)).toBe(before);
});

test("enter goes from the words to what they found", async ({ page, news }) => {
  await news.open();
  await news.search.pressSequentially("osce");
  await page.keyboard.press("Enter");
  await expect(news.root.getByRole("heading", { name: "News items" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(news.count).toHaveText("3 of 10 items");
});

test("what is found is marked, and nothing else", async ({ news }) => {
  await news.open("?q=traffick+%22labour+market%22");
  const marks = news.items.filter({ visible: true }).locator("mark");
  await expect(marks.first()).toBeVisible();
  for (const mark of await marks.allTextContents()) expect(mark).toMatch(/^(traffick|labour market)$/i);
  await news.search.fill("");
  await expect(news.root.locator("mark")).toHaveCount(0);
  await expect(news.count).toHaveText("10 items");
});

test("what a filter brings back is marked as well as what was there", async ({ news }) => {
  await news.open("?q=labour");
  const marks = news.items.filter({ visible: true }).locator("mark");
  await expect(marks.first()).toBeVisible();
  const all = await marks.allTextContents();
  await news.open("?q=labour&region=GE");
  await expect(marks.first()).toBeVisible();
  expect(await marks.count()).toBeLessThan(all.length);
  await news.value("GE").uncheck();
  await expect(marks).toHaveText(all);
});

test("case and accents do not matter, nor letters that are typed in two ways", async ({ news }) => {
  const titles = ["Côte d’Ivoire", "Cote", "Straße", "Łódź", "Ørsted", "Ægir", "Œuvre", "Diyarbakır", "Đà Nẵng", "ΟΔΟΣ"];
  await news.open("", feed(titles.map((title) => ({ id: title, title }))));
  for (const [words, found] of [
    ["cote", ["Côte d’Ivoire", "Cote"]],
    ["CÔTE", ["Côte d’Ivoire", "Cote"]],
    ["ivoire", ["Côte d’Ivoire"]],
    ["strasse", ["Straße"]],
    ["lodz", ["Łódź"]],
    ["orsted", ["Ørsted"]],
    ["aegir", ["Ægir"]],
    ["oeuvre", ["Œuvre"]],
    ["diyarbakir", ["Diyarbakır"]],
    ["da nang", ["Đà Nẵng"]],
    ["οδος", ["ΟΔΟΣ"]],
  ] as const) {
    await news.search.fill(words);
    await expect(news.titles.filter({ visible: true })).toHaveText([...found]);
    await expect(news.titles.filter({ visible: true }).first().locator("mark").first()).toBeVisible();
  }
});

test("where writing has no spaces, a word is found anywhere", async ({ news }) => {
  await news.open("", feed([
    { id: "ja", title: "国際労働機関の強制労働に関する報告" },
    { id: "zh", title: "2007年7月：ILO劳动监察员培训" },
    { id: "th", title: "การต่อต้านแรงงานบังคับ" },
  ]));
  for (const [words, id] of [["強制労働", "ja"], ["监察员", "zh"], ["ilo", "zh"], ["แรงงาน", "th"]] as const) {
    await news.search.fill(words);
    await expect(news.items.filter({ visible: true })).toHaveCount(1);
    expect(await news.listed()).toEqual([id]);
    await expect(news.root.locator("mark")).toHaveText(words === "ilo" ? "ILO" : words);
  }
});

test("nothing found names what to let go of, with what comes back, and lets go of it on a press", async ({ page, news }) => {
  await news.open("?region=GE&q=osce+summit");
  await expect(news.count).toHaveText("None of 10 items");
  const suggestions = news.root.locator(".suggestions").getByRole("button");
  await expect(suggestions).toHaveText(["Without “summit”: 2 items"]);
  await suggestions.first().focus();
  await page.keyboard.press("Enter");
  await expect(news.count).toHaveText("2 of 10 items");
  await expect(news.search).toHaveValue("osce");
  await expect.poll(() => query(page)).toEqual(["region=GE", "q=osce"]);
  await expect(news.root.getByRole("heading", { name: "News items" })).toBeFocused();
  await page.goBack();
  await expect(suggestions).toHaveCount(1);
});

test("each filter whose removal helps is named, those that do not help are not", async ({ news }) => {
  await news.open("?region=CN&partner=osce&from=2007-07");
  await expect(news.root.locator(".suggestions").getByRole("button")).toHaveText([
    "Without China: 1 item",
    /^Without Organization for Security and Co-operation in Europe: \d items?$/,
  ]);
});

function feed(items: object[]) {
  return Buffer.from(JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Words", items }));
}
