// A visitor sends a colleague the link to one item; it leads there whatever the filter says.
import { readFileSync } from "node:fs";
import { expect, test } from "../support/story";

const LAUNCH = "2007-07-southern-caucasus-launch";
const WORKSHOP = "2007-07-acftu-workshop";
const SEMINAR = "2007-05-nordic-expert-seminar";

test("each item has a link to itself, which leads there and keeps the filter", async ({ page, news }) => {
  await news.open("?partner=osce");
  const item = news.items.filter({ visible: true }).last();
  await item.getByRole("link", { name: /^Link to/ }).click();
  await expect.poll(() => new URL(page.url()).hash).toBe(`#${await item.getAttribute("id")}`);
  expect(new URL(page.url()).search).toBe("?partner=osce");
  await expect(item.getByRole("heading")).toBeFocused();
  await expect(item).toHaveAttribute("data-here", "");
});

for (const place of [SEMINAR, "2007-05"]) {
  test(`arriving at #${place} shows it and gives it the focus`, async ({ page, news }) => {
    await news.open(`#${place}`);
    const heading = news.root.locator(`[id="${place}"]`).getByRole("heading").first();
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
    // Another place, as when an address is typed over; and back.
    await page.evaluate((hash) => (location.hash = hash), LAUNCH);
    await expect(news.root.locator(`[id="${LAUNCH}"]`).getByRole("heading")).toBeFocused();
    await page.goBack();
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
  });
}

test("an item that the filter hides is shown all the same, in its month, and said to be outside", async ({ page, news }) => {
  await news.open(`?region=CN#${SEMINAR}`);
  await expect(news.count).toHaveText("1 of 10 items");
  const entry = news.root.locator("li", { has: page.locator(`[id="${SEMINAR}"]`) });
  await expect(entry).toContainText("This item is outside of the filter.");
  await expect(entry.getByRole("heading")).toBeFocused();
  await expect(news.heading("May 2007")).toHaveText("May 2007 0 of 4");
  expect(await news.listed()).toEqual([WORKSHOP, SEMINAR]);
  await entry.getByRole("button", { name: "Clear the filter" }).click();
  await expect(news.count).toHaveText("10 items");
  await expect(entry).not.toContainText("outside of the filter");
  await expect(entry.getByRole("heading")).toBeFocused();
  await expect.poll(() => new URL(page.url()).hash).toBe(`#${SEMINAR}`);
});

test("whoever filters on from there leaves the item behind", async ({ page, news }) => {
  await news.open(`?region=CN#${SEMINAR}`);
  await expect(news.root.locator(`[id="${SEMINAR}"]`)).toBeVisible();
  await news.value("KR").check();
  await expect(news.root.locator(`[id="${SEMINAR}"]`)).toBeHidden();
  await expect.poll(() => new URL(page.url()).hash).toBe("");
});

test("a place that the archive does not have is said to be unknown", async ({ page, news }) => {
  await news.open("#2007-07-%C3%A9t%C3%A9");
  await expect(news.root.getByText("The address points to")).toHaveText(
    "The address points to “2007-07-été”, which this archive does not have.",
  );
  await news.value("GE").check();
  await expect.poll(() => new URL(page.url()).hash).toBe("#2007-07-%C3%A9t%C3%A9");
});

test("in somebody else's page a place of the host stays the host's, and ours is gone to", async ({ page, news }) => {
  await page.goto(`${process.env.MONTHWISE_HOSTS_URL ?? ""}plain.html#comments`);
  await page.evaluate(() => {
    const element = document.createElement("monthwise-news");
    element.setAttribute("src", "../monthwise/news.json");
    document.querySelector("main")!.append(element);
  });
  await expect(news.count).toHaveText("10 items");
  await expect(news.root.getByText("The address points to")).toBeHidden();
  await news.value("GE").check();
  await expect.poll(() => new URL(page.url()).hash).toBe("#comments");
  await page.evaluate((hash) => (location.hash = hash), SEMINAR);
  await expect(news.root.locator(`[id="${SEMINAR}"]`).getByRole("heading")).toBeFocused();
  await page.getByRole("link", { name: "A link of the host" }).click();
  await expect.poll(() => new URL(page.url()).hash).toBe("#host");
  await expect(news.root.locator(`[id="${SEMINAR}"]`)).toBeHidden();
});

test("in a page with a base address its links lead to the page itself all the same", async ({ page, news }) => {
  await page.goto(`${process.env.MONTHWISE_HOSTS_URL ?? ""}hurts/base.html?page_id=7`);
  const link = news.items.nth(1).getByRole("link", { name: /^Link to/ });
  const here = page.url();
  expect(await link.evaluate((link) => (link as HTMLAnchorElement).href)).toBe(`${here}#${WORKSHOP}`);
  await link.click();
  await expect(page).toHaveURL(`${here}#${WORKSHOP}`);
});

test("a place that a later file of the feed brings is gone to once it is there", async ({ page, news }) => {
  let arrive = () => {};
  const later = new Promise<void>((resolve) => (arrive = resolve));
  await page.route("**/paged-3.json", async (route) => {
    await later;
    await route.fulfill({ body: readFileSync(new URL("../fixtures/feeds/paged-3.json", import.meta.url)), contentType: "application/json" });
  });
  for (const name of ["paged-1.json", "paged-2.json"]) {
    await page.route(`**/${name}`, (route) =>
      route.fulfill({ body: readFileSync(new URL(`../fixtures/feeds/${name}`, import.meta.url)), contentType: "application/json" }),
    );
  }
  const last = JSON.parse(readFileSync(new URL("../fixtures/feeds/paged-3.json", import.meta.url), "utf8")).items.at(-1).id;
  await news.open(`#${last}`, "paged-1.json");
  await expect(news.root.getByText("More items are being loaded")).toBeVisible();
  await expect(news.root.getByText("The address points to")).toBeHidden();
  arrive();
  await expect(news.root.locator(`[id="${last}"]`).getByRole("heading")).toBeFocused();
});

test("a bar of the host that sticks to the top does not cover what was gone to", async ({ page, news }) => {
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      const bar = document.createElement("header");
      bar.style.cssText = "position: sticky; inset-block-start: 0; block-size: 90px; background: gold; z-index: 9";
      document.body.prepend(bar);
    });
  });
  await news.open(`#${LAUNCH}`);
  const heading = news.root.locator(`[id="${WORKSHOP}"]`).getByRole("heading");
  await page.evaluate((hash) => (location.hash = hash), WORKSHOP);
  await expect(heading).toBeFocused();
  expect((await heading.boundingBox())!.y).toBeGreaterThanOrEqual(90);
});

test("copy link copies the address of the item without the filter, and says so", async ({ page, news, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await news.open("?utm=1&partner=osce");
  const button = news.items.filter({ visible: true }).first().getByRole("button", { name: /^Copy link to/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(button).toHaveText("Link copied");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const id = await news.items.filter({ visible: true }).first().getAttribute("id");
  expect(link).toBe(new URL(`./?utm=1#${id}`, page.url()).href);
  await page.keyboard.press("Tab");
  await expect(button).toHaveText("Copy link");
});

test("where the browser does not let the page copy, the address becomes the link", async ({ page, news }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await news.open();
  const button = news.items.nth(1).getByRole("button", { name: /^Copy link to/ });
  await button.click();
  await expect(button).toHaveText(/does not let this page copy/);
  await expect.poll(() => new URL(page.url()).hash).toBe(`#${WORKSHOP}`);
});

test.describe("a long text", () => {
  const words = "Some words that fill a line or more of the text. ";
  const feed = Buffer.from(
    JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "Long",
      items: [
        { id: "long", title: "A long one", content_text: [`First. ${words.repeat(8)}`, words.repeat(8), `Needle. ${words}`].join("\n\n") },
        { id: "short", title: "A short one", content_text: "Short." },
      ],
    }),
  );

  test("folds after a paragraph, and a button opens it", async ({ page, news }) => {
    await news.open("", feed);
    await expect(news.items.first().getByText("First.")).toBeVisible();
    await expect(news.items.first().getByText("Needle.")).toBeHidden();
    await expect(news.items.last().getByRole("button", { name: /^Show more/ })).toHaveCount(0);
    const more = news.items.first().getByRole("button", { name: "Show more of “A long one”" });
    await more.focus();
    await page.keyboard.press("Enter");
    await expect(news.items.first().getByText("Needle.")).toBeVisible();
    await expect(more).toHaveCount(0);
    await expect(news.root.locator(".item__rest")).toBeFocused();
  });

  test("is opened by its permalink", async ({ news }) => {
    await news.open("#long", feed);
    await expect(news.items.first().getByText("Needle.")).toBeVisible();
  });

  test("is opened where a word is found in what is folded", async ({ news }) => {
    await news.open("?q=needle", feed);
    await expect(news.root.locator("mark")).toHaveText("Needle");
    await expect(news.root.locator("mark")).toBeVisible();
  });

  test("is opened by the browser's own search", async ({ news }) => {
    await news.open("", feed);
    const rest = news.root.locator(".item__rest");
    await expect(rest).toHaveAttribute("hidden", "until-found");
    // What the browser does when it finds something there (HTML Standard, section 6.1).
    await rest.evaluate((rest) => {
      rest.dispatchEvent(new Event("beforematch", { bubbles: true }));
      rest.removeAttribute("hidden");
    });
    await expect(news.items.first().getByRole("button", { name: /^Show more/ })).toHaveCount(0);
    await expect(news.items.first().getByText("Needle.")).toBeVisible();
  });
});
