// Something goes wrong: the visitor learns what, and what to do; what can be read stays.
import { expect, fixture, test } from "../support/story";

const FEEDS = [
  { name: "an HTML page", feed: "html.json", text: /news\.json is a web page, not a feed\. Servers send one when a file is missing/ },
  { name: "broken JSON", feed: "broken.json", text: /news\.json is not valid JSON: line 9, character 7\. Whoever edits the feed can mend it there\.$/ },
  { name: "JSON that is no feed", feed: "not-a-feed.json", text: /news\.json is JSON, but not a JSON Feed: it has no list named “items”\.$/ },
  { name: "UTF-16", feed: "utf16.json", text: /news\.json is stored as UTF-16\. Save it as UTF-8\.$/ },
];

for (const { name, feed, text } of FEEDS) {
  test(`${name} in the place of the feed is named, and a mended feed loads at a press`, async ({ page, news }) => {
    await news.open("", feed);
    await expect(news.failure).toContainText("The whole list could not be loaded");
    await expect(news.failure.locator("p")).toHaveText(text);
    // What the page's author put there is still there.
    await expect(page.getByText("The news is also to be had as a feed")).toBeVisible();
    await page.unroute("**/news.json");
    await news.root.getByRole("button", { name: "Try again" }).click();
    await expect(news.count).toHaveText("10 items");
    await expect(news.root.getByRole("heading", { name: "News items" })).toBeFocused();
    await expect(page.getByText("The news is also to be had as a feed")).toBeHidden();
  });
}

test("an empty file", async ({ news }) => {
  await news.open("", Buffer.from(""));
  await expect(news.failure.locator("p")).toHaveText(/news\.json is an empty file\.$/);
});

test("a feed that is not there (404)", async ({ page, news }) => {
  await page.route("**/news.json", (route) => route.fulfill({ status: 404, contentType: "text/html", body: "<h1>Not found</h1>" }));
  await news.open();
  await expect(news.failure.locator("p")).toHaveText(/^There is no file at http.*news\.json \(404\)\./);
});

test("a server with an error (503), then well again", async ({ page, news }) => {
  await page.route("**/news.json", (route) => route.fulfill({ status: 503 }), { times: 2 });
  await news.open();
  await expect(news.failure.locator("p")).toContainText("answered with an error (503)");
  const retry = news.root.getByRole("button", { name: "Try again" });
  await retry.click();
  // It fails again: the button is still there, and so is the focus.
  await expect(retry).toBeFocused();
  await expect(retry).not.toHaveAttribute("aria-disabled", "true");
  await retry.click();
  await expect(news.count).toHaveText("10 items");
});

test("the network is down", async ({ page, news }) => {
  await page.route("**/news.json", (route) => route.abort("connectionrefused"));
  await news.open();
  await expect(news.failure.locator("p")).toHaveText(/news\.json could not be reached\. Check the connection, then try again\.$/);
});

test("the device is offline", async ({ page, context, news }) => {
  await page.route("**/news.json", async (route) => {
    await context.setOffline(true);
    await route.abort("internetdisconnected");
  });
  await news.open();
  await expect(news.failure.locator("p")).toHaveText("This device is offline. Connect to the network, then try again.");
});

test("the connection breaks within the feed", async ({ page, news }) => {
  await page.route("**/news.json", (route) => route.fulfill({ body: "{", headers: { "content-length": "100", "content-encoding": "gzip" } }), { times: 1 });
  await news.open();
  await expect(news.failure).toBeVisible();
  await news.root.getByRole("button", { name: "Try again" }).click();
  await expect(news.count).toHaveText("10 items");
});

test.describe("the feed lies where this page may not read it", () => {
  test.use({ expected: /connect-src|Content Security Policy|Fetch API cannot load/ });
  test("and the sentence says what the other server would have to send", async ({ page, news }) => {
    await news.open();
    await expect(news.count).toHaveText("10 items");
    await page.evaluate((origin) => document.querySelector("monthwise-news")?.setAttribute("src", `${origin}/monthwise/news.json`), process.env.MONTHWISE_OTHER_ORIGIN);
    await expect(news.failure.locator("p")).toHaveText(/could not be reached from this page\..*Access-Control-Allow-Origin/);
  });
});

test("a feed without items says so", async ({ news }) => {
  await news.open("", "empty.json");
  await expect(news.count).toHaveText("0 items");
  await expect(news.root.getByText("There are no news items yet.")).toBeVisible();
});

test("bad items among good ones are counted, and named on demand", async ({ news }) => {
  await news.open("", "one-bad-item.json");
  await expect(news.items).toHaveCount(3);
  const skipped = news.root.getByText("2 items of this feed could not be read.");
  await skipped.click();
  await expect(news.root.locator("details li").first()).toHaveText(/^Item 3, line \d+: it is not a JSON object in braces\.$/);
  await expect(news.root.locator("details li").last()).toHaveText(/^Item 4.*, line \d+: it has neither a title nor a text\.$/);
});

for (const feed of ["bom.json", "lone-surrogate.json", "duplicate-id.json", "latin1.json", "odd-shapes.json", "version-1.json", "hugo.json", "hostile.json", "paged-loop.json"]) {
  test(`${feed} is read, and every item has an id of its own`, async ({ news }) => {
    await news.open("", feed);
    await expect(news.items.first()).toBeVisible();
    const ids = await news.root.locator("[id]").evaluateAll((all) => all.map((element) => element.id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !id || /\s/.test(id))).toEqual([]);
    await expect(news.root.getByText("could not be read")).toHaveCount(0);
  });
}

test("a title of a megabyte becomes a heading of a line, and stays readable whole", async ({ news }) => {
  const title = "Labour ".repeat(150_000);
  await news.open("", Buffer.from(JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Long", items: [{ id: "1", title }, { id: "2", title: "Short" }] })));
  await expect(news.items).toHaveCount(2);
  expect((await news.titles.first().textContent())?.length).toBeLessThan(120);
  expect((await news.items.first().textContent())?.length).toBeGreaterThan(1_000_000);
});

test("WebAssembly is missing", async ({ page, news }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
  await news.open();
  await expect(news.failure.locator("p").last()).toContainText("This browser runs without WebAssembly");
  await expect(page.getByText("The news is also to be had as a feed")).toBeVisible();
});

test("the browser is too old for what the program is made of", async ({ page, news }) => {
  await page.addInitScript(() => {
    const refuse = () => Promise.reject(new WebAssembly.CompileError("invalid opcode"));
    Object.assign(WebAssembly, { instantiate: refuse });
  });
  await news.open();
  await expect(news.failure.locator("p").last()).toContainText("This browser is too old for this list");
});

test.describe("the browser lacks a part of Intl", () => {
  test.use({ expected: /Intl\.ListFormat is not a constructor/ });
  test("and that there is no list is said, above what can be read without it", async ({ page, news }) => {
    await page.addInitScript(() => Reflect.deleteProperty(Intl, "ListFormat"));
    await news.open();
    await expect(news.failure).toBeVisible();
    await expect(page.getByText("The news is also to be had as a feed")).toBeVisible();
  });
});

const NO_PROGRAM = [
  { name: "an HTML page", body: () => Buffer.from("<!doctype html><title>Monthwise</title>") },
  { name: "nothing", body: () => Buffer.from("") },
  { name: "the half of it", body: (program: Buffer) => program.subarray(0, program.length / 2) },
  { name: "all of it but for a bit", body: (program: Buffer) => program.fill(program.readUInt8(9_999) ^ 1, 9_999, 10_000) },
  { name: "it and more", body: (program: Buffer) => Buffer.concat([program, Buffer.from("\n")]) },
];

for (const { name, body } of NO_PROGRAM) {
  test(`${name} in the place of the program is a file that could not be loaded`, async ({ page, news }) => {
    await page.route("**/monthwise.bin", async (route) => route.fulfill({ body: body(await (await route.fetch()).body()) }));
    await news.open();
    await expect(news.failure.locator("p").last()).toContainText("A file of this list could not be loaded");
  });
}

test("a server that calls the program a text serves it as well", async ({ page, news }) => {
  await page.route("**/monthwise.bin", async (route) => route.fulfill({ response: await route.fetch(), contentType: "text/plain" }));
  await news.open();
  await expect(news.count).toHaveText("10 items");
});

test.describe("the page's policy forbids WebAssembly", () => {
  test.use({ expected: /wasm-eval|Content Security Policy/ });
  test("and the sentence says which word the policy lacks", async ({ page, news }) => {
    await page.route("**/monthwise/", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace("'wasm-unsafe-eval'", "") });
    });
    await news.open();
    await expect(news.failure.locator("p").last()).toContainText("script-src needs 'wasm-unsafe-eval'");
  });
});

for (const file of ["monthwise.bin", "languages/en.json"]) {
  test(`${file} does not load, then does`, async ({ page, news }) => {
    await page.route(`**/${file}`, (route) => route.fulfill({ status: 404, body: "" }));
    await news.open();
    await expect(news.failure).toContainText(/could not be loaded/);
    await page.unroute(`**/${file}`);
    await news.root.getByRole("button").click();
    await expect(news.count).toHaveText("10 items");
  });
}

test("a slow load says what is happening, after half a second and not before", async ({ page, news }) => {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/news.json", async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest("**/news.json");
  await news.open();
  await asked;
  await page.clock.runFor(400);
  await expect(news.root.getByRole("status")).toBeHidden();
  await page.clock.runFor(200);
  await expect(news.root.getByRole("status")).toHaveText("Loading the news …");
  release();
  await expect(news.count).toHaveText("10 items");
});

test("a feed that is not UTF-8 shows what can be read of it", async ({ news }) => {
  await news.open("", fixture("latin1.json"));
  await expect(news.root).toContainText("\u{fffd}");
});
