// A visitor narrows the news, by pressing and by address: both must show the same.
import { expect, query, test } from "../support/story";

const FILTERS = [
  { name: "one region", press: ["GE"], address: "?region=GE", count: "2 of 10 items", chips: ["Georgia"] },
  { name: "two regions widen", press: ["GE", "CN"], address: "?region=GE&region=CN", count: "3 of 10 items", chips: ["Georgia", "China"] },
  { name: "a partner narrows a region", press: ["GE", "icmpd"], address: "?region=GE&partner=icmpd", count: "1 of 10 items", chips: ["Georgia", "International Centre for Migration Policy Development"] },
  { name: "an area has its countries' items", press: ["europe-central-asia"], address: "?region=europe-central-asia", count: "6 of 10 items", chips: ["Europe and Central Asia"] },
  { name: "items without a region", press: ["not-stated"], address: "?region=not-stated", count: "2 of 10 items", chips: ["Not stated"] },
  { name: "a partner", press: ["ec"], address: "?partner=ec", count: "3 of 10 items", chips: ["European Commission"] },
];

for (const { name, press, address, count, chips } of FILTERS) {
  test(`${name}: by press`, async ({ page, news }) => {
    await news.open();
    for (const id of press) await news.value(id).first().check();
    await expect(news.count).toHaveText(count);
    await expect(news.chips).toHaveText(chips);
    await expect.poll(() => new URL(page.url()).search).toBe(address);
  });

  test(`${name}: by address`, async ({ news }) => {
    await news.open(address);
    await expect(news.count).toHaveText(count);
    await expect(news.chips).toHaveText(chips);
    for (const id of press) await expect(news.value(id).first()).toBeChecked();
    expect((await news.listed()).length).toBe(Number(count.split(" ")[0]));
  });
}

test("counts say what a press would list, the facet's own choice set aside", async ({ news }) => {
  await news.open("?region=GE");
  await expect(news.label("osce")).toHaveText(/ 2$/);
  await expect(news.label("icmpd")).toHaveText(/ 1$/);
  await expect(news.label("unodc")).toHaveText(/ 0$/);
  // Regions are counted without the choice among regions.
  await expect(news.label("CN")).toHaveText("China 1");
});

test("all of these: every chosen partner must be named", async ({ page, news }) => {
  await news.open("?partner=osce&partner=ec");
  await expect(news.count).toHaveText("4 of 10 items");
  await news.facet("Partners").getByRole("combobox").selectOption("all of these");
  await expect(news.count).toHaveText("2 of 10 items");
  await expect.poll(() => query(page)).toEqual(["partner=osce", "partner=ec", "partners=all"]);
  // Now the choice counts too: what else would an item have to name?
  await expect(news.label("icmpd")).toHaveText(/ 1$/);
  await page.reload();
  await expect(news.count).toHaveText("2 of 10 items");
  await expect(news.facet("Partners").getByRole("combobox")).toHaveValue("all");
});

test("choosing an area ticks its countries; leaving one out keeps the others", async ({ page, news }) => {
  await news.open();
  await news.value("americas").check();
  for (const id of ["US", "CO", "PA", "PE"]) await expect(news.value(id)).toBeChecked();
  await news.value("US").uncheck();
  await expect.poll(() => query(page)).toEqual(["region=CO", "region=PA", "region=PE"]);
  await expect(news.value("americas")).toHaveJSProperty("indeterminate", true);
  await news.value("americas").click();
  await expect.poll(() => query(page)).toEqual(["region=americas"]);
});

test("a value is pressed on every label that names it, whatever its letters", async ({ news }) => {
  const topics = ['"quoted"', "back\\slash", "it's", "]", "a\\", "é 国 🌍"];
  const items = [1, 2].map((number) => ({ id: `n${number}`, title: "News", tags: topics }));
  await news.open("", Buffer.from(JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Odd topics", items })));
  for (const topic of topics) {
    const labels = news.items.getByRole("button", { name: topic, exact: true });
    await expect(labels).toHaveCount(2);
    await labels.first().click();
    for (const label of await labels.all()) await expect(label).toHaveAttribute("aria-pressed", "true");
    await expect(news.items.locator("[aria-pressed=true]")).toHaveCount(2);
    await labels.last().click();
    await expect(news.items.locator("[aria-pressed=true]")).toHaveCount(0);
  }
});

test("a label of an item narrows the list to it, and lets go at a second press", async ({ page, news }) => {
  await news.open();
  const osce = news.items.first().getByRole("button", { name: "OSCE" });
  await expect(osce).toHaveAttribute("aria-pressed", "false");
  await osce.click();
  await expect(news.count).toHaveText("3 of 10 items");
  await expect(osce).toHaveAttribute("aria-pressed", "true");
  await expect(osce).toBeFocused();
  await osce.click();
  await expect(news.count).toHaveText("10 items");
  await expect.poll(() => new URL(page.url()).search).toBe("");
});

test("chips remove one filter, clear all removes every one", async ({ news }) => {
  await news.open("?region=GE&region=CN&partner=ec");
  await news.root.getByRole("button", { name: "Remove filter: China" }).click();
  await expect(news.chips).toHaveText(["Georgia", "European Commission"]);
  await news.root.getByRole("button", { name: "Clear all" }).click();
  await expect(news.count).toHaveText("10 items");
  await expect(news.chips).toHaveCount(0);
});

test("an item keeps its number in the month while others are hidden", async ({ news }) => {
  await news.open("?region=TJ");
  await expect(news.items.filter({ visible: true })).toHaveCount(1);
  await expect(news.items.filter({ visible: true }).locator("xpath=..")).toHaveAttribute("value", "3");
  await expect(news.months.filter({ visible: true })).toHaveCount(1);
});

test("values keep their place whatever is chosen", async ({ news }) => {
  await news.open("", "many-values.json");
  await expect(news.items.first()).toBeVisible();
  const places = () => news.root.locator("input[type=checkbox]").evaluateAll((all) => all.map((box) => `${(box as HTMLInputElement).value}@${Math.round(box.getBoundingClientRect().top)}`));
  const before = await places();
  await news.root.locator("input[type=checkbox]").nth(3).check();
  await expect(news.chips).toHaveCount(1);
  expect(await places()).toEqual(before);
});

test("countries of a feed without areas roll up into continents", async ({ news }) => {
  await news.open("", "many-values.json");
  await expect(news.label("150")).toHaveText(/^Europe \d+$/);
  await news.value("150").check();
  await expect(news.chips).toHaveText(["Europe"]);
});

test("a long facet has a box to find a value in, deaf to case and accents", async ({ news }) => {
  await news.open("", "many-values.json");
  const partners = news.facet("Partners");
  await partners.getByRole("searchbox", { name: "Find a partner" }).fill("COOPERATION SU");
  await expect(partners.getByRole("checkbox").filter({ visible: true })).toHaveCount(1);
  await expect(partners.locator("label").filter({ visible: true })).toHaveText(/Coopération suisse/);
  await partners.getByRole("searchbox").fill("nobody");
  await expect(partners.getByText("Nothing here goes by that name.")).toBeVisible();
});

test("nothing found says so and leaves the way back", async ({ news }) => {
  await news.open("?region=CN&partner=osce");
  await expect(news.count).toHaveText("None of 10 items");
  await expect(news.months.filter({ visible: true })).toHaveCount(0);
  await news.root.getByRole("button", { name: "Remove filter: China" }).click();
  await expect(news.count).toHaveText("3 of 10 items");
});

test("on a narrow page the facets wait behind a button", async ({ page, news }) => {
  await page.setViewportSize({ width: 375, height: 700 });
  await news.open();
  const open = news.root.getByRole("button", { name: "Filters", exact: true });
  await expect(open).toHaveAttribute("aria-expanded", "false");
  await expect(news.value("GE")).toBeHidden();
  await open.click();
  await news.value("GE").check();
  await news.root.getByRole("button", { name: "Show 2 items" }).click();
  await expect(news.value("GE")).toBeHidden();
  await expect(news.root.getByRole("heading", { name: "News items" })).toBeFocused();
  await expect(news.root.getByRole("button", { name: "Filters (1 chosen)" })).toBeVisible();
});

test("what is not listed takes no room, on the screen and on paper", async ({ page, news }) => {
  await news.open("?region=GE");
  await expect(news.count).toHaveText("2 of 10 items");
  for (const media of ["screen", "print"] as const) {
    await page.emulateMedia({ media });
    const rooms = await news.root.locator(".month[hidden], .month__entry[hidden]").evaluateAll((hidden) =>
      hidden.map((element) => {
        const { marginTop, marginBottom } = getComputedStyle(element);
        return `${element.getBoundingClientRect().height} ${marginTop} ${marginBottom}`;
      }),
    );
    expect(rooms.length).toBeGreaterThan(5);
    expect(new Set(rooms)).toEqual(new Set(["0 0px 0px"]));
  }
});

test("a page without facets gives the list all of its width", async ({ page, news }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  const share = () => news.root.locator(".page__list").evaluate((list) => list.clientWidth / list.parentElement!.clientWidth);
  await news.open();
  await expect(news.count).toHaveText("10 items");
  expect(await share()).toBeLessThan(0.8);
  await news.open("", Buffer.from(`{"version":"https://jsonfeed.org/version/1.1","title":"Plain","items":[{"id":1,"title":"One"}]}`));
  await expect(news.count).toHaveText("1 item");
  expect(await share()).toBe(1);
});
