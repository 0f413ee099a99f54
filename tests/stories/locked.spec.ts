// What the host fixes: filters that no visitor can remove, a limit, which parts are shown. It says so.
import { expect, News, type Page, query, test } from "../support/story";

const hosts = process.env.MONTHWISE_HOSTS_URL ?? "";

/** A page of somebody else with the list in it. */
async function embed(page: Page, attributes: Record<string, string>, address = "") {
  await page.goto(`${hosts}plain.html${address}`);
  await page.evaluate((attributes) => {
    const element = document.createElement("monthwise-news");
    element.setAttribute("src", "../monthwise/news.json");
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.querySelector("main")?.append(element);
  }, attributes);
  return new News(page);
}

const set = (page: Page, name: string, value: string | undefined) =>
  page.evaluate(
    ([name, value]) => {
      const element = document.querySelector("monthwise-news");
      if (value === undefined) element?.removeAttribute(name as string);
      else element?.setAttribute(name as string, value);
    },
    [name, value],
  );

test("a locked region is said in words, and every count is of what is left", async ({ page }) => {
  const news = await embed(page, { region: "GE" });
  await expect(news.count).toHaveText("2 items");
  await expect(news.root.getByText("This page shows only: Georgia.")).toBeVisible();
  await expect(news.chips).toHaveCount(0);
  await expect(news.value("CN")).toHaveCount(0);
  await expect(news.label("osce")).toHaveText(/ 2$/);
  await expect(news.months).toHaveCount(2);
  await news.search.fill("china");
  await expect(news.count).toHaveText("None of 2 items");
});

for (const address of ["?region=CN", "?region=", "?region=CN&regions=all", "?from=2000-01&to=2030-12", "?q="]) {
  test(`the address ${address} does not remove what is locked`, async ({ page }) => {
    const news = await embed(page, { region: "GE" }, address);
    await expect(news.count).toHaveText(/^2 (of 2 )?items$/);
    await expect(news.root.getByText("This page shows only: Georgia.")).toBeVisible();
  });
}

test("clearing all leaves what is locked, and an item's label narrows within it", async ({ page }) => {
  const news = await embed(page, { region: "europe-central-asia", to: "2007-06" });
  await expect(news.root.getByText("This page shows only: Europe and Central Asia and Until June 2007.")).toBeVisible();
  // Until the list is there, it is another sentence that has this role.
  const all = await news.count.textContent();
  await news.items.first().getByRole("button", { name: /^European Commission|EC/ }).first().click();
  await expect(news.chips).toHaveCount(1);
  await expect.poll(() => query(page)).toEqual(["partner=ec"]);
  await news.root.getByRole("button", { name: "Clear all" }).click();
  await expect(news.count).toHaveText(all ?? "");
  await expect.poll(() => query(page)).toEqual([]);
});

test("several values widen the lock, as they do a filter; a link to an item outside of it shows none", async ({ page }) => {
  const news = await embed(page, { region: "GE, CN", partner: "osce" }, "#no-such-item");
  await expect(news.count).toHaveText("2 items");
  await set(page, "partner", undefined);
  await expect(news.count).toHaveText("3 items");
  await set(page, "region", undefined);
  await expect(news.count).toHaveText("10 items");
  await expect(news.root.locator(".page__only")).toHaveCount(0);
});

test("a limit shows the newest, says so, and leads to all the news", async ({ page }) => {
  const news = await embed(page, { limit: "3" });
  await expect(news.count).toHaveText("3 items");
  await expect(news.items).toHaveCount(3);
  const only = news.root.locator(".page__only");
  await expect(only).toContainText("This page shows only: the newest 3 items.");
  const home = await page.evaluate(async () => (await (await fetch("../monthwise/news.json")).json()).home_page_url);
  await expect(only.getByRole("link", { name: "All news" })).toHaveAttribute("href", home);
  for (const nonsense of ["0", "-3", "many", ""]) {
    await set(page, "limit", nonsense);
    await expect(news.count).toHaveText("10 items");
  }
});

test("a month that is none is named, as one in the address is", async ({ page }) => {
  const news = await embed(page, { from: "May 2007" });
  await expect(news.count).toHaveText("10 items");
  await expect(news.root.locator(".page__ignored")).toContainText("from=May 2007");
});

test("what is taken away says what it is of", async ({ page }) => {
  const news = await embed(page, { region: "GE" });
  await expect(news.count).toHaveText("2 items");
  const saved = page.waitForEvent("download");
  await news.root.getByRole("button", { name: "Citations" }).click();
  const stream = await (await saved).createReadStream();
  let text = "";
  for await (const part of stream) text += part;
  expect(text).toMatch(/^News on forced labour: Georgia\. 2 items, /);
});

test("only the parts that are wanted are shown, and a filter in the address is never silent", async ({ page }) => {
  const parts = (news: News) => ({
    title: news.root.getByRole("heading", { name: "News on forced labour" }),
    search: news.search,
    regions: news.facet("Regions"),
    partners: news.facet("Partners"),
    months: news.root.getByRole("group", { name: "Months" }),
    take: news.root.getByRole("group", { name: "Take this list away" }),
  });
  const news = await embed(page, { controls: "" }, "?region=GE&q=labour");
  await expect(news.chips).toHaveText(["Georgia"]);
  for (const part of Object.values(parts(news))) await expect(part).toBeHidden();
  await news.chips.click();
  await expect(news.chips).toHaveCount(0);
  for (const shown of Object.keys(parts(news))) {
    await set(page, "controls", shown);
    for (const [name, part] of Object.entries(parts(news))) await expect(part).toBeVisible({ visible: name === shown });
  }
  await set(page, "controls", undefined);
  for (const part of Object.values(parts(news))) await expect(part).toBeVisible();
});

test("the events say what is shown, in words, as a number and as a query, and then so does the address", async ({ page }) => {
  await page.goto(`${hosts}plain.html`);
  await page.evaluate(() => {
    const seen: unknown[] = [];
    Object.assign(globalThis, { seen });
    for (const name of ["ready", "change", "error"]) {
      document.addEventListener(`monthwise:${name}`, (event) => seen.push([name, (event as CustomEvent).detail, location.search]));
    }
    const element = document.createElement("monthwise-news");
    element.setAttribute("src", "../monthwise/news.json");
    element.setAttribute("name", "news");
    document.querySelector("main")?.append(element);
  });
  const seen = () => page.evaluate(() => (globalThis as unknown as { seen: unknown[] }).seen);
  const news = new News(page);
  await news.value("GE").check();
  await expect.poll(seen).toEqual([
    ["ready", { text: "10 items", count: 10, filter: "" }, ""],
    ["change", { text: "2 of 10 items", count: 2, filter: "region=GE" }, "?news.region=GE"],
  ]);
  await set(page, "src", "../monthwise/nothing.json");
  await expect(news.failure).toBeVisible();
  expect((await seen()).slice(2)).toEqual([
    ["error", { text: expect.stringMatching(/nothing\.json \(404\)/), cure: expect.stringMatching(/\/monthwise\/embed\/#failed-not-found$/) }, "?news.region=GE"],
  ]);
});
