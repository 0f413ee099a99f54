// A visitor takes the list along: on paper, as a spreadsheet, a feed, or citations.
import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { type Page, expect, test } from "../support/story";

const FILTERED = "?region=GE&q=trafficking";
/** The day that it is where the page is read, in words. */
const today = (page: Page) => page.evaluate(() => new Intl.DateTimeFormat("en-GB", { dateStyle: "long" }).format(new Date()));

async function download(page: Page, press: () => Promise<void>) {
  const waiting = page.waitForEvent("download");
  await press();
  const file = await waiting;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
}

test("CSV holds exactly what is listed, in its order, and says which list it is", async ({ page, news }) => {
  await news.open(FILTERED);
  await expect(news.count).toHaveText("2 of 10 items");
  const { name, text } = await download(page, () => news.root.getByRole("button", { name: "CSV" }).click());
  expect(name).toBe("News on forced labour.csv");
  expect(text.startsWith("\ufeff\"date\",\"title\"")).toBe(true);
  expect(text.endsWith("\r\n")).toBe(true);
  const listed = await news.listed();
  const rows = text.split("\r\n").slice(1, -1);
  expect(rows.map((row) => listed.findIndex((id) => row.includes(`#${id}"`)))).toEqual([0, 1]);
  for (const row of rows) {
    expect(row).toContain("News on forced labour: Georgia and “trafficking”");
    expect(row).toContain(page.url());
  }
});

test("the JSON Feed of a list is a feed that the page itself can show", async ({ page, news }) => {
  await news.open(FILTERED);
  await expect(news.count).toHaveText("2 of 10 items");
  const listed = await news.listed();
  const titles = await news.titles.filter({ visible: true }).allTextContents();
  const { name, text } = await download(page, () => news.root.getByRole("button", { name: "JSON Feed" }).click());
  expect(name).toBe("News on forced labour.json");
  const feed = JSON.parse(text);
  expect(feed.description).toBe(`News on forced labour: Georgia and “trafficking”. 2 of 10 items, ${await today(page)}. ${page.url()}`);
  await news.open("", Buffer.from(text));
  await expect(news.count).toHaveText("2 items");
  expect(await news.listed()).toEqual(listed);
  expect(await news.titles.allTextContents()).toEqual(titles);
});

test("citations name the filter, the day and the address, and cite each item", async ({ page, news }) => {
  await news.open(FILTERED);
  await expect(news.count).toHaveText("2 of 10 items");
  const { name, text } = await download(page, () => news.root.getByRole("button", { name: "Citations" }).click());
  expect(name).toBe("News on forced labour.txt");
  const [source, gap, ...lines] = text.trimEnd().split("\n");
  expect([source, gap]).toEqual([`News on forced labour: Georgia and “trafficking”. 2 of 10 items, ${await today(page)}. ${page.url()}`, ""]);
  const titles = await news.titles.filter({ visible: true }).allTextContents();
  expect(lines.length).toBe(2);
  titles.forEach((title, at) => expect(lines[at]).toContain(`“${title}”. News on forced labour, `));
});

test("on paper stand all items, what was chosen, and no control", async ({ page, news }) => {
  await news.open();
  await expect(news.count).toHaveText("10 items");
  await page.emulateMedia({ media: "print" });
  for (const title of await news.titles.all()) await expect(title).toBeVisible();
  await expect(news.root.getByText(`News on forced labour. 10 items, ${await today(page)}. ${page.url()}`)).toBeVisible();
  await expect(news.root.getByRole("button").filter({ visible: true })).toHaveCount(0);
  await expect(news.root.locator("input, select, .place").filter({ visible: true })).toHaveCount(0);
});

test("the printed PDF has every item's title, its links' targets, and opens what is folded", async ({ page, news }) => {
  const words = "Words that fill a line. ".repeat(12);
  const items = Array.from({ length: 4 }, (_, at) => ({
    id: `n${at}`,
    title: `Title${at}end`,
    external_url: `https://example.org/target${at}`,
    content_text: [words, words, `Rest${at}end`].join("\n\n"),
  }));
  await news.open("", Buffer.from(JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "Paper", items })));
  await expect(news.items).toHaveCount(4);
  const text = textOf(await page.pdf({ format: "A4" }));
  for (const at of [0, 1, 2, 3]) {
    for (const word of [`Title${at}end`, `target${at}`, `Rest${at}end`]) expect(text).toContain(word);
  }
  for (const word of ["Showmore", "Copylink", "JSONFeed", "Filters"]) expect(text).not.toContain(word);
});

test("the print button asks the browser to print", async ({ page, news }) => {
  await page.addInitScript(() => Object.assign(window, { print: () => Object.assign(window, { printed: true }) }));
  await news.open();
  await news.root.getByRole("button", { name: "Print" }).click();
  expect(await page.evaluate(() => "printed" in window)).toBe(true);
});

/** The words of a PDF as Chromium writes it, without spaces: its streams, read through each font's table. */
function textOf(pdf: Buffer) {
  const raw = pdf.toString("latin1");
  const objects = new Map<string, { dictionary: string; stream: string }>();
  for (const [, number, body] of raw.matchAll(/(\d+) 0 obj([\s\S]*?)endobj/g)) {
    const [dictionary = "", rest] = body!.split(/stream\r?\n/);
    let stream = "";
    if (rest !== undefined) {
      const bytes = Buffer.from(rest.slice(0, rest.lastIndexOf("endstream")), "latin1");
      stream = dictionary.includes("FlateDecode") ? inflateSync(bytes).toString("latin1") : bytes.toString("latin1");
    }
    objects.set(number!, { dictionary, stream });
  }
  const tables = new Map<string, Map<string, string>>();
  for (const { dictionary } of objects.values()) {
    for (const [, name, number] of dictionary.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number!)?.dictionary ?? "")?.[1];
      if (unicode) tables.set(name!, tableOf(objects.get(unicode)!.stream));
    }
  }
  let text = "";
  let font = "";
  for (const { stream } of objects.values()) {
    for (const [, name, glyphs] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/g)) {
      if (name) font = name;
      else for (const glyph of glyphs!.match(/.{4}/g) ?? []) text += tables.get(font)?.get(glyph.toUpperCase()) ?? "";
    }
  }
  return text.replaceAll(/\s/g, "");
}

function tableOf(cmap: string) {
  const table = new Map<string, string>();
  const letter = (code: number) => String.fromCharCode(code);
  const key = (code: number) => code.toString(16).toUpperCase().padStart(4, "0");
  for (const [, block] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph, code] of block!.matchAll(/<(\w{4})> <(\w{4,})>/g)) table.set(glyph!.toUpperCase(), letter(parseInt(code!, 16)));
  }
  for (const [, block] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first, last, code] of block!.matchAll(/<(\w{4})> <(\w{4})> <(\w{4})>/g)) {
      for (let at = parseInt(first!, 16); at <= parseInt(last!, 16); at++) {
        table.set(key(at), letter(parseInt(code!, 16) + at - parseInt(first!, 16)));
      }
    }
  }
  return table;
}
