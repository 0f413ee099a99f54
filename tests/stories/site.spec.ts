// The site that `monthwise build` makes: readable before any script runs and where none ever does, and
// the same list once the app takes over.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folder, own, publish, ROOT, sites } from "../support/command";
import { expect, fixture, News, type Page, test, violations } from "../support/story";

const other = process.env.MONTHWISE_OTHER_ORIGIN ?? "";

const news = (count: number) => {
  const items = [...Array(count).keys()].map((n) => {
    const [year, month, day] = [2024 - Math.floor(n / 48), 12 - (Math.floor(n / 4) % 12), 28 - (n % 4) * 5];
    return {
      id: `item-${n}`,
      url: `https://example.org/${n}`,
      title: `Item ${n} of a long archive`,
      content_text: `${"Somebody did something of note somewhere. ".repeat(3)}\n\n${n % 7 ? "In short." : "More and more of it was said.\n\n".repeat(40)}`,
      tags: [["work", "law", "trade"][n % 3]],
      _monthwise: {
        date: `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`,
        regions: [["GE", "AM", "FR", "KE", "PE"][n % 5], ["UA", "CN"][n % 2]],
        partners: [["osce", "icmpd", "ec"][n % 3]],
      },
    };
  });
  const partners = [{ id: "osce", name: "Organization for Security", short: "OSCE" }, { id: "icmpd", name: "Centre" }];
  return JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "A long archive", description: "With months.", language: "en", _monthwise: { partners }, items });
};

/** An element as data, without what only one of both lists can have. */
interface Shape {
  tag: string;
  attributes: Record<string, string>;
  inside: (Shape | string)[];
}

/** What stands in the page of the list: its shape down to the last word, with as many months. */
const shape = (page: Page, months = Infinity) =>
  page.locator("monthwise-news").evaluate((host, months): Shape => {
    // No document holds this character (HTML Standard, section 13.2.3.5).
    const textOf = (node: Node) => (node.textContent ?? "").replaceAll("\0", "");
    const of = (element: Element): Shape => {
      const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
      let { localName: tag } = element;
      // Disabled until there is a script; the rest of a text is on the plain page of its year.
      delete attributes.disabled;
      if (element.matches(".item__more")) {
        tag = "more";
        delete attributes.type;
        delete attributes.href;
      }
      // Months that are not in the file are linked to where they are.
      if (element.matches(".index__month")) attributes.href = attributes.href?.replace(/^[^#]*/, "") ?? "";
      // A file may be read anywhere; the app knows where.
      else if (element.matches("a:not(.place)") && attributes.href) attributes.href = new URL(attributes.href, location.href).href;
      // What the browser or the day adds.
      if (element.matches(".page__source")) return { tag, attributes, inside: [] };
      let children = [...element.childNodes];
      if (element.matches(".months")) children = children.slice(0, months);
      const inside: (Shape | string)[] = [];
      for (const node of children) {
        // A file has no border between two texts, and no place for what has nothing to say yet.
        if (node instanceof Element) {
          if (!node.matches("details[hidden]")) inside.push(of(node));
        } else if (typeof inside.at(-1) === "string") {
          inside.push(`${inside.pop()}${textOf(node)}`);
        } else if (node.textContent) {
          inside.push(textOf(node));
        }
      }
      return { tag, attributes, inside };
    };
    // A list that did not become the app's is still there, and hidden.
    return of((host.shadowRoot?.querySelector(".page") ?? host.querySelector(".page")) as Element);
  }, months);

/** Where everything of the list stands, in the order of the document. */
const places = (page: Page) =>
  page.locator("monthwise-news").evaluate((host) => {
    // Months out of sight have no place of their own yet.
    const seen = [...host.querySelectorAll(".page *")].filter((element) => {
      const { top, height } = element.getBoundingClientRect();
      return height > 0 && top < innerHeight && top > -innerHeight;
    });
    return seen.map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      // What holds the months grows with those that come.
      const size = element.matches(":has(.month)") ? [width] : [width, height];
      return `${element.getAttribute("class")} ${[x, y, ...size].map((n) => Math.round(n * 10) / 10).join(" ")}`;
    });
  });

/** Holds the element's script back until it is let go. */
async function hold(page: Page) {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/monthwise.js", async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Waits until the app has taken over. */
const mounted = (page: Page) => expect(page.locator(".search__box:enabled")).toHaveCount(1);

/** The ids of the items that are in a page as it stands. */
const ids = (page: Page) => page.locator("article").evaluateAll((items) => items.map((item) => item.id));

let long = "";
test.beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  long = publish("long", news(480));
});

test.describe("the list in the file is the list that is mounted", () => {
  const same = async (page: Page, address: string) => {
    const context = await page.context().browser()?.newContext();
    const before = (await context?.newPage()) as Page;
    await before.route("**/monthwise.js", (route) => route.abort());
    await before.goto(address);
    await page.goto(address);
    await mounted(page);
    const published = await shape(before);
    const months = await before.locator(".month").count();
    expect(await shape(page, months)).toEqual(published);
    await context?.close();
  };
  for (const language of ["en", "en-GB", "fr", "es", "ar"]) {
    test(`in ${language}`, async ({ page }) => {
      await same(page, publish(`long-${language}`, news(480), `language = "${language}"`));
    });
  }
  for (const name of ["hostile.json", "partial-dates.json", "rtl.json", "one-bad-item.json", "wordpress.json", "many-values.json", "empty.json"]) {
    test(name, async ({ page }) => {
      await same(page, publish(`fixture-${name}`, fixture(name)));
    });
  }
  test("the first archive", async ({ page }) => {
    await same(page, publish("first", readFileSync(fileURLToPath(new URL("../../public/news.json", import.meta.url))), 'language = "en-GB"'));
  });
});

test("a page that was published before its feed changed shows what the feed has now", async ({ page }) => {
  const changed = JSON.parse(news(300));
  // Months are gone, new, longer and shorter; values are gone and new; titles, texts and numbers are others.
  changed.items = changed.items.slice(5).filter((_: unknown, n: number) => n % 10 < 4 && (n < 30 || n > 50));
  changed.items.forEach((item: { title: string; _monthwise: { regions: string[] } }, n: number) => {
    if (n % 3 === 0) item.title = `Another title ${n}`;
    item._monthwise.regions = [["FR", "BR", "ZA"][n % 3]!];
  });
  changed.items.unshift({ id: "first", title: "The newest", content_text: "First.", _monthwise: { date: "2025-02" } });
  const body = JSON.stringify(changed);
  await page.route(/\/news\.json/, (route) => route.fulfill({ body, contentType: "application/feed+json" }));
  const whole = async () => {
    await expect(page.locator(".root:has(:enabled.search__box) article")).toHaveCount(changed.items.length);
    return shape(page);
  };
  await page.goto(long);
  const became = await whole();
  await page.route("**/blank", (route) => {
    const list = `<monthwise-news src="news.json" feeds="./" lang="en" heading-level="1" standalone></monthwise-news>`;
    return route.fulfill({ contentType: "text/html", body: `<!doctype html><script type="module" src="monthwise.js"></script>${list}` });
  });
  await page.goto(`${long}blank`);
  await mounted(page);
  expect(became).toEqual(await whole());
});

test("a month that the browser had painted before there was a script is marked as any other", async ({ page }) => {
  const release = await hold(page);
  await page.goto(long, { waitUntil: "commit" });
  const first = page.getByRole("article").first();
  await expect.poll(() => first.evaluate((item) => item.checkVisibility({ contentVisibilityAuto: true }))).toBe(true);
  // Two frames later it has told whoever listens.
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  release();
  await mounted(page);
  await page.getByRole("searchbox").first().fill("somebody");
  await expect(first.locator("mark").first()).toHaveText("Somebody");
});

for (const width of [320, 768, 1280]) {
  test(`nothing moves when the app takes over, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    const release = await hold(page);
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) console.error(`moved: ${(entry as unknown as { value: number }).value}`);
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(long, { waitUntil: "commit" });
    await expect(page.getByRole("contentinfo")).toBeAttached();
    // A month has its height once the browser has found that it is near.
    const first = page.getByRole("article").first();
    await expect.poll(() => first.evaluate((item) => item.checkVisibility({ contentVisibilityAuto: true }))).toBe(true);
    const before = await places(page);
    expect(before.length).toBeGreaterThan(20);
    release();
    await mounted(page);
    expect(await places(page)).toEqual(before);
  });
}

test("nothing moves while the page arrives, bit by bit", async ({ page }) => {
  const html = await (await page.request.get(long)).text();
  await page.route(`${long}bits`, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
  await page.goto(`${long}bits`);
  const moved = await page.evaluate(async (html) => {
    const shifts: string[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as unknown as { value: number; sources: { node: Element | null }[] };
        shifts.push(`${value}: ${sources.map(({ node }) => node?.className).join()}`);
      }
    }).observe({ type: "layout-shift" });
    const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    // Without what runs, and without the policy, which lets nobody write a page as it arrives.
    const still = html.replace(/<script type="module"[^>]*><\/script>|<meta http-equiv="Content-Security-Policy"[^>]*>/gi, "");
    // The style is there first, as it holds back what is painted.
    const head = still.indexOf("</head>");
    document.open();
    document.write(still.slice(0, head));
    while ([...document.styleSheets].length < document.querySelectorAll("link[rel=stylesheet]").length) await frames();
    for (let at = head; at < still.length; at += 2_000) {
      document.write(still.slice(at, at + 2_000));
      await frames();
    }
    document.close();
    await frames();
    return shifts;
  }, html);
  expect(moved).toEqual([]);
});

test("whoever is reading stays at the line, and with the link, that they are at", async ({ page }) => {
  const release = await hold(page);
  await page.goto(long, { waitUntil: "commit" });
  const item = page.locator("#item-17");
  await item.scrollIntoViewIfNeeded();
  await item.getByRole("link", { name: "Item 17 of a long archive", exact: true }).focus();
  await page.evaluate(() => scrollBy({ top: 137, behavior: "instant" }));
  // The months above are as high as they are once they have been seen.
  const before = await item.evaluate((item) => item.getBoundingClientRect().top);
  release();
  await mounted(page);
  const same = new News(page).root.locator("#item-17");
  expect(Math.abs((await same.evaluate((item) => item.getBoundingClientRect().top)) - before)).toBeLessThan(1);
  await expect(same.getByRole("link", { name: "Item 17 of a long archive", exact: true })).toBeFocused();
});

test.describe("without the app", () => {
  const everything = [...Array(480).keys()].map((n) => `item-${n}`);

  /** Reads the site as it is: the newest months, then year after year by the links at its foot. */
  const readAll = async (page: Page) => {
    await page.goto(long);
    await expect(page.getByRole("heading", { name: "December 2024" })).toBeVisible();
    await expect(page.getByText("Somebody did something of note").first()).toBeVisible();
    const newest = await ids(page);
    expect(newest.length).toBeGreaterThanOrEqual(50);
    expect(everything.slice(0, newest.length)).toEqual(newest);
    const found: string[] = [];
    const years = await page.getByRole("navigation", { name: "All years" }).getByRole("link").evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
    for (const year of years) {
      await page.goto(year);
      found.push(...(await ids(page)));
      await expect(page.getByText("More and more of it was said.").first()).toBeVisible();
    }
    expect(found).toEqual(everything);
  };

  test.describe("JavaScript is off", () => {
    test.use({ javaScriptEnabled: false });
    test("the newest months are there, the years reach the rest, and nothing is there to press", async ({ page }) => {
      await readAll(page);
      await page.goto(long);
      await expect(page.getByRole("button").and(page.locator(":not(.label)")).filter({ visible: true })).toHaveCount(0);
      await expect(page.getByRole("searchbox").filter({ visible: true })).toHaveCount(0);
      await page.getByRole("link", { name: /^More items/ }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("A long archive: 2023");
      await page.getByRole("link", { name: "Next: 2022" }).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("A long archive: 2022");
    });

    test("a long text is whole on the page of its year", async ({ page }) => {
      await page.goto(long);
      await page.locator("#item-0").getByRole("link", { name: /^Show more/ }).click();
      await expect(page).toHaveURL(/2024\/#item-0$/);
      await expect(page.locator("#item-0").getByText("More and more").last()).toBeVisible();
    });
  });

  test("the script is blocked", async ({ page }) => {
    await page.route("**/monthwise.js", (route) => route.abort());
    await readAll(page);
    await page.goto(long);
    await expect(page.getByRole("button").and(page.locator(":enabled"))).toHaveCount(0);
  });

  test("WebAssembly is removed: what is there stays, and says why there is no more", async ({ page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "WebAssembly"));
    await readAll(page);
    await page.goto(long);
    const why = page.getByRole("alert");
    await expect(why).toContainText("This browser runs without WebAssembly");
    await expect(why).toBeInViewport();
    // Nothing is left that pretends to work.
    await expect(page.getByRole("searchbox").filter({ visible: true })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Print" }).filter({ visible: true })).toHaveCount(0);
  });
});

test("one chosen region or partner has a feed, and so has the whole", async ({ page }) => {
  const news = new News(page);
  await page.goto(long);
  await mounted(page);
  const subscribe = news.root.getByRole("link", { name: "Subscribe" });
  const follows = async (title: RegExp) => {
    const href = await subscribe.evaluate((link) => (link as HTMLAnchorElement).href);
    const answer = await page.request.get(href);
    expect(answer.status()).toBe(200);
    expect(answer.headers()["content-type"]).toMatch(/xml/);
    expect(await answer.text()).toMatch(title);
  };
  await follows(/<title>A long archive<\/title>/);
  await news.value("GE").check();
  await follows(/<title>A long archive: Georgia<\/title>/);
  await news.value("AM").check();
  await expect(subscribe).toHaveCount(0);
  await page.goto(`${long}?partner=osce`);
  await mounted(page);
  await follows(/<title>A long archive: Organization for Security<\/title>/);
});

test("a label on a plain page leads to the list of its value", async ({ page }) => {
  await page.goto(`${long}2020/`);
  await page.locator("article").first().getByRole("link", { name: "OSCE" }).click();
  await mounted(page);
  await expect(new News(page).chips).toHaveText(["Organization for Security"]);
});

test.describe("at the root of a host", () => {
  // One site for all, made by one worker.
  test.describe.configure({ mode: "serial" });

  test("the site works at the root of its host, and from another host", async ({ page }) => {
    publish(ROOT, news(60));
    const missing: string[] = [];
    page.on("response", (response) => {
      if (response.status() >= 400) missing.push(response.url());
    });
    for (const host of [new URL(sites).origin, other]) {
      await page.goto(`${host}/`);
      await mounted(page);
      await page.getByRole("navigation", { name: "All years" }).getByRole("link").first().click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("A long archive: 2024");
      await page.getByRole("link", { name: "Search and filter" }).click();
      await mounted(page);
    }
    // Its list in a page of another host.
    const csp = `default-src 'none'; script-src ${other} 'wasm-unsafe-eval'; style-src ${other}; connect-src ${other}`;
    writeFileSync(
      join(folder, "host.html"),
      `<!doctype html><html lang="en"><meta http-equiv="content-security-policy" content="${csp}"><title>A host</title>
       <script type="module" src="${other}/monthwise.js"></script><monthwise-news src="${other}/news.json"></monthwise-news></html>`,
    );
    await page.goto(`${sites}host.html`);
    await expect(new News(page).count).toHaveText("60 items");
    expect(missing).toEqual([]);
  });

  test("an address that has no page says so, at any depth", async ({ page }) => {
    publish(ROOT, news(60));
    const answer = await page.goto(`${new URL(sites).origin}/2020/05/nothing/here`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing is here");
    await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("font-family", /Charter/);
  });
});

test("axe finds nothing in the page of a year, light and dark, at 320 and 1280 px", async ({ page, faults }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [320, 1280]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${long}2020/`);
      // Months out of sight have no layout; they are part of the page all the same.
      await page.locator(".month").evaluateAll((months) => months.forEach((month) => ((month as HTMLElement).style.contentVisibility = "visible")));
      expect(await violations(page, faults)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
});

test.describe("files of two builds meet", () => {
  // A build that differs from this one in everything, made from it: other names, and another feed.
  const NEW = "new";
  const OLD = "old";
  type Site = Map<string, Buffer>;
  const read = (at: string, within = ""): [string, Buffer][] =>
    readdirSync(join(at, within), { withFileTypes: true }).flatMap((entry) => {
      const path = within ? `${within}/${entry.name}` : entry.name;
      return entry.isDirectory() ? read(at, path) : [[path, readFileSync(join(at, path))]];
    });
  const builds: Record<string, Site> = {};
  test.beforeAll(() => {
    publish("skew-new", news(61));
    publish("skew-old", news(60));
    builds[NEW] = new Map(read(join(folder, own("skew-new"))));
    // The folder may hold versions of earlier builds too; the page names its own.
    const version = builds[NEW].get("index.html")?.toString().match(/monthwise-(\w+)\/monthwise\.css/)?.[1] ?? "";
    builds[OLD] = new Map(
      read(join(folder, own("skew-old"))).map(([path, bytes]) => {
        const isText = /\.(html|js)$/.test(path);
        const text = isText ? Buffer.from(bytes.toString().replaceAll(version, "000000000000")) : bytes;
        return [path.replace(version, "000000000000"), text];
      }),
    );
    expect(builds[OLD].get("monthwise.js")?.toString()).toContain("000000000000");
    expect(builds[NEW].get("monthwise.js")?.toString()).not.toContain("000000000000");
  });

  for (const html of [OLD, NEW]) {
    for (const script of [OLD, NEW]) {
      for (const program of ["kept", "gone"]) {
        for (const feed of [OLD, NEW]) {
          test(`${html} page, ${script} script, ${feed} feed, the old program ${program}: there is a list`, async ({ page }) => {
            const news = new News(page, ".root:has(:enabled.search__box)");
            const at = (build: string, path: string) => builds[build]?.get(path);
            const errors: string[] = [];
            await page.route("**/sites/skew/**", (route) => {
              const { pathname, search } = new URL(route.request().url());
              const path = pathname.replace("/sites/skew/", "") || "index.html";
              const isOld = path.startsWith("monthwise-000000000000/");
              const body =
                path === "index.html" ? at(html, path)
                // What the browser has kept goes by its whole address.
                : path === "monthwise.js" ? at(search ? NEW : script, path)
                : path === "news.json" ? at(feed, path)
                : isOld ? (program === "kept" ? at(OLD, path) : undefined)
                : at(NEW, path);
              if (!body) errors.push(path);
              const type = { html: "text/html", js: "text/javascript", css: "text/css", json: "application/json" }[path.split(".").pop() ?? ""];
              return route.fulfill(body ? { body, contentType: type ?? "application/octet-stream" } : { status: 404, body: "" });
            });
            await page.goto(`${sites}skew/`);
            await mounted(page);
            await expect(news.count).toHaveText(feed === NEW ? "61 items" : "60 items");
            await expect(page.getByRole("alert")).toHaveCount(0);
            // The list that was published becomes the app's where both are of one build, and of one feed.
            const app = program === "gone" ? NEW : script;
            await expect(page.locator(".search__box")).toHaveCount(html === app && html === feed ? 1 : 2);
            await news.value("GE").check();
            await expect(news.chips).toHaveText(["Georgia"]);
            await expect(news.months.first()).toHaveCSS("content-visibility", "auto");
            expect(errors.every((path) => path.startsWith("monthwise-000000000000/"))).toBe(true);
          });
        }
      }
    }
  }

  test("where nothing newer stands in its place, a script that has lost its files says so, and tries again when asked", async ({ page }) => {
    const news = new News(page);
    let asked = 0;
    await page.route("**/monthwise.js?again", (route) => {
      asked++;
      return route.continue();
    });
    await page.route("**/monthwise.bin", (route) => route.fulfill({ status: 404, body: "" }));
    await page.goto(long);
    await expect(news.failure).toContainText("could not be loaded");
    expect(asked).toBe(1);
    await page.unroute("**/monthwise.bin");
    await news.root.getByRole("button", { name: "Try again" }).click();
    await mounted(page);
  });
});
