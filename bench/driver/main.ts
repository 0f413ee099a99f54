// Measures pages in a browser: `node driver.cjs PLAN`. Says what it measures in lines of JSON, which xtask reads,
// and how it goes in lines for people, on the error output.
//
// Every visit has a browser context of its own, so nothing of an earlier one is cached; a first visit to each page,
// which counts for nothing, has the server compress its files and every count compared. Input is real: it goes the
// way of a mouse and a keyboard. Nothing is timed from here; `inside.ts` does that in the page.
import { type Browser, type CDPSession, type Page, chromium } from "@playwright/test";
import { readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { heaviest } from "./profile";
import { type Probe, type Shown, type Timing, inside } from "./inside";
import { CATEGORIES, type Event, spans } from "./trace";

interface Shows {
  count: number;
  first: string[];
  /** How many months have listed items. */
  months: number;
  values: Record<string, number>;
}
interface Peer {
  name: string;
  /** Where it is; a page and itself again are in the same place. */
  folder: string;
  /** How many items it shows at a time; 0 is all of them. */
  holds: number;
  /** Up to how many items each has a row; in a longer archive those have one whose months are near to what is seen. */
  rows: number | null;
  /** How it finds words; a page that finds none has no filters either. */
  matching: "starts" | "anywhere" | "whole" | "none";
}
interface Group {
  size: number;
  slow: boolean;
  rounds: number;
  peers: string[];
  /** Whose memory is watched over many changes. */
  growth: string[];
}
interface Plan {
  url: string;
  seed: number;
  peers: Peer[];
  groups: Group[];
  /** What each size has to show, by its number. */
  steps: Record<string, { all: Shows; presses: { press: string; shows: Shows }[]; starts: Key[]; anywhere: Key[] }>;
  /** The pages of which a trace tells what they do. */
  traced: string[];
  changes: number;
  compared: number;
  screenful: number;
  /** A visit that takes longer is given up. */
  patience: number;
  /** Where profiles go, where these are wanted and no measurements. */
  profiles: string | null;
}
interface Key {
  key: string;
  shows: Shows;
}

/** How a step went, and whether it could be seen. */
interface Step extends Timing {
  /** What the main thread has spent, in ms. */
  cpu: number;
  counts: boolean;
}

/** Slow 4G, as Lighthouse has it, and a processor a quarter as fast. */
const SLOW = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, offline: false };
const SLOWER = 4;

const plan: Plan = JSON.parse(readFileSync(process.argv[2]!, "utf8"));
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const say = (line: string) => process.stderr.write(`${line}\n`);
const peer = (name: string) => plan.peers.find((peer) => peer.name === name)!;

class Visit {
  readonly sent = { document: 0, code: 0, data: 0, requests: 0 };
  #waiting = new Set<string>();

  private constructor(readonly page: Page, readonly cdp: CDPSession, readonly size: number, readonly peer: Peer) {}

  /** Opens a page as a new visitor, and closes it behind `then`. */
  static async make<T>(browser: Browser, name: string, size: number, slow: boolean, then: (visit: Visit) => Promise<T>): Promise<T> {
    const own = peer(name);
    const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 720 } });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(plan.patience);
      const failures: string[] = [];
      page.on("pageerror", (error) => failures.push(error.message));
      const cdp = await context.newCDPSession(page);
      await cdp.send("Network.enable");
      await cdp.send("Performance.enable", { timeDomain: "timeTicks" });
      await cdp.send("HeapProfiler.enable");
      const visit = new Visit(page, cdp, size, own);
      await page.addInitScript(inside, { screenful: plan.screenful, all: size, isStill: visit.isStill });
      visit.#watch();
      if (slow) {
        await cdp.send("Network.emulateNetworkConditions", SLOW);
        await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
      }
      const result = await then(visit);
      if (failures.length) throw new Error(`${own.name}, ${size} items: ${failures.join("; ")}`);
      return result;
    } finally {
      await context.close();
    }
  }

  #watch() {
    const kinds = new Map<string, "document" | "code" | "data">();
    this.cdp.on("Network.requestWillBeSent", ({ requestId, request, type }) => {
      const path = new URL(request.url).pathname;
      const isCode = /\.(js|css|wasm|bin|pagefind)$/.test(path);
      kinds.set(requestId, type === "Document" ? "document" : isCode ? "code" : "data");
      this.#waiting.add(requestId);
      this.sent.requests++;
    });
    this.cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      this.#waiting.delete(requestId);
      this.sent[kinds.get(requestId) ?? "data"] += encodedDataLength;
    });
    this.cdp.on("Network.loadingFailed", ({ requestId }) => this.#waiting.delete(requestId));
  }

  /** Whether there is nothing to press. */
  get isStill() {
    return this.peer.matching === "none";
  }

  get address() {
    return `${plan.url}${this.size}/${this.peer.folder}/`;
  }

  /** What the main thread has spent so far, in ms. */
  async spent() {
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000;
  }

  /** Waits until nothing loads and the page has had next to nothing to do for a while, whatever it does. */
  async quiet() {
    let still = 0;
    let before = await this.spent();
    while (still < 3) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const now = await this.spent();
      still = now - before < 10 && !this.#waiting.size ? still + 1 : 0;
      before = now;
    }
  }

  /** Bytes, after everything that is not needed is gone: of JavaScript, of WebAssembly and of the document. */
  async memory() {
    for (let time = 0; time < 2; time++) await this.cdp.send("HeapProfiler.collectGarbage");
    const usage = (await this.cdp.send("Runtime.getHeapUsage")) as { usedSize: number; embedderHeapUsedSize?: number };
    const wasm = await this.page.evaluate(() => window.bench.wasm());
    return { heap: usage.usedSize, wasm, document: usage.embedderHeapUsedSize ?? 0 };
  }

  /** Waits until a press would be answered. */
  async usable() {
    const loaded = this.page.waitForEvent("console", (message) => message.text() === "bench: loaded");
    await Promise.all([loaded, this.page.goto(this.address, { waitUntil: "commit" })]);
  }

  /** Presses a value, and waits until the page shows what it has to. */
  async press(value: string, shows: Shows, before: Shows) {
    // What stands in HTML before a script runs has controls that are disabled.
    const box = this.page.locator(`input[type=checkbox][value="${value}"]:enabled`);
    await box.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await box.boundingBox())!;
    await this.page.mouse.move(x + width / 2, y + height / 2);
    return this.#timed("click", shows, before, async () => {
      await this.page.mouse.down();
      await this.page.mouse.up();
    });
  }

  /** Goes to the box for words, which stands before those of the facets. */
  async search() {
    await this.page.locator("input[type=search]:visible").first().click();
  }

  /**
   * Presses the first key and takes it back, and says how long it took until all was found: what is searched may have
   * to be loaded or made for it. From then on it is there.
   */
  async firstWord(before: Shows) {
    if (this.peer.matching === "whole") return 0;
    const { starts, anywhere } = plan.steps[this.size]!;
    const { key, shows } = (this.peer.matching === "anywhere" ? anywhere : starts)[0]!;
    const { right } = await this.type(key, shows, before);
    await this.quiet();
    await this.page.keyboard.press("Backspace");
    await this.quiet();
    return right;
  }

  /** The keys that are timed. Where whole words alone are surely found, all but the last are typed before. */
  async keys(): Promise<Key[]> {
    const { starts, anywhere } = plan.steps[this.size]!;
    if (this.peer.matching !== "whole") return this.peer.matching === "anywhere" ? anywhere : starts;
    for (const { key } of starts.slice(0, -1)) {
      await this.page.keyboard.press(key);
      await this.quiet();
    }
    return starts.slice(-1);
  }

  async type(key: string, shows: Shows, before: Shows) {
    return this.#timed("keydown", shows, before, () => this.page.keyboard.press(key));
  }

  async #timed(kind: "click" | "keydown", shows: Shows, before: Shows, act: () => Promise<void>): Promise<Step> {
    // Of what the page shows, a value whose count changes is looked at, too.
    const changing = Object.keys(shows.values).find((value) => shows.values[value] !== before.values[value]);
    const value = changing ?? Object.keys(shows.values)[0]!;
    const probe: Probe = { count: shows.count, value, valueCount: shows.values[value]!, first: shows.first[0] };
    await this.page.evaluate(([kind, probe]) => window.bench.time(kind, probe), [kind, probe] as const);
    await this.page.evaluate(() => window.bench.idle());
    const start = await this.spent();
    await act();
    const timing = await this.answer(`${kind} for ${shows.count} items`, this.page.evaluate(() => window.bench.timing));
    await this.page.evaluate(() => window.bench.idle());
    const cpu = (await this.spent()) - start;
    // A step that changes nothing cannot be seen to be answered.
    return { ...timing, cpu, counts: shows.count !== before.count };
  }

  /** An answer of the page, if it comes. Where it does not, says what the page shows in its place. */
  async answer<T>(what: string, promise: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => (timer = setTimeout(() => resolve("late"), plan.patience)));
    const answer = await Promise.race([promise, late]);
    clearTimeout(timer);
    if (answer !== "late") return answer as T;
    promise.catch(() => {});
    const shown = await this.page.evaluate((compared) => window.bench.shown(compared), plan.compared);
    throw new Error(`${this.peer.name}, ${this.size} items: ${what}: not in ${plan.patience} ms; it shows ${JSON.stringify({ ...shown, values: undefined })}`);
  }

  /** Compares all that the page shows with what it has to show. */
  async compare(what: string, shows: Shows) {
    const shown: Shown = await this.page.evaluate((compared) => window.bench.shown(compared), plan.compared);
    const { holds, rows, name } = this.peer;
    const faults: string[] = [];
    const differ = (part: string, found: unknown, expected: unknown) => {
      const [one, other] = [found, expected].map((value) => JSON.stringify(value));
      if (one !== other) faults.push(`${part}: ${one} instead of ${other}`);
    };
    differ("count", shown.count, shows.count);
    for (const [value, count] of Object.entries(shows.values)) differ(value, shown.values[value] ?? 0, count);
    if (!holds) differ("months", shown.months, shows.months);
    let compared = holds ? Math.min(holds, plan.compared) : plan.compared;
    if (this.size <= (rows ?? this.size)) differ("listed", shown.listed, holds ? Math.min(holds, shows.count) : shows.count);
    else {
      compared = Math.min(compared, shown.listed);
      if (shown.listed < shows.count) differ("rows as far as the window reaches", shown.fills, true);
    }
    differ("newest", shown.first.slice(0, compared), shows.first.slice(0, compared));
    if (faults.length) throw new Error(`${name}, ${this.size} items, ${what}: wrong ${faults.slice(0, 5).join("; wrong ")}`);
    return shown.items;
  }
}

/** All that is done to a page in one visit. With `compares` all that it shows is compared, between the clocks. */
async function measure(visit: Visit, compares: boolean) {
  const { peer, page } = visit;
  const steps = plan.steps[visit.size]!;
  await visit.usable();
  await visit.quiet();
  const load = { cpu: await visit.spent(), ...visit.sent };
  const times = await page.evaluate(() => ({ first: window.bench.first, usable: window.bench.usable }));
  const presses: Step[] = [];
  const keys: Step[] = [];
  let firstWord = 0;
  let items = 0;
  if (peer.matching !== "none") {
    if (compares) items = await visit.compare("at first", steps.all);
    let before = steps.all;
    for (const { press, shows } of steps.presses) {
      presses.push(await visit.press(press, shows, before));
      if (compares) await visit.quiet().then(() => visit.compare(`after ${press}`, shows));
      before = shows;
    }
    await visit.search();
    firstWord = await visit.firstWord(before);
    for (const { key, shows } of await visit.keys()) {
      keys.push(await visit.type(key, shows, before));
      if (compares) await visit.quiet().then(() => visit.compare(`after "${key}"`, shows));
      before = shows;
    }
    await visit.quiet();
  }
  const { shift, violations } = await page.evaluate(() => ({ shift: window.bench.shift, violations: window.bench.violations }));
  const counted = (steps: Step[]) => steps.filter((step) => step.counts).map(({ counts: _, ...step }) => step);
  return { ...times, load, presses: counted(presses), keys: counted(keys), firstWord, memory: await visit.memory(), shift, violations, sent: visit.sent, items };
}

/** How much more memory a page holds after many changes than after a few. */
async function grow(visit: Visit) {
  const { presses } = plan.steps[visit.size]!;
  const values = presses.map(({ press }) => press);
  await visit.usable();
  await visit.quiet();
  // The last change takes back the first ones, so both times the same is shown.
  const change = async (times: number) => {
    await visit.page.evaluate(([times, values]) => window.bench.change(times, values), [times - (times % values.length), values] as const);
    await visit.quiet();
    return visit.memory();
  };
  const before = await change(100);
  const after = await change(plan.changes);
  return { before, after };
}

/** How something that is done to a page is recorded. */
type Recorder = (what: "load" | "presses" | "first-word" | "keys", act: () => Promise<void>) => Promise<void>;

async function load(visit: Visit, record: Recorder) {
  await record("load", async () => {
    await visit.usable();
    await visit.quiet();
  });
}

/** Presses values and keys. */
async function use(visit: Visit, record: Recorder) {
  const steps = plan.steps[visit.size]!;
  let before = steps.all;
  await record("presses", async () => {
    for (const { press, shows } of steps.presses) {
      await visit.press(press, shows, before);
      before = shows;
    }
  });
  await visit.search();
  await record("first-word", async () => void (await visit.firstWord(before)));
  const keys = await visit.keys();
  await record("keys", async () => {
    for (const { key, shows } of keys) {
      await visit.type(key, shows, before);
      before = shows;
    }
  });
}

/** What a page's main thread does until something is painted: with the brake while it loads, without on presses and keys. */
async function trace(visit: Visit, browser: Browser, slow: boolean) {
  const { page, peer, size, address } = visit;
  const record: Recorder = async (what, act) => {
    await browser.startTracing(page, { categories: CATEGORIES });
    await act();
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Event[] };
    for (const span of spans(traceEvents, address, what)) tell({ kind: "traced", size, slow, page: peer.name, ...span });
  };
  if (slow) return load(visit, record);
  await load(visit, (_, act) => act());
  await use(visit, (what, act) => (what === "first-word" ? act() : record(what, act)));
}

/** In which functions a page spends its time, from the navigation on, on presses and on keys. */
async function profile(visit: Visit) {
  const { cdp, peer, size } = visit;
  const record: Recorder = async (what, act) => {
    await cdp.send("Profiler.start");
    await act();
    const { profile } = await cdp.send("Profiler.stop");
    const file = join(plan.profiles!, `${peer.name}-${size}-${what}.cpuprofile`);
    writeFileSync(file, JSON.stringify(profile));
    say(`\n${peer.name}, ${size} items, ${what}; all of it is in ${file}`);
    for (const { name, ms } of heaviest(profile, 30)) say(`${ms.toFixed(1).padStart(8)} ms  ${name}`);
  };
  await cdp.send("Profiler.enable");
  await cdp.send("Profiler.setSamplingInterval", { interval: 200 });
  await load(visit, record);
  if (peer.matching !== "none") await use(visit, record);
}

/** The order of a round: by the seed, another one each time. */
function shuffled<T>(list: T[]): T[] {
  const result = [...list];
  for (let end = result.length - 1; end > 0; end--) {
    const at = Math.floor(chance() * (end + 1));
    [result[at], result[end]] = [result[end]!, result[at]!];
  }
  return result;
}
let state = plan.seed >>> 0;
/** A number from 0 to 1, the same each time: the generator "mulberry32". */
function chance() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

async function main() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    if (plan.profiles) {
      for (const { size, slow, peers } of plan.groups) {
        for (const name of peers) await Visit.make(browser, name, size, slow, profile);
      }
      return;
    }
    tell({
      kind: "machine",
      date: new Date().toISOString().slice(0, 10),
      processor: cpus()[0]?.model.trim() ?? "unknown",
      processors: cpus().length,
      memory: totalmem(),
      system: `${platform()} ${release()} ${arch()}`,
      node: process.version,
      browser: browser.version(),
    });
    for (const size of new Set(plan.groups.map((group) => group.size))) {
      const names = new Set(plan.groups.filter((group) => group.size === size).flatMap((group) => group.peers));
      const compared = new Set<string>();
      for (const name of names) {
        // A page and itself again are the same.
        if (compared.has(peer(name).folder)) continue;
        compared.add(peer(name).folder);
        say(`${size} items, ${name}: comparing`);
        const { items } = await Visit.make(browser, name, size, false, (visit) => measure(visit, true));
        tell({ kind: "compared", size, page: name, items });
      }
    }
    const rounds = Math.max(...plan.groups.map((group) => group.rounds));
    for (let round = 0; round < rounds; round++) {
      for (const { size, slow, peers } of shuffled(plan.groups.filter((group) => round < group.rounds))) {
        for (const name of shuffled(peers)) {
          const start = Date.now();
          const found = await Visit.make(browser, name, size, slow, (visit) => measure(visit, false));
          tell({ kind: "visit", size, slow, round, page: name, ...found });
          const ms = (number: number) => Math.round(number);
          say(
            `round ${round + 1} of ${rounds}, ${size} items${slow ? ", slow" : ""}, ${name}: first ${ms(found.first)}, usable ${ms(found.usable)}, ` +
              `press ${found.presses.map((press) => ms(press.painted)).join(" ")}, key ${found.keys.map((key) => ms(key.painted)).join(" ")} ms (${ms((Date.now() - start) / 100) / 10} s)`,
          );
        }
      }
    }
    for (const { size, growth } of plan.groups) {
      for (const name of growth) {
        say(`${size} items, ${name}: ${plan.changes} changes`);
        const found = await Visit.make(browser, name, size, false, grow);
        tell({ kind: "growth", size, page: name, ...found });
      }
    }
    for (const { size, slow, peers } of plan.groups) {
      for (const name of peers.filter((name) => plan.traced.includes(name) && (slow || peer(name).matching !== "none"))) {
        say(`${size} items${slow ? ", slow" : ""}, ${name}: a trace`);
        await Visit.make(browser, name, size, slow, (visit) => trace(visit, browser, slow));
      }
    }
    tell({ kind: "end" });
  } finally {
    await browser.close();
  }
}

main().catch((error: Error) => {
  say(error.stack ?? error.message);
  process.exitCode = 1;
});
