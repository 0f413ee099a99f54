// A page of somebody else with a list in it: how stories open one of tests/hosts, and what they see of it apart
// from the list, so that two states of it can be compared.
import type { Page } from "@playwright/test";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, News } from "./story";

export const hosts = process.env.MONTHWISE_HOSTS_URL ?? "";

/** The document for webmasters. */
export const EMBEDDING = readFileSync(fileURLToPath(new URL("../../docs/EMBEDDING.md", import.meta.url)), "utf8");

/** The rule by which, says the document, a host keeps room for the list from the first moment on. */
export const ROOM = /^monthwise-news \{.*min-height.*\}$/m.exec(EMBEDDING)?.[0] ?? "";

const folder = fileURLToPath(new URL("../hosts/", import.meta.url));

/** Every host page that is in a group, such as "hurts/dark.html". A new file is one of them by itself. */
export const pages = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\/.*\.html$/.test(path))
  .sort();

/** What a visitor does on a host page before its list can be seen. */
const REVEAL: Record<string, (page: Page) => Promise<void>> = {
  "hurts/tab.html": (page) => page.getByRole("tab", { name: "News" }).click(),
};

/** Opens a host page, and goes to each list on it. */
export async function openHost(page: Page, path: string, query = "") {
  await page.goto(`${hosts}${path}${query}`);
  await REVEAL[path]?.(page);
  for (const list of await page.locator("monthwise-news").all()) await list.scrollIntoViewIfNeeded();
  return new News(page, "monthwise-news >> nth=0");
}

/** Waits until every list of a page is shown; one that a page breaks on purpose says why it is not. */
export async function ready(page: Page) {
  const lists = page.locator("monthwise-news");
  await expect(lists).not.toHaveCount(0);
  for (const list of await lists.all()) {
    await list.scrollIntoViewIfNeeded();
    await expect(list.locator("[part=page], [part=failed]").first()).toBeVisible();
  }
}

/** Has a page remember, from now on, what its scripts leave behind where a picture does not see it. */
export async function watch(page: Page) {
  await page.addInitScript(() => {
    const kept = new Set<string>();
    const numbers = new Map<unknown, number>();
    const number = (listener: unknown) => numbers.get(listener) ?? (numbers.set(listener, numbers.size), numbers.size - 1);
    const shared = new Map<EventTarget, string>([[window, "window"], [document, "document"]]);
    const key = (target: EventTarget, [type, listener, options]: unknown[]) => {
      const capture = typeof options === "object" ? Boolean((options as AddEventListenerOptions | null)?.capture) : Boolean(options);
      const name = shared.get(target) ?? ([document.documentElement, document.head, document.body].includes(target as HTMLElement) ? (target as Element).localName : undefined);
      return name && `${type} on ${name} ${capture} ${number(listener)}`;
    };
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (...told: Parameters<EventTarget["addEventListener"]>) {
      const name = key(this ?? window, told);
      // What is not called from a file of the page is Playwright's own.
      if (name && told[1] && new Error().stack?.includes("http")) kept.add(name);
      addEventListener.apply(this ?? window, told);
    };
    EventTarget.prototype.removeEventListener = function (...told: Parameters<EventTarget["removeEventListener"]>) {
      kept.delete(key(this ?? window, told) ?? "");
      removeEventListener.apply(this ?? window, told);
    };
    const defined: string[] = [];
    const { define } = CustomElementRegistry.prototype;
    CustomElementRegistry.prototype.define = function (...told) {
      defined.push(told[0]);
      define.apply(this, told);
    };
    Object.assign(window, { remembered: () => ({ listeners: [...kept].map((name) => name.replace(/ \w+ \d+$/, "")), defined }) });
  });
}

type Remembered = { remembered: () => { listeners: string[]; defined: string[] } };

/** The listeners that a page's scripts have left on what all of the page shares. */
export const listeners = (page: Page) => page.evaluate(() => (window as unknown as Remembered).remembered().listeners.sort());

/**
 * Gives every list of a page a size that nothing in it changes. A list may make its host longer, as any content
 * does; with this, not even that is left out of a picture.
 */
export const fixSize = (page: Page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("monthwise-news { display: block !important; block-size: 900px !important; overflow: auto !important }");
    const fix = (root: Document | ShadowRoot) => {
      root.adoptedStyleSheets.push(sheet);
      for (const { localName, shadowRoot } of root.querySelectorAll("*")) if (shadowRoot && localName !== "monthwise-news") fix(shadowRoot);
    };
    fix(document);
  });

/**
 * All that a page is apart from its lists, a line each: every node with its attributes, text and computed style,
 * and what scripts share. Of a list and what stands in its tag there is no style, as that is the list's, and of an
 * `<output>` no content: there the page itself writes what it hears.
 */
export async function picture(page: Page) {
  return page.evaluate(async () => {
    const lines: string[] = [];
    const see = (element: Element, path: string, isStyled: boolean) => {
      const is = (what: string) => lines.push(`${path} | ${what}`);
      is("is there");
      for (const { name, value } of element.attributes) is(`${name}="${value}"`);
      const isList = element.localName === "monthwise-news";
      if (isStyled && !isList) {
        const style = getComputedStyle(element);
        for (const property of style) is(`${property}: ${style.getPropertyValue(property)}`);
      }
      if (element.localName === "output") return;
      const roots = element.shadowRoot && !isList ? [element, element.shadowRoot] : [element];
      for (const root of roots) {
        root.childNodes.forEach((node, at) => {
          const place = `${path} > ${root === element ? "" : "shadow "}${node.nodeName.toLowerCase()}[${at}]`;
          if (node instanceof Element) see(node, place, isStyled && !isList);
          else lines.push(`${place} | ${node.nodeValue}`);
        });
      }
    };
    see(document.documentElement, "html", true);

    const has = (what: string, names: Iterable<unknown>) => [...names].forEach((name) => lines.push(`${what} | ${String(name)}`));
    const { remembered } = window as unknown as { remembered: () => { listeners: string[]; defined: string[] } };
    has("listener", remembered().listeners);
    has("element", remembered().defined);
    has("global", Reflect.ownKeys(window));
    for (const type of [Object, Array, String, Function, Promise, EventTarget, Node, Element, HTMLElement, Document, History]) {
      has(`prototype of ${type.name}`, Reflect.ownKeys(type.prototype));
    }
    has("stored for long", Object.entries(localStorage));
    has("stored for now", Object.entries(sessionStorage));
    has("cookie", document.cookie ? document.cookie.split("; ") : []);
    has("database", (await indexedDB.databases()).map(({ name }) => name));
    has("cache", await caches.keys());
    has("worker", (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope));
    has("highlight", CSS.highlights.keys());
    has("font", [...document.fonts].map(({ family }) => family));
    has("style sheets", [document.styleSheets.length, document.adoptedStyleSheets.length]);
    has("state of the history", [JSON.stringify(history.state)]);
    return lines;
  });
}

/** What a page is at a moment, which visitors change: where it is scrolled to, what has the focus, its address. */
export const moment = (page: Page) =>
  page.evaluate(() => ({
    scrolled: [Math.round(scrollX), Math.round(scrollY)],
    focused: document.activeElement?.localName,
    address: location.href,
    entries: history.length,
  }));

/** What one picture has and the other has not. */
export function differences(before: string[], after: string[]) {
  const count = (lines: string[]) => lines.reduce((counts, line) => counts.set(line, (counts.get(line) ?? 0) + 1), new Map<string, number>());
  const [was, is] = [count(before), count(after)];
  const more = (some: Map<string, number>, others: Map<string, number>) => [...some].filter(([line, times]) => times > (others.get(line) ?? 0)).map(([line]) => line);
  return [...more(was, is).map((line) => `- ${line}`), ...more(is, was).map((line) => `+ ${line}`)].sort();
}

/** Has a page remember how far its content is moved without anybody having done something; gives the sum. */
export async function watchShifts(page: Page) {
  await page.addInitScript(() => {
    const shifts = { sum: 0 };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) shifts.sum += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    Object.assign(window, { shifts });
  });
}
export const shifts = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return (window as unknown as { shifts: { sum: number } }).shifts.sum;
  });
