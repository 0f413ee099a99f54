// The pages of tests/hosts, each one: the list is there under the page's own policy, axe finds nothing, and apart
// from the list the page is as it was without it.
import type { Page } from "@playwright/test";
import { differences, EMBEDDING, fixSize, hosts, moment, openHost, pages, picture, ready, watch } from "../support/host";
import { expect, test, violations } from "../support/story";

/** A page that names a feed which is not there. */
const BROKEN = "looks/parts.html";
/** The one page whose title follows the filter, as it says so. */
const STANDALONE = "attributes/standalone.html";
/** What axe finds that is not the list's, or is not mended yet. */
const KNOWN: Record<string, RegExp> = {
  // Its own style takes the colours and the boxes of its own text away.
  "hurts/hostile-style.html": /./,
};
/** Several lists name their parts alike, as they are parts of lists that are alike. */
const ALIKE = /^landmark-unique: /;

/** The pages with the element in them. Those with a frame are told in frame.spec.ts. */
const embeds = pages.filter((path) => !path.startsWith("frame/"));

test("every page is linked from the first, and none is linked that is not there", async ({ page }) => {
  await page.goto(hosts);
  const links = await page.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(links.filter((link) => link !== "plain.html").sort()).toEqual(pages);
});

test("the document links to an example of every attribute and event, and to both of looks", () => {
  const linked = [...EMBEDDING.matchAll(/\(\.\.\/tests\/hosts\/([\w/-]+\.html)\)/g)].map(([, path]) => path);
  expect([...new Set(linked)].sort()).toEqual(pages.filter((path) => !path.startsWith("hurts/")));
});

test.describe("the list is there, and axe finds nothing", () => {
  for (const path of embeds) {
    test(path, async ({ page, faults }) => {
      await openHost(page, path);
      await ready(page);
      const several = (await page.locator("monthwise-news").count()) > 1;
      const isKnown = (fault: string) => KNOWN[path]?.test(fault) || (several && ALIKE.test(fault));
      expect((await violations(page, faults)).filter((fault) => !isKnown(fault))).toEqual([]);
    });
  }
});

test.describe("apart from the list the page is as without it", () => {
  for (const path of embeds) {
    test(path, async ({ page, context }) => {
      const arrive = async (page: Page) => {
        await watch(page);
        await page.setViewportSize({ width: 1280, height: 1000 });
        const news = await openHost(page, path, "?theirs=a%20b&empty");
        await fixSize(page);
        await news.root.evaluate((list) => scrollTo(0, list.getBoundingClientRect().top + scrollY - 100));
        return news;
      };
      const remove = (page: Page) => page.locator("monthwise-news").evaluateAll((lists) => lists.forEach((list) => list.remove()));

      // The same page, whose script is empty.
      const without = await context.newPage();
      await without.route("**/monthwise.js*", (route) =>
        route.fulfill({ contentType: "text/javascript", headers: { "access-control-allow-origin": "*" }, body: "" }),
      );
      await arrive(without);
      const [before, moments] = [await picture(without), await moment(without)];

      const news = await arrive(page);
      await expect(news.root.locator("[part=page]")).toBeVisible();
      expect(await moment(page)).toEqual(moments);
      await ready(page);
      const changed = async () => {
        const found = differences(before, await picture(page));
        return path === STANDALONE ? found.filter((line) => !line.includes("title")) : found;
      };
      const OWN = ["+ element | monthwise-news", "+ listener | popstate on window"];
      expect(await changed()).toEqual(OWN);

      const label = news.root.locator("[part=label]").filter({ visible: true }).first();
      await label.click();
      await expect(news.root.locator("[part=chip]")).toHaveCount(1);
      expect(await changed()).toEqual(OWN);
      await expect.poll(() => page.url().startsWith(`${moments.address}&`)).toBe(true);
      expect((await moment(page)).entries).toBe(moments.entries + 1);

      const search = news.root.locator("[data-action=search]");
      if (await search.isVisible()) {
        await search.fill("no such word");
        await expect(page).toHaveURL(/\bq=no/);
        expect(await changed()).toEqual(OWN);
      }

      await news.root.locator("[data-action=clear]").click();
      await expect(news.root.locator("[part=chip]")).toHaveCount(0);
      expect(await changed()).toEqual(OWN);
      await expect.poll(() => page.url()).toBe(moments.address);

      await remove(page);
      await remove(without);
      const gone = differences(await picture(without), await picture(page));
      expect(path === STANDALONE ? gone.filter((line) => !line.includes("title")) : gone).toEqual(["+ element | monthwise-news"]);
    });
  }
});

test("every part that is documented is on the page of parts, is styled there, and there is no other", async ({ page }) => {
  await openHost(page, BROKEN, "?list.region=GE");
  await ready(page);
  const list = EMBEDDING.match(/\*\*Parts\*\*[^]*?:\n(.*)\n/)?.[1] ?? "";
  const documented = [...list.matchAll(/`([\w-]+)`/g)].map(([, part]) => part).sort();
  expect(documented).toContain("item-title");
  const parts = await page.locator("monthwise-news [part]").evaluateAll((all) => [...new Set(all.flatMap((element) => [...element.part]))].sort());
  expect(parts).toEqual(documented);
  const styled = await page.evaluate(() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).flatMap(({ cssText }) => cssText.match(/::part\(([\w-]+)\)/)?.[1] ?? []));
  expect([...new Set(styled)].sort()).toEqual(documented);
});

test("every property that is documented is set on the page of properties, and changes something there", async ({ page }) => {
  const documented = [...new Set(EMBEDDING.match(/--monthwise-[a-z-]+/g))].sort();
  const news = await openHost(page, "looks/properties.html", "?day.q=labour&day.region=GE");
  await ready(page);
  await expect(news.root.locator("[part=chip]")).toHaveCount(1);
  /** The rule of the page for its lists. */
  const rule = await page.evaluateHandle(() => {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]) as CSSStyleRule[];
    return rules.find(({ selectorText }) => selectorText === "monthwise-news") as CSSStyleRule;
  });
  expect(await rule.evaluate(({ style }) => [...style].sort())).toEqual(documented);
  const looks = () =>
    page.locator("monthwise-news").evaluateAll((lists) => {
      const properties = ["color", "background-color", "border-color", "border-radius", "font-family", "max-inline-size", "scroll-margin"];
      const elements = lists.flatMap((list) => [...(list.shadowRoot?.querySelectorAll("*") ?? [])]);
      return elements.map((element) => properties.map((property) => getComputedStyle(element).getPropertyValue(property)).join()).join("\n");
    });
  const all = await looks();
  for (const property of documented) {
    const value = await rule.evaluate(({ style }, property) => style.removeProperty(property), property);
    expect((await looks()) === all, property).toBe(false);
    await rule.evaluate(({ style }, [property, value]) => style.setProperty(property ?? "", value ?? ""), [property, value]);
  }
  expect(await looks()).toBe(all);
});
