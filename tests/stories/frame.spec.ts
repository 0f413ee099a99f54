// A list in a frame: it is as high as its list, the host's address follows where the host wants it, and whatever
// else is said to either side has no effect.
import type { Frame } from "@playwright/test";
import { expect, News, type Page, query, test } from "../support/story";

const hosts = `${process.env.MONTHWISE_HOSTS_URL ?? ""}frame/`;
const files = process.env.MONTHWISE_URL ?? "";
const elsewhere = files.replace(new URL(files || "http://a").origin, process.env.MONTHWISE_OTHER_ORIGIN ?? "");

// Bars that take room, as on most desktops. And a page that a story has changed on its way counts as one of the
// internet, which may not ask this machine for anything. And a visitor who likes it dark: where Playwright says so
// itself, by default that it is light, no frame can be told otherwise.
test.use({
  launchOptions: {
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-features=LocalNetworkAccessChecks", "--force-dark-mode"],
    ignoreDefaultArgs: ["--hide-scrollbars"],
  },
});

/** What both sides did and heard, for stories to look at. */
interface Notes {
  /** What happened to a page that a message could have done: heights, addresses, scrolling. */
  effects: string[];
  /** The messages that came. */
  heard: { monthwise?: number; kind?: string; session?: string; height?: number }[];
}
declare global {
  interface Window {
    record: Notes;
  }
}

/** Takes down, in every page and frame, what messages come and what they do. */
async function record(page: Page) {
  await page.addInitScript(() => {
    const record: Notes = { effects: [], heard: [] };
    window.record = record;
    addEventListener("message", ({ data }) => record.heard.push(data), true);
    for (const name of ["replaceState", "pushState"] as const) {
      const real = history[name];
      history[name] = (state, unused, url) => {
        record.effects.push(`address ${url}`);
        real.call(history, state, unused, url);
      };
    }
    const scroll = window.scrollBy;
    window.scrollBy = (...to: unknown[]) => {
      record.effects.push(`scroll ${JSON.stringify(to)}`);
      Reflect.apply(scroll, window, to);
    };
    new MutationObserver((changes) => {
      for (const { target } of changes) record.effects.push(`height ${(target as HTMLElement).style.height}`);
    }).observe(document, { attributeFilter: ["style"], subtree: true });
  });
}

/** The page in a frame of a host. */
async function inside(page: Page, frame = "iframe") {
  const handle = await page.locator(frame).elementHandle();
  const content = await handle?.contentFrame();
  if (!content) throw new Error(`no page in ${frame}`);
  return content;
}

/** The list in a frame, with the words of other stories. */
const list = (frame: Frame) => new News(frame as unknown as Page);

/** Opens a host page; gives the page in its frame once there is a list. */
async function open(page: Page, host: string, frame = "iframe") {
  await page.goto(new URL(host, hosts).href);
  await page.locator(frame).scrollIntoViewIfNeeded();
  const content = await inside(page, frame);
  await expect(list(content).count).toHaveText(/\S/);
  return content;
}

/** Waits until a frame is as high as its page, to the pixel, and has no bar. */
async function fits(page: Page, frame = "iframe") {
  const content = await inside(page, frame);
  await expect
    .poll(async () => {
      const height = await page.locator(frame).evaluate((frame) => frame.clientHeight);
      return content.evaluate((height) => {
        const { scrollHeight, clientWidth } = document.documentElement;
        const own = Math.ceil(document.documentElement.getBoundingClientRect().height);
        return own === height && scrollHeight <= innerHeight && clientWidth === innerWidth ? "fits" : `${own} in ${height}, ${clientWidth} of ${innerWidth}`;
      }, height);
    })
    .toBe("fits");
  return page.locator(frame).evaluate((frame) => frame.clientHeight);
}

/** Has all files of the host pages come from another origin, under a policy that names that one. */
async function moved(page: Page, change = (html: string) => html) {
  await page.route(`${hosts}*.html*`, async (route) => {
    const response = await route.fetch();
    const html = (await response.text()).replaceAll("../../monthwise/", elsewhere).replaceAll("'self'", new URL(elsewhere).origin);
    await route.fulfill({ response, body: change(html) });
  });
}

/** The filter in the address of a page in a frame, as pairs. */
const chosen = (frame: Frame) => [...new URL(frame.url()).searchParams].filter(([key]) => !key.startsWith("set.")).map((pair) => pair.join("="));

test.describe("the height", () => {
  test("follows the list when the filter changes, a text is unfolded and the host is narrow", async ({ page }) => {
    await record(page);
    const content = await open(page, "height.html");
    const news = list(content);
    const whole = await fits(page);
    expect(whole).toBeGreaterThan(1000);
    expect(await page.locator("iframe").evaluate((frame) => getComputedStyle(frame).borderTopWidth)).toBe("0px");

    await news.value("GE").check();
    await expect(news.count).toHaveText("2 of 10 items");
    await expect.poll(() => fits(page)).toBeLessThan(whole);
    await news.value("GE").uncheck();
    await expect(news.count).toHaveText("10 items");
    await expect.poll(() => fits(page)).toBe(whole);

    await page.setViewportSize({ width: 400, height: 700 });
    await expect.poll(() => fits(page)).toBeGreaterThan(whole);
    const narrow = await fits(page);
    await news.root.getByRole("button", { name: "Filters" }).click();
    await expect.poll(() => fits(page)).toBeGreaterThan(narrow);

    // Each of these was told a few times at most: what is told does not depend on what was told before.
    const told = await page.evaluate(() => window.record.heard.filter(({ kind }) => kind === "height").length);
    expect(told).toBeLessThan(25);
  });

  test("follows a text that is unfolded", async ({ page }) => {
    const items = [{ id: "long", title: "Long", content_text: `Short.\n\n${"More was said of it.\n\n".repeat(60)}`, date_published: "2007-07-12T00:00:00Z" }];
    await page.route("**/news.json", (route) => route.fulfill({ json: { version: "https://jsonfeed.org/version/1.1", title: "News", items } }));
    const content = await open(page, "height.html");
    const folded = await fits(page);
    await content.locator(".item__more").click();
    await expect.poll(() => fits(page)).toBeGreaterThan(folded + 500);
  });

  test("is the frame's own until there is a list, and a failure's afterwards", async ({ page }) => {
    await record(page);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/news.json", async (route) => {
      await held;
      await route.fulfill({ status: 404, body: "" });
    });
    await page.goto(`${hosts}height.html`);
    // Both know each other.
    await expect.poll(async () => (await inside(page)).evaluate(() => window.record.heard.map(({ kind }) => kind))).toContain("welcome");
    expect(await page.locator("iframe").evaluate((frame) => frame.clientHeight)).toBe(640);
    release();
    await expect(list(await inside(page)).failure).toBeVisible();
    expect(await fits(page)).toBeLessThan(640);
  });

  test("stays where the host says so, and the frame scrolls", async ({ page }) => {
    await page.route(`${hosts}height.html`, async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace("default-src 'none';", "default-src 'none'; style-src 'unsafe-inline';").replace("</head>", "<style>iframe { max-height: 500px }</style></head>");
      await route.fulfill({ response, body });
    });
    const content = await open(page, "height.html");
    await expect.poll(() => page.locator("iframe").evaluate((frame: HTMLElement) => frame.style.height)).not.toBe("");
    await expect.poll(() => content.evaluate(() => innerWidth - document.documentElement.clientWidth), "there is a bar").toBeGreaterThan(0);
    await content.evaluate(() => scrollTo(0, 300));
    expect(await content.evaluate(() => scrollY)).toBe(300);
  });

  test("is the one in the tag without the script, and the frame scrolls", async ({ page }) => {
    const content = await open(page, "no-script.html");
    expect(await page.locator("iframe").evaluate((frame) => frame.clientHeight)).toBe(640);
    await list(content).value("GE").check();
    await expect(list(content).count).toHaveText("2 of 10 items");
    await expect.poll(() => new URL(page.url()).search).toBe("");
    expect(await content.evaluate(() => document.documentElement.scrollHeight > innerHeight && innerWidth > document.documentElement.clientWidth)).toBe(true);
  });

  test("follows in two frames, each its own, and in one that is added, moved, removed or loaded anew", async ({ page }) => {
    await open(page, "two.html", "#two");
    await page.locator("#one").scrollIntoViewIfNeeded();
    const [one, two] = [await fits(page, "#one"), await fits(page, "#two")];
    expect(one).toBe(two);
    await list(await inside(page, "#one")).value("CN").check();
    await expect.poll(() => fits(page, "#one")).toBeLessThan(one);
    expect(await fits(page, "#two")).toBe(two);

    await page.evaluate(() => {
      const frame = document.createElement("iframe");
      Object.assign(frame, { id: "three", src: "../../monthwise/frame/", title: "News", height: "300", width: "500" });
      frame.dataset.monthwise = "";
      document.querySelector("h1")?.after(frame);
    });
    expect(await fits(page, "#three")).toBeGreaterThan(300);
    // A frame that moves loads its page anew.
    await page.evaluate(() => {
      const frame = document.querySelector("#three") as HTMLElement;
      frame.style.height = "";
      document.body.append(frame);
    });
    await page.locator("#three").scrollIntoViewIfNeeded();
    expect(await fits(page, "#three")).toBeGreaterThan(300);
    await page.locator("#three").evaluate((frame: HTMLIFrameElement) => {
      frame.style.height = "";
      frame.src = `${frame.src}?region=GE`;
    });
    await expect(list(await inside(page, "#three")).count).toHaveText("2 of 10 items");
    expect(await fits(page, "#three")).toBeGreaterThan(300);
    await page.locator("#one").evaluate((frame) => frame.remove());
    await list(await inside(page, "#two")).value("GE").check();
    await expect.poll(() => fits(page, "#two")).toBeLessThan(two);
  });

  test("follows a frame from another origin, without a referrer, with the script from there, twice", async ({ page }) => {
    await moved(page, (html) => html.replace("data-monthwise ", 'referrerpolicy="no-referrer" data-monthwise ').replace("</head>", `<script src="${elsewhere}monthwise-frame.js?again"></script></head>`));
    await record(page);
    const content = await open(page, "address.html?news.region=GE");
    expect(new URL(content.url()).origin).toBe(new URL(elsewhere).origin);
    await expect(list(content).count).toHaveText("2 of 10 items");
    await fits(page);
    expect(await content.evaluate(() => document.referrer)).toBe("");
    await list(content).value("AM").check();
    await expect.poll(() => query(page)).toEqual(["news.region=GE", "news.region=AM"]);
    const welcomes = await content.evaluate(() => window.record.heard.filter(({ kind }) => kind === "welcome").length);
    expect(welcomes, "the second copy of the script does nothing").toBe(1);
  });
});

test.describe("the reader", () => {
  test("is led to a month of the index by the host, which has what scrolls, also under a bar", async ({ page }) => {
    // Of a frame from the same origin the browser does it.
    await moved(page);
    const content = await open(page, "height.html");
    await fits(page);
    await page.evaluate(() => {
      const bar = document.createElement("div");
      Object.assign(bar.style, { position: "sticky", top: "0", height: "80px", background: "gray" });
      document.body.prepend(bar);
    });
    const news = list(content);
    await news.bars.nth(1).click();
    const place = async () => {
      const above = await page.locator("iframe").evaluate((frame) => frame.getBoundingClientRect().top);
      return above + (await news.months.nth(1).locator(".month__heading").evaluate((heading) => heading.getBoundingClientRect().top));
    };
    // The browser may lead to the month first, and the host then below the bar.
    const isBelow = async () => {
      const top = await place();
      return top >= 79 && top < 140;
    };
    await expect.poll(isBelow).toBe(true);
  });

  test("goes on in the window by a link, and finds the page of a link that was copied", async ({ page }) => {
    const content = await open(page, "settings.html");
    expect(await content.evaluate(() => document.querySelector("base")?.target)).toBe("_top");
    await page.goto(`${files}frame/?set.region=GE&set.theme=dark&set.evil=1&set.standalone=&set.src=x#2007-07-southern-caucasus-launch`);
    const news = new News(page);
    await expect(news.count).toHaveText("2 items");
    await expect(page).toHaveTitle(/^News on forced labour/);
    expect(await page.evaluate(() => [...document.querySelector("monthwise-news")?.attributes ?? []].map(({ name }) => name).sort())).toEqual(["eager", "region", "src", "standalone", "theme"]);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
  });
});

test.describe("the wishes of a host", () => {
  test("are attributes of the element, by an allow-list", async ({ page }) => {
    const content = await open(page, "settings.html");
    const attributes = await content.locator("monthwise-news").evaluate((news) => Object.fromEntries([...news.attributes].map(({ name, value }) => [name, value])));
    expect(attributes).toMatchObject({ region: "GE", theme: "dark", lang: "ar", controls: "search months" });
    expect(await content.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual(["ar", "rtl"]);
    await fits(page);
    // With an empty name the parameters begin with nothing.
    await list(content).root.locator("input[type=search]").first().fill("georgia");
    await expect.poll(() => query(page)).toEqual(["q=georgia"]);
    expect(chosen(content)).toEqual(["q=georgia"]);
  });
});

test.describe("the colours", () => {
  test.use({ colorScheme: null });
  for (const [scheme, colours] of [["", "light"], ["dark", "dark"], ["light dark", "dark"]] as const) {
    test(`are ${colours} for who likes it dark, on a page whose color-scheme is ${scheme || "not said"}`, async ({ page }) => {
      await page.route(`${hosts}height.html`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace("<title>", `${scheme && `<meta name="color-scheme" content="${scheme}">`}<title>`) });
      });
      const content = await open(page, "height.html");
      await fits(page);
      await expect.poll(() => content.evaluate(() => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"))).toBe(colours);
    });
  }
});

test.describe("the host's address", () => {
  test("says what is chosen, and back and forward work, a step a press", async ({ page }) => {
    const content = await open(page, "address.html?page_id=7");
    const news = list(content);
    const length = await page.evaluate(() => history.length);
    await news.value("GE").check();
    await expect.poll(() => query(page)).toEqual(["page_id=7", "news.region=GE"]);
    await news.value("osce").check();
    await expect.poll(() => query(page)).toEqual(["page_id=7", "news.region=GE", "news.partner=osce"]);
    expect(await page.evaluate(() => history.length)).toBe(length + 2);
    await page.evaluate(() => history.back());
    await expect.poll(() => query(page)).toEqual(["page_id=7", "news.region=GE"]);
    await expect(news.chips).toHaveText(["Georgia"]);
    await page.evaluate(() => history.back());
    await expect.poll(() => query(page)).toEqual(["page_id=7"]);
    await expect(news.count).toHaveText("10 items");
    await page.evaluate(() => history.go(2));
    await expect.poll(() => query(page)).toEqual(["page_id=7", "news.region=GE", "news.partner=osce"]);
    await expect(news.value("osce")).toBeChecked();

    // Over a step of the host's own, both ways.
    await page.getByRole("link", { name: "A link of the host" }).click();
    await expect(page).toHaveURL(/#host$/);
    await news.root.getByRole("button", { name: "Clear all" }).click();
    await expect.poll(() => query(page)).toEqual(["page_id=7"]);
    await expect.poll(() => new URL(page.url()).hash).toBe("#host");
    await page.evaluate(() => history.back());
    await expect(news.value("osce")).toBeChecked();
    await expect.poll(() => query(page)).toEqual(["page_id=7", "news.region=GE", "news.partner=osce"]);
    // Over several at once both say the same, whatever that is.
    for (const steps of [-3, 3, -2, 3]) {
      await page.evaluate((steps) => history.go(steps), steps);
      await expect.poll(async () => query(page).slice(1).join() === chosen(content).map((pair) => `news.${pair}`).join()).toBe(true);
    }
  });

  test("opens the list with its filter, also after a reload, and a step of the host's own changes it", async ({ page }) => {
    const news = list(await open(page, "address.html?a=1&news.q=labour&region=FR&news.region=GE&b"));
    await expect(news.search).toHaveValue("labour");
    await expect(news.value("GE")).toBeChecked();
    await expect.poll(() => new URL(page.url()).search).toBe("?a=1&news.q=labour&region=FR&news.region=GE&b");
    await page.reload();
    await page.locator("iframe").scrollIntoViewIfNeeded();
    const again = list(await inside(page));
    await expect(again.value("GE")).toBeChecked();
    await page.evaluate(() => history.pushState(null, "", "?news.region=AM"));
    await page.evaluate(() => history.back());
    await page.evaluate(() => history.forward());
    await expect(again.value("AM")).toBeChecked();
    await expect(again.value("GE")).not.toBeChecked();
    await expect.poll(() => query(page)).toEqual(["news.region=AM"]);
  });

  test("is left alone where the host does not want it", async ({ page }) => {
    await record(page);
    const content = await open(page, "height.html?region=GE&news.region=GE");
    await expect(list(content).count).toHaveText("10 items");
    await list(content).value("AM").check();
    await expect(list(content).count).toHaveText(/of 10 items/);
    await fits(page);
    expect(await page.evaluate(() => window.record.effects.filter((effect) => effect.startsWith("address")))).toEqual([]);
  });

  for (const start of ["", "?x=a%20b&b.region=AM&y=%zz&flag&&=&z", "?a.q=x&b.q=y&a.region=&region=FR", "?%61.region=AM&a.regions=all&a.from=2007-05&a.other=1&?a.region=IT", "?page=1&a.topic=x&page=2"]) {
    test(`is the one that two elements with these names would write, from ${start || "none"} on`, async ({ page }) => {
      await page.route(`${hosts}elements.html*`, (route) =>
        route.fulfill({
          contentType: "text/html",
          body: `<!doctype html><script type="module" src="../../monthwise/monthwise.js"></script>
            <monthwise-news id="one" src="../../monthwise/news.json" name="a"></monthwise-news>
            <monthwise-news src="../../monthwise/news.json" name="b"></monthwise-news>`,
        }),
      );
      await page.goto(`${hosts}elements.html${start}`);
      await new News(page, "#one").value("GE").press("Space");
      await expect.poll(() => query(page)).toContain("a.region=GE");
      const expected = new URL(page.url()).search;
      const content = await open(page, `two.html${start}`, "#one");
      await list(content).value("GE").press("Space");
      await expect.poll(() => new URL(page.url()).search).toBe(expected);
    });
  }

  test("is one address with the list's own, whatever is looked for", async ({ page }) => {
    let content = await open(page, "address.html?x=%zz&y=a%20b");
    let seed = 1;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    const parts = ["&", "#", '"', "'", "+", "%", "%41", " ", "=", "?", "/", "\\", "<b>", "é", "ю", "南", "نص", "👩‍🌾", "labour", "*", "~", ";", "news."];
    for (let turn = 0; turn < 12; turn++) {
      const words = [...Array(1 + random(5))].map(() => parts[random(parts.length)]).join("").trim() || "x";
      await list(content).search.fill(words);
      const said = () => new URL(content.url()).searchParams.get("q");
      await expect.poll(said, "the list's own address says it").toBe(words);
      const own = new URL(content.url()).search.slice(1);
      await expect.poll(() => new URL(page.url()).search).toBe(`?x=%zz&y=a%20b&${own.split("&").map((pair) => `news.${pair}`).join("&")}`);
      if (turn % 6 !== 5) continue;
      await page.reload();
      await page.locator("iframe").scrollIntoViewIfNeeded();
      content = await inside(page);
      await expect(list(content).search).toHaveValue(words);
    }
  });

  test("holds odd ids", async ({ page }) => {
    await new News(page).serve("hostile.json");
    const content = await open(page, "address.html");
    const boxes = content.locator("input[type=checkbox]");
    const total = await boxes.count();
    expect(total).toBeGreaterThan(3);
    for (let at = 0; at < total; at++) await boxes.nth(at).check();
    await expect.poll(() => query(page)).toEqual(chosen(content).map((pair) => `news.${pair}`));
    // What is within an area that is chosen is chosen by it.
    expect(query(page).length).toBeGreaterThan(total / 2);
  });

  test("keeps what it says where the list says more than an address takes", async ({ page }) => {
    const content = await open(page, "address.html?news.region=GE");
    await list(content).search.fill("x".repeat(8_001));
    await expect.poll(() => chosen(content).length).toBe(2);
    await list(content).search.fill("labour");
    await expect.poll(() => query(page)).toEqual(["news.region=GE", "news.q=labour"]);
  });
});

/** What no one chooses here, and no list is as high as: whoever sees it sees a forged message at work. */
const FORGED = { height: 12_345, place: 54_321, filter: "region=FR" };

type Forge = (session: string) => unknown;
const right = (session: string, fields: object, kind = "height") => ({ monthwise: 1, kind, session, ...fields });
const high = (height: unknown): Forge => (session) => right(session, { height });
const filtered = (filter: unknown): Forge => (session) => right(session, { filter }, "filter");

/** What does not survive the way into the page, and is made there. */
const [MAP, PROTOTYPE] = ["a map", "a prototype"];

/** From the right window and the right origin, in the right session: wrong in its shape alone. */
const SHAPES: Record<string, Forge> = {
  "a string": () => "height",
  "a message as JSON": (session) => JSON.stringify(right(session, { height: FORGED.height })),
  "a number": () => FORGED.height,
  "nothing (null)": () => null,
  "nothing (undefined)": () => undefined,
  "a truth": () => true,
  "a list": () => [FORGED.height],
  "a list with the message in it": (session) => [right(session, { height: FORGED.height })],
  "a date": () => new Date(0),
  "a map": () => MAP,
  "a prototype of its own": () => PROTOTYPE,
  "an empty object": () => ({}),
  "no edition": (session) => ({ kind: "height", session, height: FORGED.height }),
  "a later edition": (session) => ({ ...right(session, { height: FORGED.height }), monthwise: 2 }),
  "an edition in words": (session) => ({ ...right(session, { height: FORGED.height }), monthwise: "1" }),
  "no kind": (session) => ({ monthwise: 1, session, height: FORGED.height }),
  "a kind that there is not": (session) => right(session, { height: FORGED.height }, "width"),
  "a kind that every object has": (session) => right(session, { height: FORGED.height }, "constructor"),
  "a kind that is a list": (session) => ({ ...right(session, { height: FORGED.height }), kind: ["height"] }),
  "a kind of the other side": (session) => right(session, {}, "welcome"),
  "no session": () => ({ monthwise: 1, kind: "height", height: FORGED.height }),
  "another session": () => right("0".repeat(32), { height: FORGED.height }),
  "a session in capitals": (session) => right(session.toUpperCase().replace(/^\d+$/, "A"), { height: FORGED.height }),
  "a session that is a number": () => right(7 as unknown as string, { height: FORGED.height }),
  "no height": (session) => right(session, {}),
  "a field too many": (session) => right(session, { height: FORGED.height, more: 1 }),
  "no number (NaN)": high(Number.NaN),
  "without end": high(Number.POSITIVE_INFINITY),
  "without end, downwards": high(Number.NEGATIVE_INFINITY),
  "a height below nothing": high(-FORGED.height),
  "a height of nothing": high(0),
  "a part of a pixel": high(FORGED.height + 0.5),
  "a huge height": high(4_000_001),
  "a height beyond all": high(Number.MAX_VALUE),
  "a height in words": high(`${FORGED.height}`),
  "a height with its unit": high(`${FORGED.height}px`),
  "a height as a list": high([FORGED.height]),
  "a height of any size": high(BigInt(FORGED.height)),
  "a height that is none": high(null),
  "a filter that is none": filtered(null),
  "a filter as a list": filtered([FORGED.filter]),
  "a filter with what no filter has": filtered(`${FORGED.filter}&evil=1`),
  "a filter with a prefix": filtered(`news.${FORGED.filter}`),
  "a filter that is a query": filtered(`?${FORGED.filter}`),
  "a filter with a place": filtered(`${FORGED.filter}#there`),
  "a filter that is written another way": filtered("%72egion=FR"),
  "a filter that says nothing of a value": filtered(`${FORGED.filter}&q=`),
  "a filter that is an address": filtered(`javascript:alert(1)//?${FORGED.filter}`),
  "a filter of endless length": filtered(`${FORGED.filter}&q=${"x".repeat(8_000)}`),
  "a place above": (session) => right(session, { top: -FORGED.place }, "place"),
  "a place that is none": (session) => right(session, { top: null }, "place"),
  "a place beyond all": (session) => right(session, { top: 1e300 }, "place"),
};

/** Sends something from the page in a frame to the one around it, or the other way; waits until it has been heard. */
async function send(from: Page | Frame, to: Page | Frame, session: string, data: unknown, frame?: string) {
  const mark = `heard ${Math.random()}`;
  await from.evaluate(
    ({ session, data, mark, frame, map, prototype }) => {
      const inner = frame && (document.querySelector(frame) as HTMLIFrameElement).contentWindow;
      const target = inner || parent;
      const message = { monthwise: 1, kind: "height", session, height: 12_345 };
      if (data === map) target.postMessage(new Map(Object.entries(message)), "*");
      else if (data === prototype) target.postMessage(JSON.parse(JSON.stringify(message).replace("}", ',"__proto__":{}}')), "*");
      else target.postMessage(data, "*");
      target.postMessage(mark, "*");
    },
    { session, data, mark, frame, map: MAP, prototype: PROTOTYPE },
  );
  await expect.poll(() => to.evaluate((mark) => (window.record.heard as unknown[]).includes(mark), mark)).toBe(true);
}

/** The session of the page in a frame, as the host heard it last. */
const sessionOf = (page: Page) => page.evaluate(() => window.record.heard.findLast(({ kind }) => kind === "hello")?.session ?? "");
const effects = (page: Page | Frame) => page.evaluate(() => window.record.effects.length);

/** What was done to a page that only a forged message does. */
const forged = (page: Page | Frame) => page.evaluate((marks) => window.record.effects.filter((effect) => marks.some((mark) => effect.includes(mark))), ["12345", "54321", "FR", "evil"]);

/** A host whose frame has settled: nothing more is to come unless somebody does something. */
async function settled(page: Page) {
  await record(page);
  const content = await open(page, "address.html");
  await fits(page);
  // Only who is in the frame is led.
  await list(content).search.focus();
  return { content, session: await sessionOf(page) };
}

/** The right messages do have effects: the ones above fail for nothing but what is wrong with them. */
async function obeys(page: Page, content: Frame, session: string) {
  await list(content).value("GE").check();
  await expect.poll(() => query(page)).toEqual(["news.region=GE"]);
  await fits(page);
  expect(await forged(page)).toEqual([]);
  await send(content, page, session, right(session, { height: FORGED.height }));
  await expect.poll(() => page.locator("iframe").evaluate((frame) => frame.clientHeight)).toBe(FORGED.height);
  await send(content, page, session, right(session, { filter: FORGED.filter }, "filter"));
  await expect.poll(() => query(page)).toEqual(["news.region=FR"]);
  await send(content, page, session, right(session, { top: 9_000 }, "place"));
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(8_000);
}

test.describe("a host is deaf to", () => {
  test("whatever is not exactly a message", async ({ page }) => {
    const { content, session } = await settled(page);
    const before = await effects(page);
    for (const [name, forge] of Object.entries(SHAPES)) {
      await send(content, page, session, forge(session));
      expect(await effects(page), name).toBe(before);
    }
    await obeys(page, content, session);
  });

  /** The same words, from somebody else; each gives the page that it was said from. */
  const SPEAKERS: Record<string, (page: Page, content: Frame) => Promise<Frame | Page>> = {
    "the host itself": async (page) => page,
    "a frame beside that is no list": (page) => added(page, `${hosts}no-script.html`),
    "another list of the host": async (page) => added(page, `${files}frame/`, true),
    "a frame of another origin": (page) => added(page, `${elsewhere}frame/`),
    "a frame whose origin is null, as it is sandboxed": (page) => added(page, `${files}frame/`, true, "allow-scripts"),
    "a page of another origin in the frame of the list": async (page, content) => {
      await content.goto(`${elsewhere}404.html`);
      return content;
    },
    "a frame in the frame": async (_page, content) => {
      await content.evaluate(() => {
        document.querySelector("meta[http-equiv]")?.remove();
        document.body.append(document.createElement("iframe"));
      });
      return content.childFrames()[0] as Frame;
    },
    "a window that the host opened": async (page) => {
      const [popup] = await Promise.all([page.waitForEvent("popup"), page.evaluate(() => void window.open("no-script.html"))]);
      return popup;
    },
  };

  /** Adds a frame to a host, whatever its policy says. */
  async function added(page: Page, src: string, isList = false, sandbox?: string) {
    await page.evaluate(
      ({ src, isList, sandbox }) => {
        const frame = document.createElement("iframe");
        frame.id = "added";
        if (isList) frame.dataset.monthwise = "";
        if (sandbox) frame.setAttribute("sandbox", sandbox);
        frame.src = src;
        document.body.append(frame);
      },
      { src, isList, sandbox },
    );
    const content = await inside(page, "#added");
    await content.waitForLoadState();
    return content;
  }

  test.describe("who has nothing to say:", () => {
    // A host that lets any frame in; what a sandboxed one may not do is said by the browser.
    test.use({ expected: /sandbox|Content Security Policy|violation of|blocked by CORS|Failed to load|opaque|Monthwise/ });
    for (const [name, speaker] of Object.entries(SPEAKERS)) {
      test(name, async ({ page }) => {
        await page.route(`${hosts}address.html`, async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, body: (await response.text()).replace("frame-src 'self'", "frame-src *") });
        });
        const { content, session } = await settled(page);
        const from = await speaker(page, content);
        if (name.startsWith("another list")) await fits(page, "#added");
        const [height, url] = [await page.locator("#news").evaluate((frame: HTMLElement) => frame.style.height), page.url()];
        const mark = `heard ${Math.random()}`;
        await from.evaluate(
          ({ session, mark, isHost, words }) => {
            const target = isHost ? window : (opener ?? top);
            for (const fields of words) target.postMessage({ monthwise: 1, session, ...fields }, "*");
            target.postMessage(mark, "*");
          },
          {
            session,
            mark,
            isHost: from === page,
            words: [
              { kind: "height", height: FORGED.height },
              { kind: "filter", filter: FORGED.filter },
              { kind: "place", top: FORGED.place },
            ],
          },
        );
        await expect.poll(() => page.evaluate((mark) => (window.record.heard as unknown[]).includes(mark), mark)).toBe(true);
        expect(await forged(page)).toEqual([]);
        expect(await page.locator("#news").evaluate((frame: HTMLElement) => frame.style.height)).toBe(height);
        expect(page.url()).toBe(url);
      });
    }
  });

  test("a list that has not said hello, and one that has gone", async ({ page }) => {
    const { content, session } = await settled(page);
    // Before: a page of the right origin that never says hello.
    await page.evaluate((src) => {
      const frame = document.createElement("iframe");
      Object.assign(frame, { id: "added", src });
      frame.dataset.monthwise = "";
      document.body.append(frame);
    }, `${hosts}no-script.html`);
    const silent = await inside(page, "#added");
    await silent.waitForLoadState();
    for (const said of [session, "undefined", ""]) await send(silent, page, said, right(said, { height: FORGED.height }));
    expect(await forged(page)).toEqual([]);

    // An earlier load of the page, whose words are said again.
    await content.goto(content.url());
    await expect(list(content).count).toHaveText("10 items");
    await expect.poll(() => sessionOf(page)).not.toBe(session);
    await fits(page, "#news");
    await send(content, page, session, right(session, { height: FORGED.height }));
    expect(await forged(page)).toEqual([]);

    // Said in the moment in which the frame is taken away.
    const now = await sessionOf(page);
    const frame = await page.locator("#news").elementHandle();
    await content.evaluate((data) => {
      parent.postMessage(data, "*");
      parent.postMessage("last words", "*");
      frameElement?.remove();
    }, right(now, { height: FORGED.height })).catch(() => {});
    await expect.poll(() => page.evaluate(() => (window.record.heard as unknown[]).includes("last words"))).toBe(true);
    expect(await frame?.evaluate((frame) => (frame as HTMLElement).style.height)).not.toContain("12345");
    expect(await forged(page)).toEqual([]);
  });

  test("ten thousand words at once, but for the last", async ({ page }) => {
    const { content, session } = await settled(page);
    const before = await effects(page);
    await content.evaluate((session) => {
      for (let turn = 0; turn < 10_000; turn++) {
        parent.postMessage({ monthwise: 1, kind: "hello", session: `${turn}`.padStart(32, "0") }, "*");
        parent.postMessage({ monthwise: 1, kind: "height", session, height: -turn }, "*");
      }
      parent.postMessage({ monthwise: 1, kind: "hello", session }, "*");
    }, session);
    await expect.poll(() => page.evaluate(() => window.record.heard.length)).toBeGreaterThan(20_000);
    await expect.poll(() => content.evaluate((session) => window.record.heard.filter((said) => said.kind === "welcome" && said.session === session).length, session)).toBe(2);
    expect(await effects(page)).toBe(before);
    const welcomes = await content.evaluate(() => window.record.heard.filter(({ kind }) => kind === "welcome").length);
    expect(welcomes, "the host does not answer each").toBeLessThan(500);

    await content.evaluate((session) => {
      for (let turn = 1; turn <= 10_000; turn++) {
        parent.postMessage({ monthwise: 1, kind: "height", session, height: 1_000 + turn }, "*");
        parent.postMessage({ monthwise: 1, kind: "filter", session, filter: `q=${turn}` }, "*");
      }
    }, session);
    await expect.poll(() => query(page)).toEqual(["news.q=10000"]);
    await expect.poll(() => page.locator("iframe").evaluate((frame) => frame.clientHeight)).toBe(11_000);
    expect((await effects(page)) - before).toBeLessThan(500);
    expect(new URL(content.url()).search).toBe("");
  });
});

test.describe("a list is deaf to", () => {
  const other = (session: string, fields: object) => right(session, { filter: FORGED.filter, instead: "", ...fields }, "filter");
  const WORDS: Record<string, Forge> = {
    ...SHAPES,
    "no filter": (session) => right(session, { instead: "" }, "filter"),
    "nothing to take the place of": (session) => right(session, { filter: FORGED.filter }, "filter"),
    "what came too late: something else has been chosen": (session) => other(session, { instead: "region=AM" }),
    "a filter and a field too many": (session) => other(session, { more: 1 }),
    "a filter of a later edition": (session) => ({ ...other(session, {}), monthwise: 2 }),
    "a filter for another load of the page": () => other("0".repeat(32), {}),
    "a filter with a setting": (session) => other(session, { filter: `${FORGED.filter}&set.region=FR` }),
    "a filter with what is none": (session) => other(session, { filter: `${FORGED.filter}&evil=1` }),
    "a filter that has a place": (session) => other(session, { filter: `${FORGED.filter}#2007-07` }),
    "a filter longer than any": (session) => other(session, { filter: `${FORGED.filter}&q=${"x".repeat(8_000)}` }),
    "a filter as a thing": (session) => other(session, { filter: { toString: 1 } }),
    "a filter as a number": (session) => other(session, { filter: 1 }),
  };

  test("whatever is not exactly a message of the host", async ({ page }) => {
    const { content, session } = await settled(page);
    const before = await effects(content);
    for (const [name, forge] of Object.entries(WORDS)) {
      await send(page, content, session, forge(session), "iframe");
      expect(await effects(content), name).toBe(before);
    }
    expect(chosen(content)).toEqual([]);
    await send(page, content, session, other(session, {}), "iframe");
    await expect.poll(() => chosen(content)).toEqual(["region=FR"]);
  });

  test("whoever is not the page around it: itself, a frame in it or beside it, a window", async ({ page }) => {
    await page.route(`${hosts}two.html`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace("frame-src 'self'", "frame-src *").replace('id="two" src="../../monthwise/', `id="two" src="${elsewhere}`) });
    });
    await record(page);
    const content = await open(page, "two.html", "#one");
    await fits(page, "#one");
    const session = await page.evaluate(() => window.record.heard.find(({ kind }) => kind === "hello")?.session ?? "");
    await page.locator("#two").scrollIntoViewIfNeeded();
    const beside = await inside(page, "#two");
    await expect(list(beside).count).toHaveText(/\d/);
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.evaluate(() => void window.open("no-script.html"))]);
    const sessions = await page.evaluate(() => window.record.heard.filter(({ kind }) => kind === "hello").map(({ session }) => session));
    expect(sessions).toContain(session);
    const before = await effects(content);
    const say = (from: Frame | Page, target: "self" | "beside" | "opener") =>
      from.evaluate(
        ({ target, sessions, words }) => {
          const window_ = { self: window, beside: parent.frames[0], opener: opener?.frames[0] }[target] as Window;
          for (const session of sessions) for (const fields of words) window_.postMessage({ monthwise: 1, session, ...fields }, "*");
          window_.postMessage(`done ${target}`, "*");
        },
        { target, sessions, words: [{ kind: "welcome" }, { kind: "filter", filter: FORGED.filter, instead: "" }] },
      );
    for (const [from, target] of [[content, "self"], [beside, "beside"], [popup, "opener"]] as const) {
      await say(from, target);
      await expect.poll(() => content.evaluate((mark) => (window.record.heard as unknown[]).includes(mark), `done ${target}`)).toBe(true);
      expect(await effects(content), target).toBe(before);
    }
    expect(chosen(content)).toEqual([]);
  });

  test.describe("a page around whose origin is null:", () => {
    test.use({ expected: /sandbox|Content Security Policy|violation of|CORS|MIME|Failed to load/ });
    test("it is told nothing", async ({ page }) => {
      // Anybody could be such a page, and none of them can be answered.
      await page.route(`${hosts}around.html`, (route) =>
        route.fulfill({ contentType: "text/html", body: `<!doctype html><title>Around</title><iframe sandbox="allow-scripts" src="height.html" width="900" height="900"></iframe>` }),
      );
      await page.route(`${hosts}height.html`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replaceAll("'self'", new URL(files).origin).replace("data-monthwise", 'sandbox="allow-scripts allow-same-origin" data-monthwise') });
      });
      await record(page);
      await page.goto(`${hosts}around.html`);
      const middle = await inside(page);
      await expect.poll(() => middle.evaluate(() => window.record.heard.some(({ kind }) => kind === "hello"))).toBe(true);
      const content = middle.childFrames()[0] as Frame;
      const session = await middle.evaluate(() => window.record.heard.find(({ kind }) => kind === "hello")?.session ?? "");
      for (const words of [right(session, {}, "welcome"), other(session, {})]) await send(middle, content, session, words, "iframe");
      expect(chosen(content)).toEqual([]);
      expect(await middle.evaluate(() => window.record.heard.filter(({ kind }) => kind && kind !== "hello"))).toEqual([]);
    });
  });

  test("ten thousand calls and wishes at once", async ({ page }) => {
    const { content, session } = await settled(page);
    await page.evaluate((session) => {
      const list = document.querySelector("iframe")?.contentWindow;
      for (let turn = 0; turn < 10_000; turn++) {
        list?.postMessage({ monthwise: 1, kind: "call" }, "*");
        list?.postMessage({ monthwise: 1, kind: "filter", session, filter: "region=FR", instead: `q=${turn}` }, "*");
      }
      list?.postMessage("done", "*");
    }, session);
    await expect.poll(() => content.evaluate(() => (window.record.heard as unknown[]).includes("done"))).toBe(true);
    expect(chosen(content)).toEqual([]);
    await list(content).value("GE").check();
    await expect.poll(() => query(page)).toEqual(["news.region=GE"]);
    await fits(page);
  });
});
