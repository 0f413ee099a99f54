// Defines what every story stands on: a page that reports each violation of its policy and each
// error nobody caught, and the words in which stories act.
import { type Locator, type Page, test as base, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export { expect };
export type { Page };

/** The bytes of a feed in tests/fixtures/feeds. */
export const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../fixtures/feeds/${name}`, import.meta.url)));

/** An archive on a page: what a visitor sees and does. */
export class News {
  readonly root: Locator;
  constructor(readonly page: Page, selector = "monthwise-news") {
    this.root = page.locator(selector);
  }

  /** Opens the page of its own with the feed that is published, or with another in its place. */
  async open(query = "", feed?: string | Buffer) {
    if (feed !== undefined) await this.serve(feed);
    await this.page.goto(`./${query}`);
  }

  /** Puts another file, or other bytes, in the place of the page's feed. */
  async serve(feed: string | Buffer) {
    const body = typeof feed === "string" ? fixture(feed) : feed;
    await this.page.route("**/news.json", (route) =>
      route.fulfill({ body, contentType: "application/feed+json" }),
    );
  }

  /** How many items there are. While a published list waits for its script, that has something to say, too. */
  get count() {
    return this.root.getByRole("status").and(this.root.locator("[part=count]"));
  }
  /** The box for words. */
  get search() {
    return this.root.getByRole("searchbox", { name: "Search", exact: true });
  }
  /** The bars of the month index, newest first. */
  get bars() {
    return this.root.getByRole("group", { name: "Months" }).getByRole("link");
  }
  /** The fields of the span. */
  get from() {
    return this.root.getByLabel(/^From\b/).and(this.root.locator("[data-action]"));
  }
  get to() {
    return this.root.getByLabel(/^To\b/).and(this.root.locator("[data-action]"));
  }
  /** The heading of a month, e.g. "July 2007". */
  heading(month: string) {
    return this.root.getByRole("heading", { name: month });
  }
  get months() {
    return this.root.locator("section[id]");
  }
  get items() {
    return this.root.getByRole("article");
  }
  get titles() {
    return this.items.locator(".item__title");
  }
  get failure() {
    return this.root.getByRole("alert");
  }
  get chips() {
    return this.root.getByRole("button", { name: /^Remove filter/ });
  }
  facet(name: string) {
    return this.root.getByRole("group", { name, exact: true });
  }
  value(id: string) {
    return this.root.locator(`input[type=checkbox][value="${id}"]`);
  }
  /** The label of a value: its name, and its count at the end. */
  label(id: string) {
    return this.root.locator("label", { has: this.page.locator(`input[value="${id}"]`) });
  }
  /** The ids of the items that are listed, in their order. */
  async listed() {
    return this.items.filter({ visible: true }).evaluateAll((items) => items.map((item) => item.id));
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with a page, a line each. */
export async function violations(page: Page, faults: string[]) {
  const before = faults.length;
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: (context: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  // axe brings a style of its own, which the page's policy refuses; that is not the page's fault.
  faults.length = before;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

/** The query of the address, decoded, as pairs. */
export const query = (page: Page) => [...new URL(page.url()).searchParams].map((pair) => pair.join("="));

interface Story {
  news: News;
  /** Faults that a story brings about on purpose. */
  expected: RegExp;
  /** What went wrong and nobody expected, so far. */
  faults: string[];
}

export const test = base.extend<Story>({
  expected: [/^$/, { option: true }],
  faults: async ({}, use) => {
    await use([]);
  },
  page: async ({ page, expected, faults }, use) => {
    page.on("pageerror", (error) => faults.push(`error nobody caught: ${error.message}`));
    page.on("console", (message) => {
      // The browser's own lines about files that did not load belong to the story told.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        faults.push(`console: ${message.text()}`);
      }
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`violation of ${event.effectiveDirective} by ${event.blockedURI} ${event.sample}`);
      });
    });
    await use(page);
    expect(faults.filter((fault) => !expected.test(fault))).toEqual([]);
  },
  news: async ({ page }, use) => {
    await use(new News(page));
  },
});
