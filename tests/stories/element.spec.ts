// The element in a page: it comes, goes and moves, alone or with others, and touches nothing else.
import { expect, News, query, test } from "../support/story";

const hosts = process.env.MONTHWISE_HOSTS_URL ?? "";

test("removed and added again it works again, with its filter", async ({ page, news }) => {
  await news.open("?region=GE");
  await expect(news.count).toHaveText("2 of 10 items");
  await page.evaluate(() => {
    const element = document.querySelector("monthwise-news");
    const parent = element?.parentElement;
    element?.remove();
    return new Promise<void>((resolve) => queueMicrotask(() => resolve(parent?.append(element as Node))));
  });
  await expect(news.count).toHaveText("2 of 10 items");
  await news.value("AM").check();
  await expect(news.chips).toHaveText(["Georgia", "Armenia"]);
});

test("removed while it loads it leaves nothing behind", async ({ page, news }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/news.json", async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  const asked = page.waitForRequest("**/news.json");
  await news.open();
  await asked;
  const element = await page.evaluateHandle(() => {
    const element = document.querySelector("monthwise-news") as HTMLElement;
    element.remove();
    return element;
  });
  release();
  await expect.poll(() => element.evaluate((element) => element.shadowRoot?.childElementCount)).toBe(0);
  await element.evaluate((element) => document.body.append(element));
  await expect(news.count).toHaveText("10 items");
});

test("moved it stays as it is", async ({ page, news }) => {
  await news.open("?region=GE");
  await expect(news.count).toHaveText("2 of 10 items");
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.evaluate(() => document.body.prepend(document.querySelector("monthwise-news") as Node));
  await expect(news.count).toHaveText("2 of 10 items");
  await news.value("AM").check();
  await expect(news.chips).toHaveCount(2);
  expect(requests.filter((url) => /\.(json|bin)$/.test(url))).toEqual([]);
});

test("another feed in its attribute is another list", async ({ page, news }) => {
  await news.open();
  await expect(news.count).toHaveText("10 items");
  await page.evaluate(() => document.querySelector("monthwise-news")?.setAttribute("src", "../fixtures/feeds/many-values.json"));
  await expect(news.count).toHaveText("60 items");
});

test("in French its words, dates and countries are French; in a language that it has not, English", async ({ page, news }) => {
  await news.open("?region=GE");
  await expect(news.chips).toHaveText(["Georgia"]);
  const speak = (lang: string) => page.evaluate((lang) => document.querySelector("monthwise-news")?.setAttribute("lang", lang), lang);
  await speak("fr");
  await expect(news.facet("Régions")).toBeVisible();
  await expect(news.root.locator(".chip")).toHaveText(["Géorgie"]);
  await expect(news.months.first().getByRole("heading", { level: 3 })).toHaveText("juillet 2007 1 sur 4");
  await speak("xx");
  await expect(news.facet("Regions")).toBeVisible();
});

test("without a feed it says which attribute it needs", async ({ page, news }) => {
  await news.open();
  await page.evaluate(() => document.querySelector("monthwise-news")?.removeAttribute("src"));
  await expect(news.failure.locator("p")).toContainText("needs the attribute “src”");
});

test("two elements on one page keep their own filters in one address", async ({ page }) => {
  await page.goto(`${hosts}attributes/name.html?page_id=7&b.region=GE`);
  const [one, two] = [new News(page, "#one"), new News(page, "#two")];
  await expect(one.count).toHaveText("10 items");
  await expect(two.count).toHaveText("2 of 10 items");
  await one.value("CN").check();
  await expect(one.count).toHaveText("1 of 10 items");
  await expect(two.count).toHaveText("2 of 10 items");
  // By key: what the list above has lost moves this one up, for a moment under the pointer.
  await two.value("osce").press("Space");
  await expect(two.value("osce")).toBeChecked();
  await expect.poll(() => query(page)).toEqual(["page_id=7", "b.region=GE", "b.partner=osce", "a.region=CN"]);
  await page.goBack();
  await page.goBack();
  await expect(one.count).toHaveText("10 items");
  await expect(two.count).toHaveText("2 of 10 items");
});

test("what stands in the tag keeps the custom properties of its page, whatever they are called", async ({ page }) => {
  await page.goto(`${hosts}plain.html`);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(":root { --accent: rgb(255, 0, 0) } monthwise-news a { color: var(--accent) }");
    document.adoptedStyleSheets.push(sheet);
    const [list, link] = [document.createElement("monthwise-news"), document.createElement("a")];
    list.setAttribute("src", "nothing.json");
    link.setAttribute("href", "#there");
    link.textContent = "The news";
    list.append(link);
    document.querySelector("main")?.append(list);
  });
  await expect(new News(page).failure).toBeVisible();
  await expect(page.getByRole("link", { name: "The news" })).toHaveCSS("color", "rgb(255, 0, 0)");
});
