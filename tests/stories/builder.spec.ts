// A webmaster puts the lines together, sees what they do, and pastes them into a page.
import type { Locator } from "@playwright/test";
import { ROOM } from "../support/host";
import { expect, News, type Page, test, violations } from "../support/story";

const hosts = process.env.MONTHWISE_HOSTS_URL ?? "";
const files = process.env.MONTHWISE_URL ?? "";

class Builder {
  readonly lines: Locator;
  readonly policy: Locator;
  readonly room: Locator;
  readonly preview: News;
  constructor(readonly page: Page) {
    this.lines = page.getByRole("textbox", { name: "The lines" });
    this.policy = page.getByRole("textbox", { name: /content security policy/ });
    this.room = page.getByRole("textbox", { name: /nothing moves/ });
    this.preview = new News(page, "#preview monthwise-news");
  }
  async open() {
    await this.page.goto(`${files}embed/`);
    await expect(this.preview.count).toHaveText("10 items");
  }
  choice(name: string | RegExp) {
    return this.page.getByRole("form", { name: "What is to be seen" }).getByRole("checkbox", { name });
  }
}

/** Opens a page of others under the strictest policy with the policy line in it, and the lines. */
async function paste(page: Page, lines: string, policy: string) {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
    <meta http-equiv="content-security-policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'; ${policy}">
    <h1>A page</h1>${lines}`;
  await page.route(`${hosts}pasted.html`, (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto(`${hosts}pasted.html`);
}

test("without a choice the lines are three, and show everything", async ({ page }) => {
  const builder = new Builder(page);
  await builder.open();
  await expect(builder.room).toHaveValue(ROOM);
  await expect(builder.lines).toHaveValue(
    [
      `<script type="module" src="${files}monthwise.js"></script>`,
      `<monthwise-news src="${files}news.json">`,
      `  <a href="${files}">News on forced labour</a>`,
      "</monthwise-news>",
    ].join("\n"),
  );
});

test("what is chosen is seen at once, and the lines show the same in a page with the policy line", async ({ page }) => {
  const builder = new Builder(page);
  await builder.open();
  await builder.choice(/^Europe and Central Asia/).check();
  await expect(builder.preview.count).toHaveText("6 items");
  await builder.choice(/^European Commission/).check();
  await builder.choice("Month index").uncheck();
  await builder.choice("Topics").uncheck();
  await page.getByLabel("Theme").selectOption("dark");
  await page.getByLabel("Language").selectOption("fr");
  await page.getByLabel("Level of its heading").selectOption("3");
  await page.getByLabel(/^Its parameters/).fill("news");
  await expect(builder.lines).toHaveValue(
    /<monthwise-news src="[^"]*" region="europe-central-asia" partner="ec" theme="dark" lang="fr" heading-level="3" controls="title search regions partners take" name="news">/,
  );
  await expect(builder.preview.root.locator(".page__only")).toContainText("Europe and Central Asia");
  const [lines, policy] = [await builder.lines.inputValue(), await builder.policy.inputValue()];
  const shown = await builder.preview.listed();
  await paste(page, lines, policy);
  const news = new News(page);
  await expect(news.root.locator(".page__only")).toContainText("Europe and Central Asia");
  expect(await news.listed()).toEqual(shown);
  await expect(news.root.locator(".index")).toBeHidden();
  await news.root.getByRole("searchbox", { name: "Rechercher", exact: true }).fill("x");
  await expect.poll(() => new URL(page.url()).search).toBe("?news.q=x");
});

test("a page that lets no script of others in gets a frame", async ({ page }) => {
  const builder = new Builder(page);
  await builder.open();
  await builder.choice(/^China/).check();
  await page.getByRole("radio", { name: /^In a frame/ }).check();
  await expect(builder.room).toBeHidden();
  await expect(builder.lines).toHaveValue(/^<iframe src="[^"]*\/frame\/\?set\.region=CN" title="News on forced labour" width="100%" height="640" loading="lazy" data-monthwise><\/iframe>\n<script type="module" src="[^"]*\/monthwise-frame\.js"><\/script>$/);
  const preview = page.locator("#preview iframe").contentFrame();
  await expect(preview.getByRole("status")).toHaveText("1 item");
  await page.getByLabel(/^Its parameters/).fill("news");
  await expect(builder.lines).toHaveValue(/ data-monthwise data-monthwise-address="news">/);
  const [lines, policy] = [await builder.lines.inputValue(), await builder.policy.inputValue()];
  await paste(page, lines, policy);
  await expect(page.frameLocator("iframe").getByRole("status")).toHaveText("1 item");
});

test("what cannot be is not written, and starting again takes all choices back", async ({ page }) => {
  const builder = new Builder(page);
  await builder.open();
  const before = await builder.lines.inputValue();
  await page.getByLabel(/^The newest items/).fill("-3");
  await page.getByLabel(/^Its parameters/).fill("a b");
  await expect(builder.lines).toHaveValue(before);
  await page.getByLabel(/^The newest items/).fill("3");
  await expect(builder.lines).toHaveValue(/ limit="3"/);
  await expect(builder.room).toHaveValue(ROOM);
  await expect(builder.preview.count).toHaveText("3 items");
  await page.getByRole("button", { name: "Start again" }).click();
  await expect(builder.lines).toHaveValue(before);
  await expect(builder.preview.count).toHaveText("10 items");
});

test("the room that the line of style keeps is the room that the list itself keeps", async ({ page }) => {
  const builder = new Builder(page);
  await builder.open();
  for (const facet of ["Regions", "Partners", "Topics"]) await builder.choice(facet).uncheck();
  await page.getByLabel(/^The newest items/).fill("3");
  await expect(builder.room).toHaveValue("monthwise-news { display: block; min-height: min(90vh, 36em) }");
  const em = await builder.preview.root.evaluate((list) => parseFloat(getComputedStyle(list).fontSize));
  await expect(builder.preview.root).toHaveCSS("min-height", `${36 * em}px`);
});

test("the lines are copied, and that is said", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const builder = new Builder(page);
  await builder.open();
  await page.getByRole("button", { name: "Copy the lines" }).click();
  await expect(page.locator("#said")).toHaveText("Copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await builder.lines.inputValue());
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [320, 1280]) {
    test(`axe finds nothing at ${width} px, ${colorScheme}`, async ({ page, faults }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const builder = new Builder(page);
      await builder.open();
      // Where a month has not been near yet, its place has a size that is guessed, and axe takes the guess at its word.
      for (const month of await builder.preview.months.all()) await month.scrollIntoViewIfNeeded();
      expect(await violations(page, faults)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  }
}
