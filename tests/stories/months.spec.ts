// A visitor sees when things happened, and goes there.
import { type Page, expect, query, test } from "../support/story";

test("every month has a bar with its count, which follows the filter", async ({ news }) => {
  await news.open();
  await expect(news.bars).toHaveCount(3);
  const labels = () => news.bars.evaluateAll((bars) => bars.map((bar) => bar.getAttribute("aria-label")));
  expect(await labels()).toEqual(["July 2007: 4 items", "June 2007: 2 items", "May 2007: 4 items"]);
  await news.value("GE").check();
  await expect(news.bars.first()).toHaveAccessibleName("July 2007: 1 of 4 items");
  await expect(news.bars.last()).toHaveAttribute("aria-disabled", "true");
  await expect(news.heading("July 2007")).toHaveText("July 2007 1 of 4");
  await news.root.getByRole("button", { name: "Clear all" }).click();
  await expect(news.heading("July 2007")).toHaveText("July 2007 ");
});

test("a bar stands on the line, and is filled from there as far as the filter leaves items", async ({ page, news }) => {
  await news.open();
  /** What is painted of each bar: in its upper end, in its lower end, and below it. As accent, as the line's colour, or nothing. */
  const filled = async () => {
    const boxes = await Promise.all((await news.bars.all()).map((bar) => bar.boundingBox()));
    const places = boxes.flatMap((box) => [box!.y + 3, box!.y + 61, box!.y + 67].map((y) => [box!.x + box!.width / 2, y] as const));
    const colours = await painted(page, places);
    const ground = await painted(page, [[boxes[0]!.x - 3, boxes[0]!.y + 3]]);
    return boxes.map((_, bar) => colours.slice(bar * 3, bar * 3 + 3).map((colour) => (colour === ground[0] ? "." : colour === colours[1] ? "#" : "-")).join(""));
  };
  await news.bars.first().scrollIntoViewIfNeeded();
  expect(await filled()).toEqual(["##.", ".#.", "##."]);
  await news.value("GE").check();
  await expect(news.bars.first()).toHaveAccessibleName("July 2007: 1 of 4 items");
  expect(await filled()).toEqual(["-#.", ".#.", "--."]);
});

test("a press goes to the month and gives its heading the focus", async ({ page, news }) => {
  await news.open();
  await news.bars.last().click();
  await expect(news.heading("May 2007")).toBeFocused();
  await expect(news.heading("May 2007")).toBeInViewport();
  await expect.poll(() => new URL(page.url()).hash).toBe("#2007-05");
});

test("the bars are one stop of the tab key; the arrows lead through time, enter goes there", async ({ page, news }) => {
  await news.open();
  await news.bars.first().focus();
  await page.keyboard.press("ArrowLeft");
  await expect(news.bars.nth(1)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(news.bars.last()).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(news.bars.last()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(news.bars.nth(1)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(news.from).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(news.bars.nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(news.heading("June 2007")).toBeFocused();
});

test("where writing runs from right to left, time does too", async ({ page, news }) => {
  await page.addInitScript(() => addEventListener("DOMContentLoaded", () => (document.documentElement.dir = "rtl")));
  await news.open();
  const left = async (at: number) => (await news.bars.nth(at).boundingBox())!.x;
  expect(await left(0)).toBeLessThan(await left(1));
  await news.bars.first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(news.bars.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(news.bars.first()).toBeFocused();
});

test("a month with nothing under the filter is kept, marked, and leads nowhere", async ({ page, news }) => {
  await news.open("?region=CN");
  await expect(news.count).toHaveText("1 of 10 items");
  await expect(news.bars).toHaveCount(3);
  await news.bars.nth(1).click({ force: true });
  await expect.poll(() => new URL(page.url()).hash).toBe("");
});

test("two fields set the span; a chip takes it back", async ({ page, news }) => {
  await news.open();
  await news.from.fill("2007-06");
  await expect(news.count).toHaveText("6 of 10 items");
  await news.to.fill("2007-06");
  await expect(news.count).toHaveText("2 of 10 items");
  await expect.poll(() => query(page)).toEqual(["from=2007-06", "to=2007-06"]);
  await page.reload();
  await expect(news.to).toHaveValue("2007-06");
  await news.root.getByRole("button", { name: "Remove filter: June 2007" }).click();
  await expect(news.count).toHaveText("10 items");
  await expect(news.from).toHaveValue("");
});

test("dragging across bars sets the span, with the mouse", async ({ page, news }) => {
  await news.open();
  await drag(page, news.bars.nth(1), news.bars.nth(0));
  await expect(news.chips).toHaveText(["June 2007 to July 2007"]);
  await expect(news.count).toHaveText("6 of 10 items");
  await expect.poll(() => query(page)).toEqual(["from=2007-06", "to=2007-07"]);
  await page.goBack();
  await expect(news.count).toHaveText("10 items");
});

test.describe("with a finger", () => {
  test.use({ hasTouch: true });
  test("dragging across bars sets the span", async ({ page, news }) => {
    await news.open();
    const [start, end] = [(await news.bars.nth(2).boundingBox())!, (await news.bars.nth(1).boundingBox())!];
    const client = await page.context().newCDPSession(page);
    const touch = (type: string, ...boxes: (typeof start)[]) =>
      client.send("Input.dispatchTouchEvent", {
        type: type as "touchStart",
        touchPoints: boxes.map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height - 8 })),
      });
    await touch("touchStart", start);
    await touch("touchMove", end);
    await touch("touchEnd");
    await expect(news.chips).toHaveText(["May 2007 to June 2007"]);
  });
});

test("where the browser has no field for a month, the months are listed", async ({ page, news }) => {
  await page.addInitScript(() => {
    const type = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "type")!;
    Object.defineProperty(HTMLInputElement.prototype, "type", {
      ...type,
      get() {
        const value = type.get!.call(this);
        return value === "month" ? "text" : value;
      },
    });
  });
  await news.open();
  await news.from.selectOption("July 2007");
  await expect(news.count).toHaveText("4 of 10 items");
  await news.from.selectOption("any month");
  await expect(news.count).toHaveText("10 items");
});

test("what is known to the year alone may lie in any of its months; what has no date, in no span", async ({ news }) => {
  await news.open("", "partial-dates.json");
  await expect(news.items.first()).toBeVisible();
  const known = await news.items.evaluateAll((items) =>
    items.map((item) => [item.id, item.querySelector("time")?.dateTime ?? ""] as const),
  );
  await news.open("?from=2007-05&to=2007-05");
  await expect(news.items.first()).toBeAttached();
  const inside = known.filter(([, date]) => date && "2007-05".startsWith(date.slice(0, 7)) && date.startsWith("2007"));
  expect((await news.listed()).sort()).toEqual(inside.map(([id]) => id).sort());
  expect(inside.length).toBeGreaterThan(1);
});

test("twenty years have room, and the newest is in sight", async ({ page, news }) => {
  const items = Array.from({ length: 240 }, (_, at) => ({
    id: `${at}`,
    title: "News",
    _monthwise: { date: `${2005 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}` },
  }));
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await news.open("", Buffer.from(JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Years", items })));
    await expect(news.bars).toHaveCount(240);
    await expect(news.bars.first()).toBeInViewport();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});

/** The colours that are painted at these points of the window. */
async function painted(page: Page, points: (readonly [number, number])[]) {
  const picture = (await page.screenshot()).toString("base64");
  // Another page reads the picture: the policy of this one lets nobody.
  const reader = await page.context().newPage();
  try {
    return await reader.evaluate(
      async ([picture, points]) => {
        const image = new Image();
        image.src = `data:image/png;base64,${picture}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
        canvas.drawImage(image, 0, 0);
        return points.map(([x, y]) => `${canvas.getImageData(x, y, 1, 1).data}`);
      },
      [picture, points] as const,
    );
  } finally {
    await reader.close();
  }
}

async function drag(page: import("@playwright/test").Page, from: import("@playwright/test").Locator, to: import("@playwright/test").Locator) {
  const [start, end] = [(await from.boundingBox())!, (await to.boundingBox())!];
  await page.mouse.move(start.x + start.width / 2, start.y + start.height - 8);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2, end.y + end.height - 8, { steps: 5 });
  await page.mouse.up();
}
