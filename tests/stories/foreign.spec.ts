// Something goes wrong in somebody else's page: what stands in the tag stays, one line says why, and a link
// leads to the cure.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, News, type Page, test } from "../support/story";

const hosts = process.env.MONTHWISE_HOSTS_URL ?? "";
const files = process.env.MONTHWISE_URL ?? "";
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const host = (src: string, script: string, policy = POLICY) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<title>A page of somebody else</title>
<script type="module" src="${script}"></script>
<h1>A page of somebody else</h1>
<monthwise-news src="${src}"><p>Read <a href="https://news.example.org/">the news</a> at home.</p></monthwise-news>`;

/** Opens a page of somebody else, below the address of the host pages. */
async function open(page: Page, { src = "../monthwise/news.json", script = "../monthwise/monthwise.js", policy = POLICY } = {}) {
  await page.route(`${hosts}foreign.html`, (route) => route.fulfill({ contentType: "text/html", body: host(src, script, policy) }));
  await page.goto(`${hosts}foreign.html`);
  return new News(page);
}

const FAILURES: { name: string; cure: string; text: RegExp; break: (page: Page) => Promise<News> }[] = [
  {
    name: "a policy without 'wasm-unsafe-eval'",
    cure: "failed-refused",
    text: /forbids WebAssembly\..*script-src needs 'wasm-unsafe-eval'/,
    break: (page) => open(page, { policy: POLICY.replace(" 'wasm-unsafe-eval'", "") }),
  },
  {
    name: "a policy without the feed's address",
    cure: "failed-unreachable-elsewhere",
    text: /could not be reached from this page/,
    break: (page) => open(page, { src: "https://news.example.org/news.json" }),
  },
  {
    name: "a feed on another server that sends no CORS header",
    cure: "failed-unreachable-elsewhere",
    text: /could not be reached from this page\..*Access-Control-Allow-Origin/,
    break: async (page) => {
      // A server of its own: an answer that a story makes up is one that every page may read.
      const server = createServer((_, response) => response.end(JSON.stringify({ version: "https://jsonfeed.org/version/1.1", items: [] })));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      page.once("close", () => server.close());
      const { port } = server.address() as AddressInfo;
      const origin = `http://127.0.0.1:${port}`;
      return open(page, { src: `${origin}/news.json`, policy: POLICY.replace("connect-src 'self'", `connect-src 'self' ${origin}`) });
    },
  },
  {
    name: "a feed that is not there",
    cure: "failed-not-found",
    text: /^There is no file at .*nothing\.json \(404\)/,
    break: (page) => open(page, { src: "../monthwise/nothing.json" }),
  },
  {
    name: "a page of the server's in the place of the feed",
    cure: "failed-html",
    text: /is a web page, not a feed/,
    break: (page) => open(page, { src: "../monthwise/index.html" }),
  },
  {
    name: "no feed named",
    cure: "failed-no-source",
    text: /needs the attribute “src”/,
    break: (page) => open(page, { src: "" }),
  },
  {
    name: "a program that is not there",
    cure: "failed-files",
    text: /A file of this list could not be loaded/,
    break: async (page) => {
      await page.route("**/monthwise.bin", (route) => route.fulfill({ status: 404, contentType: "text/html", body: "<h1>Not found</h1>" }));
      return open(page);
    },
  },
  {
    name: "a program on another server that sends no CORS header",
    cure: "failed-files",
    text: /A file of this list could not be loaded/,
    break: async (page) => {
      await page.route("**/monthwise.bin", (route) => route.abort("failed"));
      return open(page);
    },
  },
  {
    name: "no WebAssembly",
    cure: "failed-missing",
    text: /runs without WebAssembly/,
    break: async (page) => {
      await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
      return open(page);
    },
  },
  {
    name: "a page opened from a file",
    cure: "failed-file",
    text: /^This page was opened from a file/,
    break: async (page) => {
      const origin = new URL(files).origin;
      const path = join(mkdtempSync(join(tmpdir(), "monthwise-")), "page.html");
      writeFileSync(path, host("news.json", `${files}monthwise.js`, POLICY.replaceAll("'self'", origin)));
      await page.goto(pathToFileURL(path).href);
      return new News(page);
    },
  },
];

test.describe("what goes wrong is said in a line, with the way to its cure", () => {
  test.use({ expected: /Content Security Policy|violation of|blocked by CORS|Monthwise/ });
  for (const { name, cure, text, break: breaking } of FAILURES) {
    test(name, async ({ page, context }) => {
      const news = await breaking(page);
      await expect(news.failure.locator(".failed__text")).toHaveText(text);
      await expect(page.getByText("Read the news at home.")).toBeVisible();
      const link = news.failure.getByRole("link", { name: "How to mend it" });
      await expect(link).toHaveAttribute("href", `${files}embed/#${cure}`);
      const docs = await context.newPage();
      await docs.goto((await link.getAttribute("href")) ?? "");
      await expect(docs.locator(`#${cure}`)).toBeVisible();
    });
  }
});

test("every failure that is said has its cure in the documents", async ({ page }) => {
  const sentences = JSON.parse(readFileSync(fileURLToPath(new URL("../../languages/en.json", import.meta.url)), "utf8"));
  const failures = Object.keys(sentences).filter((key) => key.startsWith("failed-") && key !== "failed-heading");
  await page.goto(`${files}embed/`);
  const cures = await page.locator("dt[id]").evaluateAll((terms) => terms.map((term) => term.id));
  expect(cures.sort()).toEqual(failures.sort());
});

test.describe("where the script itself cannot run", () => {
  test.use({ expected: /Content Security Policy|violation of|blocked by CORS|MIME type/ });
  const SCRIPTS: { name: string; answer: Parameters<import("@playwright/test").Route["fulfill"]>[0] }[] = [
    { name: "as a text (wrong MIME type)", answer: { contentType: "text/plain", body: "customElements.define('monthwise-news', class extends HTMLElement {})" } },
    { name: "not at all (404)", answer: { status: 404, contentType: "text/html", body: "<h1>Not found</h1>" } },
  ];
  for (const { name, answer } of SCRIPTS) {
    test(`what stands in the tag stays when the server sends it ${name}`, async ({ page }) => {
      await page.route("**/monthwise.js", (route) => route.fulfill(answer));
      const answered = page.waitForResponse("**/monthwise.js");
      const news = await open(page);
      await answered;
      await expect(page.getByText("Read the news at home.")).toBeVisible();
      expect(await news.root.evaluate((element) => element.matches(":defined"))).toBe(false);
    });
  }
});
