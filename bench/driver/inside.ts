// What runs inside of a measured page, before anything of its own: it looks on, frame by frame, until what is
// waited for has been painted. Written to be handed over as a text, so it refers to nothing outside of itself.
//
// "Painted" is: in a frame, `requestAnimationFrame` posts a message, which is delivered after the frame was laid
// out and painted; what then stands in the document was in that frame. Times are those of `performance.now()`,
// and of an event's own `timeStamp`, which is when the browser got it.

/** What a page is to show after a step, as far as it is looked at within the clock. */
export interface Probe {
  count: number;
  /** A value of another facet, and its count. */
  value: string;
  valueCount: number;
  /** The id of the first listed item; none where nothing is listed. */
  first: string | undefined;
}

/** How a step went: when something of it was first painted, and when all of it was, in ms after the event. */
export interface Timing {
  painted: number;
  right: number;
}

/** All that a page shows, for comparing. */
export interface Shown {
  count: number;
  values: Record<string, number>;
  /** The ids of the listed items. */
  first: string[];
  listed: number;
  /** How many months have listed items. */
  months: number;
  /** Whether listed items stand as far as the window reaches. */
  fills: boolean;
  /** How many items stand in the page, listed or not. */
  items: number;
}

export interface Inside {
  /** When the newest items were painted. */
  first: number;
  /** When a press on a value would be answered: the page says so, and its controls and count are painted. */
  usable: number;
  shift: number;
  violations: number;
  /** Bytes of WebAssembly memory. */
  wasm(): number;
  /** Waits for an event, and then until the page shows this. */
  time(kind: "click" | "keydown", probe: Probe): void;
  timing: Promise<Timing>;
  shown(compared: number): Shown;
  /** Makes so many changes, a frame each, with the values in turn. */
  change(times: number, values: string[]): Promise<void>;
  idle(): Promise<void>;
}

declare global {
  interface Window {
    bench: Inside;
  }
}

export function inside({ screenful, all, isStill }: { screenful: number; all: number; isStill: boolean }) {
  const root = () => {
    const host = document.querySelector("monthwise-news");
    const shadow = host?.shadowRoot;
    // A published list stays in the tag.
    return (shadow?.querySelector(".page") ? shadow : host) ?? document;
  };
  const number = (text: string | null | undefined) => parseInt((text ?? "").replace(/[^\d ]/g, "").trim().split(/\s+/)[0] ?? "", 10);
  const count = () => number(root().querySelector("[role=status]")?.textContent);
  const box = (value: string) => root().querySelector<HTMLInputElement>(`input[type=checkbox][value="${value}"]`);
  // The count stands at the end of the label. A value that is not offered has none.
  const counted = (input: Element | null) => {
    const digits = /([\d.,]+)\s*$/.exec(input?.closest("label")?.textContent ?? "")?.[1];
    return digits ? number(digits) : 0;
  };
  const isShown = (id: string) => {
    const item = root().querySelector(`#${CSS.escape(id)}`);
    return Boolean(item && !item.closest("[hidden]"));
  };
  /** Marks a moment for whoever traces the page (trace.ts). */
  const mark = (moment: string, time: number) => {
    performance.mark(`bench: ${moment}`, { startTime: time });
    return time;
  };
  /** Calls back after each frame until it is told to stop. */
  const afterFrames = (look: (time: number) => boolean) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (look(performance.now())) port1.close();
      else requestAnimationFrame(() => port2.postMessage(0));
    };
    requestAnimationFrame(() => port2.postMessage(0));
  };

  const memories = new Set<WebAssembly.Memory>();
  for (const name of ["instantiate", "instantiateStreaming"] as const) {
    const own = WebAssembly[name] as (...all: unknown[]) => Promise<WebAssembly.WebAssemblyInstantiatedSource & WebAssembly.Instance>;
    Object.assign(WebAssembly, {
      async [name](...all: unknown[]) {
        const made = await own.apply(WebAssembly, all);
        for (const part of Object.values((made.instance ?? made).exports)) {
          if (part instanceof WebAssembly.Memory) memories.add(part);
        }
        return made;
      },
    });
  }

  let isReady = false;
  for (const event of ["monthwise:ready", "bench:usable"]) document.addEventListener(event, () => (isReady = true));
  document.addEventListener("securitypolicyviolation", () => window.bench.violations++);
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
      if (!shift.hadRecentInput) window.bench.shift += shift.value;
    }
  }).observe({ type: "layout-shift", buffered: true });

  const wanted = Math.min(screenful, all);
  afterFrames((time) => {
    const { bench } = window;
    // In the tag of an element stands what is read before it is ready.
    const items = [document, root()].map((place) => place.querySelectorAll("article"));
    const isThere = items.some((items) => items.length >= wanted && items[wanted - 1]!.checkVisibility());
    if (!bench.first && isThere) bench.first = mark("first", time);
    if (!bench.usable && isReady && count() === all && root().querySelector("input[type=checkbox]:enabled")) bench.usable = mark("usable", time);
    const isLoaded = Boolean(bench.first && (bench.usable || isStill));
    // Told, as asking again and again from outside would take the page's time while it loads.
    if (isLoaded) console.debug("bench: loaded");
    return isLoaded;
  });

  window.bench = {
    first: 0,
    usable: 0,
    shift: 0,
    violations: 0,
    timing: Promise.reject(new Error("nothing is timed yet")),
    wasm: () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),

    time(kind, probe) {
      const before = count();
      const firstBefore = root().querySelector("article")?.id;
      this.timing = new Promise((resolve) => {
        const start = (event: Event) => {
          if (!event.isTrusted) return;
          removeEventListener(kind, start, true);
          mark("event", event.timeStamp);
          let painted = 0;
          afterFrames((time) => {
            const now = count();
            const isRight =
              now === probe.count &&
              counted(box(probe.value)) === probe.valueCount &&
              (probe.first === undefined || isShown(probe.first)) &&
              (firstBefore === undefined || firstBefore === probe.first || probe.first === undefined || !isBefore(firstBefore, probe.first));
            if (!painted && (now !== before || isRight)) painted = mark("painted", time) - event.timeStamp;
            if (isRight) resolve({ painted, right: time - event.timeStamp });
            return isRight;
          });
        };
        addEventListener(kind, start, true);
      });
    },

    shown(compared) {
      const articles = [...root().querySelectorAll("article")];
      const listed = articles.filter((article) => !article.closest("[hidden]"));
      const boxes = [...root().querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
      return {
        count: count(),
        values: Object.fromEntries(boxes.map((input) => [input.value, counted(input)])),
        first: listed.slice(0, compared).map((article) => article.id),
        listed: listed.length,
        // Not the last one: what a month out of sight skips may have no place yet.
        fills: listed.some((article) => article.getBoundingClientRect().bottom > innerHeight),
        months: [...root().querySelectorAll("section.month")].filter((month) => !month.closest("[hidden]")).length,
        items: articles.length,
      };
    },

    async change(times, values) {
      for (let change = 0; change < times; change++) {
        box(values[change % values.length]!)?.click();
        await new Promise<void>((resolve) => afterFrames(() => (resolve(), true)));
      }
    },

    idle: () => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 2_000 })),
  };
  window.bench.timing.catch(() => {});

  /** Whether an item is still listed that stood first before, and is not the first now. */
  function isBefore(one: string, other: string) {
    const [first, second] = [one, other].map((id) => root().querySelector(`#${CSS.escape(id)}`));
    if (!first || !second || first.closest("[hidden]")) return false;
    return Boolean(first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING);
  }
}
