// A visitor reads the International Labour Organization's news of 2007.
import { expect, test } from "../support/story";

const ITEMS = [
  ["2007-07", "1", "12 July 2007", "Tbilisi, Georgia: Launch of the regional project"],
  ["2007-07", "2", "July 2007", "ILO/ACFTU Workshop on Labour standards"],
  ["2007-07", "3", "9 July 2007", "New UN initiative to fight human trafficking and poverty in Tajikistan"],
  ["2007-07", "4", "5 July 2007", "Collection of legal cases - Call for contributions"],
  ["2007-06", "1", "June 2007", "Workshop on research and statistics on trafficking"],
  ["2007-06", "2", "June 2007", "Building a Global Alliance against Forced Labour"],
  ["2007-05", "1", "9 May 2007", "UK Action Plan on Tackling Human Trafficking"],
  ["2007-05", "2", "9 May 2007", "Launch of the Project for the Elimination"],
  ["2007-05", "3", "9 May 2007", "Forced Labour to be included in trade deals"],
  ["2007-05", "4", "May 2007", "Nordic Expert Seminar on trafficking for forced Labour"],
] as const;

test("ten items stand under three months, in the editor's order, at their true dates", async ({ news }) => {
  await news.open();
  await expect(news.root.getByRole("heading", { level: 1 })).toHaveText("News on forced labour");
  await expect(news.count).toHaveText("10 items");
  await expect(news.months.getByRole("heading", { level: 3 })).toHaveText(["July 2007", "June 2007", "May 2007"]);
  const shown = await news.items.evaluateAll((items) =>
    items.map((item) => [
      item.closest("section")?.id,
      item.closest("li")?.getAttribute("value"),
      item.querySelector("time")?.textContent,
      item.querySelector("h4")?.textContent,
    ]),
  );
  expect(shown.map((item) => item.slice(0, 3))).toEqual(ITEMS.map((item) => item.slice(0, 3)));
  ITEMS.forEach(([, , , title], at) => expect(shown[at]?.[3]).toContain(title));
});

test("a date's markup is as precise as the date", async ({ news }) => {
  await news.open("", "partial-dates.json");
  await expect(news.items.first()).toBeVisible();
  const dates = await news.root.locator("time").evaluateAll((times) => times.map((time) => time.getAttribute("datetime")));
  expect(dates).toEqual(expect.arrayContaining([expect.stringMatching(/^\d{4}$/), expect.stringMatching(/^\d{4}-\d\d$/), expect.stringMatching(/^\d{4}-\d\d-\d\d$/)]));
  await expect(news.months.last().getByRole("heading", { level: 3 })).toHaveText("Undated");
});

test("every facet offers its values with their counts", async ({ news }) => {
  await news.open();
  await expect(news.facet("Regions")).toBeVisible();
  for (const [id, label] of [
    ["osce", /^Organization for Security and Co-operation in Europe 3$/],
    ["ec", /^European Commission 3$/],
    ["icmpd", / 2$/],
    ["unodc", / 1$/],
    ["GE", /^Georgia 2$/],
    ["europe-central-asia", /^Europe and Central Asia 6$/],
    ["not-stated", /^Not stated 2$/],
  ] as const) {
    await expect(news.label(id).first()).toHaveText(label);
  }
  await expect(news.facet("Topics")).toHaveCount(0);
  // Areas without news are not offered.
  await expect(news.value("africa")).toHaveCount(0);
});

test("a feed of several files is usable from the first on and says that more is coming", async ({ page, news }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/paged-*.json", async (route) => {
    await held;
    await route.continue({ url: route.request().url().replace("/monthwise/", "/fixtures/feeds/") });
  });
  await news.open("", "paged-1.json");
  await expect(news.root.getByText("More items are being loaded …")).toBeVisible();
  const first = await news.listed();
  expect(first.length).toBeGreaterThan(0);
  // Nobody takes half a list for the whole.
  const take = news.root.locator("[inert]").getByRole("button", { name: "CSV", includeHidden: true });
  await expect(take).toHaveCount(1);
  // What has the focus keeps it while items come in around it.
  const label = news.items.first().getByRole("button").first();
  await label.focus();
  release();
  await expect(news.root.getByText("More items are being loaded …")).toHaveCount(0);
  await expect(label).toBeFocused();
  await expect(take).toHaveCount(0);
  const all = await news.listed();
  expect(all.length).toBeGreaterThan(first.length);
  expect(all.filter((id) => first.includes(id))).toEqual(first);
});

test("a feed whose next file is missing keeps what it has and offers to try again", async ({ page, news }) => {
  await news.open("", "paged-broken.json");
  await expect(news.failure).toHaveText("The rest of the items could not be loaded. What is here stays.");
  await expect(news.items.first()).toBeVisible();
  await news.root.getByRole("button", { name: "Try again" }).click();
  await expect(news.failure).toBeVisible();
  const download = page.waitForEvent("download");
  await news.root.getByRole("button", { name: "CSV" }).click();
  await download;
});

test("the text of a published blog arrives as text, links and lists, and nothing that runs", async ({ page, news }) => {
  await news.open("", "wordpress.json");
  await expect(news.items.first()).toBeVisible();
  await expect(news.root.locator("article :is(script, img, iframe, style, [onclick], [onerror])")).toHaveCount(0);
  const links = await news.root.locator("article a").evaluateAll((all) => all.map((a) => new URL((a as HTMLAnchorElement).href).protocol));
  expect(links.every((protocol) => ["http:", "https:", "mailto:"].includes(protocol))).toBe(true);
  expect(links.length).toBeGreaterThan(0);
  await expect(page.locator("body")).not.toContainText("alert(1)");
});
