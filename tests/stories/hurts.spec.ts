// Hosts that hurt, in tests/hosts/hurts: what a visitor sees and does there works, and what must not happen does not.
// That the page stays as it was is told of all of them in hosts.spec.ts.
import type { Page } from "@playwright/test";
import { listeners, openHost, ready, watch } from "../support/host";
import { expect, News, query, test } from "../support/story";

const open = async (page: Page, name: string, query = "") => {
  const news = await openHost(page, `hurts/${name}.html`, query);
  await ready(page);
  return news;
};
const chips = (news: News) => news.root.locator("[part=chip]");

test.describe("values, chips, keys, “back” and permalinks work", () => {
  for (const name of ["hostile-style", "small-root", "huge-fonts", "quirks", "rtl", "dark", "base", "other-origin", "shadow", "tab", "below", "lang-changed"]) {
    test(`on the host ${name}`, async ({ page }) => {
      const news = await open(page, name);
      const shown = () => news.items.filter({ visible: true }).count();
      const all = await shown();
      const before = page.url();
      await news.items.first().locator("[part=label]").first().click();
      await expect(chips(news)).toHaveCount(1);
      await expect.poll(shown).toBeLessThan(all);
      await expect.poll(() => query(page)).toEqual([expect.stringMatching(/^region=/)]);
      await chips(news).focus();
      await page.keyboard.press("Enter");
      await expect(chips(news)).toHaveCount(0);
      // The last chip leaves the focus to the heading of the list.
      expect(await news.root.evaluate((list) => list.shadowRoot?.activeElement?.id)).toBe("monthwise-list");
      await expect.poll(() => page.url()).toBe(before);
      await page.goBack();
      await expect(chips(news)).toHaveCount(1);
      await page.goBack();
      await expect(chips(news)).toHaveCount(0);
      expect(page.url()).toBe(before);
      const last = news.items.last();
      await last.locator(".item__link").focus();
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(`${before}#${await last.getAttribute("id")}`);
      await expect(last).toBeInViewport();
      // Nothing of the list spills over the side.
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 });
        const over = await news.root.locator("[part=root]").evaluate((root) => root.scrollWidth - root.clientWidth);
        expect(over, `${width} px`).toBeLessThanOrEqual(0);
      }
    });
  }
});

test("a style that says all: unset gets nothing into the list, and leaves the facets beside it", async ({ page }) => {
  const news = await open(page, "hostile-style");
  await expect(news.months.first().locator("li").first()).toHaveCSS("display", "grid");
  await expect(news.titles.first()).not.toHaveCSS("color", "rgb(255, 0, 0)");
  await expect(news.titles.first()).not.toHaveCSS("font-size", "40px");
  await expect(news.value("GE")).toBeVisible();
});

/** How large what can be read of a list is, against the text of the page around, at its smallest and in titles. */
const sizes = (news: News) =>
  news.root.evaluate((list) => {
    const size = (element: Element) => parseFloat(getComputedStyle(element).fontSize);
    const all = [...(list.shadowRoot?.querySelectorAll("[part=page] *") ?? [])];
    const said = all.filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node instanceof Text && node.data.trim()));
    const title = list.shadowRoot?.querySelector("[part=item-title]");
    return { smallest: Math.min(...said.map(size)) / size(list), title: title ? size(title) / size(list) : 0 };
  });

for (const name of ["small-root", "huge-fonts"]) {
  test(`the sizes of a list keep to the text around it: ${name}`, async ({ page }) => {
    const usual = await sizes(await open(page, "quirks"));
    const here = await sizes(await open(page, name));
    expect(here.smallest).toBeCloseTo(usual.smallest, 1);
    expect(here.title).toBeCloseTo(usual.title, 1);
  });
}

test("in quirks mode the list is laid out as in any other", async ({ page }) => {
  const boxes = (news: News) =>
    news.root.evaluate((list) => {
      const top = list.getBoundingClientRect();
      return [...(list.shadowRoot?.querySelectorAll("[part]") ?? [])].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x - top.x, y - top.y, width, height].map(Math.round).join(" ");
      });
    });
  const quirks = await boxes(await open(page, "quirks"));
  expect(await page.evaluate(() => document.compatMode)).toBe("BackCompat");
  // The same page with a doctype.
  await page.route("**/quirks.html", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `<!doctype html>${await response.text()}` });
  });
  const standard = await boxes(await open(page, "quirks"));
  expect(await page.evaluate(() => document.compatMode)).toBe("CSS1Compat");
  expect(quirks).toEqual(standard);
});

test("on a page from right to left the facets stand on the right, and sentences and months are Arabic", async ({ page }) => {
  const news = await open(page, "rtl");
  const x = async (part: string) => (await news.root.locator(`[part=${part}]`).boundingBox())?.x ?? 0;
  expect(await x("filters")).toBeGreaterThan(await x("list"));
  await expect(news.root.locator("[part=count]")).toHaveText("3 أخبار");
  await expect(news.months.first().locator("[part=month-heading]")).toHaveText(/^مايو 2024/);
});

test("on a dark page text is light and controls are dark", async ({ page }) => {
  const news = await open(page, "dark");
  const lightness = (colour: string) => Math.max(...(colour.match(/\d+/g) ?? []).slice(0, 3).map(Number));
  const style = (part: string, property: string) => news.root.locator(part).first().evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), property);
  expect(lightness(await style("[part=item-title]", "color"))).toBeGreaterThan(180);
  expect(lightness(await style("[data-action=search]", "background-color"))).toBeLessThan(60);
  expect(await style("[data-action=search]", "color-scheme")).toBe("dark");
});

test.describe("a host with parameters, history and clicks of its own", () => {
  const region = (page: Page) => page.getByLabel("Region of the lake");
  const heard = (page: Page) => page.locator("#heard");

  test("keeps its parameters, and the list its own", async ({ page }) => {
    const news = await open(page, "own-address", "?region=north&q=pier");
    await expect(news.count).toHaveText("10 items");
    await expect(chips(news)).toHaveCount(0);
    await expect(region(page)).toHaveValue("north");
    await news.value("GE").check();
    await expect(news.count).toHaveText("2 of 10 items");
    await expect.poll(() => query(page)).toEqual(["region=north", "q=pier", "news.region=GE"]);
    // The page goes on without a word to the list, and the list from there.
    await region(page).selectOption("south");
    await expect.poll(() => query(page)).toEqual(["region=south", "q=pier", "news.region=GE"]);
    await news.value("CN").check();
    await expect(news.count).toHaveText("3 of 10 items");
    await expect.poll(() => query(page)).toEqual(["region=south", "q=pier", "news.region=GE", "news.region=CN"]);
    await page.goBack();
    await expect(news.count).toHaveText("2 of 10 items");
    await page.goBack();
    await expect(region(page)).toHaveValue("north");
    await expect(news.count).toHaveText("2 of 10 items");
    await page.goBack();
    await expect(news.count).toHaveText("10 items");
    await expect.poll(() => query(page)).toEqual(["region=north", "q=pier"]);
    // Each step back was the page's as well.
    expect((await heard(page).textContent())?.match(/popstate/g)).toHaveLength(3);
  });

  test("hears each click, and takes none of the list's for one on its own links", async ({ page }) => {
    const news = await open(page, "own-address", "?region=north");
    await page.getByRole("link", { name: "The quay in the south" }).click();
    await expect(region(page)).toHaveValue("south");
    await expect(news.count).toHaveText("10 items");
    await news.items.last().locator(".item__link").click();
    await expect(page).toHaveURL(/\?region=south&q=quay#2007-05-nordic-expert-seminar$/);
    await expect(heard(page)).toHaveText("click on a\nclick on monthwise-news\n");
  });

  test("finds the state of its own entries again", async ({ page }) => {
    const news = await open(page, "own-address");
    await region(page).selectOption("south");
    await news.value("GE").check();
    await expect(news.count).toHaveText("2 of 10 items");
    expect(await page.evaluate(() => history.state)).toEqual({ office: { region: "south", q: "" } });
    await news.search.fill("labour");
    await expect(page).toHaveURL(/news\.q=labour/);
    expect(await page.evaluate(() => history.state)).toEqual({ office: { region: "south", q: "" } });
  });
});

test("script, style, sentences and feed come from another origin, and nothing but the page from its own", async ({ page }) => {
  const asked: URL[] = [];
  page.on("request", (request) => asked.push(new URL(request.url())));
  const news = await open(page, "other-origin");
  await expect(news.count).toHaveText("10 items");
  const [own, other] = [new URL(page.url()).origin, asked.find(({ pathname }) => pathname.endsWith("/monthwise.js"))?.origin];
  expect(other).not.toBe(own);
  const paths = (origin = "") => asked.filter((url) => url.origin === origin).map(({ pathname }) => pathname.replace(/monthwise-\w+/, "…"));
  expect(paths(own)).toEqual(["/hosts/hurts/other-origin.html", "/hosts/host.css", "/hosts/hurts/other-origin.js"]);
  expect(paths(other).sort()).toEqual(["/monthwise/monthwise.js", "/monthwise/news.json", "/monthwise/…/languages/en.json", "/monthwise/…/monthwise.bin", "/monthwise/…/monthwise.css"].sort());
});

test("on a server with another port, a tag and the documented policy are enough", async ({ page }) => {
  const other = process.env.MONTHWISE_OTHER_ORIGIN ?? "";
  // A page that a story answers for is of no network, and asks before it may reach this machine.
  await page.context().grantPermissions(["local-network-access"]);
  await page.route("**/quirks.html", async (route) => {
    const response = await route.fetch();
    const html = (await response.text())
      .replaceAll("../../monthwise/", `${other}/monthwise/`)
      .replace(/(script-src|style-src|connect-src) 'self'/g, `$1 'self' ${other}`);
    await route.fulfill({ response, body: html });
  });
  const news = await open(page, "quirks");
  await news.value("GE").check();
  await expect(news.count).toHaveText("2 of 10 items");
  expect(await news.root.evaluate((list) => list.getAttribute("src"))).toBe(`${other}/monthwise/news.json`);
});

test("two lists of two feeds share the address, the program and nothing else", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open(page, "two-feeds", "?harbour.topic=dredging");
  const [labour, harbour] = [new News(page, "#labour"), new News(page, "#harbour")];
  await expect(harbour.count).toHaveText("2 of 5 items");
  await expect(labour.count).toHaveText("10 items");
  await labour.items.first().getByRole("button", { name: "Georgia", exact: true }).click();
  await expect(labour.count).toHaveText("2 of 10 items");
  await expect(harbour.count).toHaveText("2 of 5 items");
  await expect.poll(() => query(page)).toEqual(["harbour.topic=dredging", "labour.region=GE"]);
  await chips(harbour).click();
  await expect(harbour.count).toHaveText("5 items");
  await expect(labour.count).toHaveText("2 of 10 items");
  expect(asked.filter((path) => path.endsWith(".bin"))).toHaveLength(1);
});

for (const name of ["script-twice", "old-copy"]) {
  test(`the first script to run serves both lists: ${name}`, async ({ page }) => {
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await watch(page);
    await open(page, name);
    const [one, two] = [new News(page, "#one"), new News(page, "#two")];
    await one.items.getByRole("button", { name: "China", exact: true }).click();
    await expect(one.count).toHaveText("1 of 10 items");
    await expect(two.count).toHaveText("10 items");
    const programs = asked.filter((path) => path.endsWith(".bin"));
    expect(programs).toEqual([expect.stringMatching(name === "old-copy" ? /^\/old\/monthwise-000000000000\// : /^\/monthwise\/monthwise-/)]);
    expect(await listeners(page)).toEqual(["popstate on window"]);
  });
}

test("an old copy whose files are gone leaves its lists to the new one in its place", async ({ page }) => {
  await page.route("**/old/monthwise-000000000000/**", (route) => route.fulfill({ status: 404 }));
  await page.route("**/old/monthwise.js?again", async (route) => route.fulfill({ response: await route.fetch({ url: route.request().url().replace("/old/monthwise.js?again", "/monthwise/monthwise.js") }) }));
  // The new script looks for its files beside itself.
  await page.route(/\/old\/monthwise-(?!0{12})/, async (route) => route.fulfill({ response: await route.fetch({ url: route.request().url().replace("/old/", "/monthwise/") }) }));
  await open(page, "old-copy");
  await expect(new News(page, "#one").count).toHaveText("10 items");
  await expect(new News(page, "#two").count).toHaveText("10 items");
});

test("added, moved and removed a hundred times it leaves no listener, no node and no memory behind", async ({ page }) => {
  test.slow();
  await watch(page);
  await page.addInitScript(() => {
    // WebAssembly gives its memory to whoever starts it, and to nobody else.
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = (async (...told: Parameters<typeof instantiate>) => {
      const started = await instantiate(...told);
      const { instance } = started as unknown as WebAssembly.WebAssemblyInstantiatedSource;
      const memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
      Object.assign(window, { program: memory });
      return started;
    }) as typeof instantiate;
  });
  const news = await open(page, "hundred-times", "?region=GE");
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const hundred = page.getByRole("button", { name: "A hundred times" });
  const weigh = async () => {
    // A list that is gone is let go of when the browser comes to what was left to do for it, and then what
    // script and document hold of each other goes step by step.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    for (let step = 0; step < 3; step++) await session.send("HeapProfiler.collectGarbage");
    const { metrics } = await session.send("Performance.getMetrics");
    const metric = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return {
      heap: metric("JSHeapUsedSize"),
      nodes: metric("Nodes"),
      heard: metric("JSEventListeners"),
      program: await page.evaluate(() => (window as unknown as { program: WebAssembly.Memory }).program.buffer.byteLength),
    };
  };
  const round = async () => {
    await hundred.click();
    await expect(page.locator("#told")).toHaveText("100 times, and it is here again.", { timeout: 60_000 });
    await expect(news.count).toHaveText("2 of 10 items");
    return weigh();
  };
  // What is made once, such as compiled code, is made in the first round.
  const before = await round();
  const after = await round();
  expect(after.program).toBe(before.program);
  expect(after.heap / before.heap).toBeLessThan(1.1);
  expect(after.nodes / before.nodes).toBeLessThan(1.05);
  expect(after.heard / before.heard).toBeLessThan(1.05);
  expect(await listeners(page)).toEqual(["popstate on window"]);
  await news.value("AM").check();
  await expect(chips(news)).toHaveText(["Georgia", "Armenia"]);
  await page.evaluate(() => document.querySelector("monthwise-news")?.remove());
  await expect.poll(() => listeners(page)).toEqual([]);
});

test("each attribute takes effect when it changes, and all at once make one change", async ({ page }) => {
  const news = await open(page, "run-time");
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const title = (level: number, name = "News on forced labour") => news.root.getByRole("heading", { level, name });
  await expect(title(2)).toBeVisible();
  await press('heading-level="3"');
  await expect(title(3)).toBeVisible();
  await press('region="GE"');
  await expect(news.count).toHaveText("2 items");
  await press("without region");
  await expect(news.count).toHaveText("10 items");
  await press('limit="2"');
  await expect(news.count).toHaveText("2 items");
  await press('lang="fr"');
  await expect(news.facet("Régions")).toBeVisible();
  await press('src="../feeds/harbour.json"');
  await expect(title(3, "Notes from the harbour")).toBeVisible();
  for (const name of ["lang", "limit", "heading-level"]) await press(`without ${name}`);
  await expect(title(2, "Notes from the harbour")).toBeVisible();
  await expect(news.count).toHaveText("5 items");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await press("All at once");
  await expect(news.root.locator("h3[part=title]")).toHaveText("News on forced labour");
  await expect(news.root.locator("[part=count]")).toHaveText(/^2 /);
  await expect(chips(news)).toHaveCount(0);
  expect(asked.filter((path) => path.endsWith("news.json"))).toHaveLength(1);
});

test("inside another shadow root it is itself, and the parts that are handed on can be styled", async ({ page }) => {
  const news = await open(page, "shadow");
  await expect(news.titles.first()).toHaveCSS("font-style", "italic");
  await expect(news.months.first().locator("li").first()).toHaveCSS("display", "grid");
  await page.goto("about:blank");
  await openHost(page, "hurts/shadow.html", "?region=GE#2007-05-uk-action-plan");
  await expect(news.root.getByText("outside of the filter")).toBeInViewport();
});

test("the language of the page around is the list's, unless it has its own", async ({ page }) => {
  const news = await open(page, "lang-changed");
  await expect(news.facet("Régions")).toBeVisible();
  await page.getByRole("button", { name: 'lang="es"' }).click();
  await expect(news.facet("Regiones")).toBeVisible();
  await expect(news.months.first().locator("[part=month-heading]")).toHaveText("julio de 2007");
  await page.getByRole("button", { name: "sans lang" }).click();
  await expect(news.facet("Régions")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
});
