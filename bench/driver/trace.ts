// Says of a trace of Chrome's what the page's main thread did, by kind of work, between two moments.
//
// A trace names what the browser does by its own functions, one within the other. Each counts with the time that is its
// own, and so all of them together are as long as the thread was busy.

/** What of a trace is read here: an event that lasts ("X") or does not, with times in microseconds. */
export interface Event {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** For one that says that a document was gone to. */
  args?: { data?: { documentLoaderURL?: string } };
}

/** Kinds of work, in ms. */
type Work = Record<keyof typeof KINDS | "other", number>;

/** What each kind is called by Chrome, the first that fits. */
const KINDS = {
  garbage: /^(V8\.GC|MinorGC|MajorGC|BlinkGC|CppGC)/,
  script:
    /^(FunctionCall|Function|EventDispatch|EvaluateScript|v8\.|V8\.|Fire|TimerFire|RunMicrotasks|BlinkScheduler_Perform|CustomElement|PendingScript|HTMLParserScriptRunner|AsyncTask|Wasm|wasm)/,
  layout:
    /^(UpdateLayoutTree|Layout$|InlineNode|StyleEngine|Blink\.(Style|Layout|ForcedStyle)|Document::(update|recalc|rebuild|Update)|LocalFrameView::(performLayout|layout|RunStyleAndLayout|UpdateStyleAndLayout))/,
  painting:
    /^(Paint|PrePaint|Layerize|CullRect|Commit$|IntersectionObserver|WebFrameWidgetImpl|Blink\.(Paint|PrePaint|Compositing)|LocalFrameView::)/,
  parsing: /^(Parse|HTML|CSSParser|RuleSet|TextResourceDecoder|Document::FinishedParsing)/,
};

export const CATEGORIES = ["toplevel", "blink", "blink.user_timing", "devtools.timeline", "disabled-by-default-devtools.timeline", "v8"];

/** From which moment to which the work is told, by what was done to the page. */
const SPANS = {
  load: [
    { until: "first", from: "navigationStart", to: "bench: first" },
    { until: "usable", from: "navigationStart", to: "bench: usable" },
  ],
  presses: [{ until: "press", from: "bench: event", to: "bench: painted" }],
  "first-word": [],
  keys: [{ until: "key", from: "bench: event", to: "bench: painted" }],
};

/** What was done up to each moment that somebody waits for. The page, which is at `address`, marks them (inside.ts). */
export function spans(trace: Event[], address: string, what: keyof typeof SPANS) {
  const isMoment = ({ name, ph, args }: Event) =>
    ph !== "X" && (name.startsWith("bench: ") || (name === "navigationStart" && args?.data?.documentLoaderURL === address));
  const moments = trace.filter(isMoment).sort((one, other) => one.ts - other.ts);
  return SPANS[what].flatMap(({ until, from, to }) =>
    moments.flatMap((end, at) => {
      const start = moments.slice(0, at).findLast(({ name }) => name === from);
      return end.name === to && start ? [{ until, ...workBetween(trace, start, end) }] : [];
    }),
  );
}

/** What the main thread that marked `end` did from `start` on, and for how long it waited. */
function workBetween(trace: Event[], start: Event, end: Event): Work & { waiting: number } {
  const work: Work = { garbage: 0, script: 0, layout: 0, painting: 0, parsing: 0, other: 0 };
  const events = trace
    .filter(({ ph, pid, tid }) => ph === "X" && pid === end.pid && tid === end.tid)
    .map(({ name, ts, dur = 0 }) => ({ name, from: Math.max(ts, start.ts), to: Math.min(ts + dur, end.ts) }))
    .filter(({ from, to }) => from < to)
    .sort((one, other) => one.from - other.from || other.to - one.to);
  const kindOf = (name: string) => (Object.keys(KINDS) as (keyof typeof KINDS)[]).find((kind) => KINDS[kind].test(name)) ?? "other";
  let waiting = end.ts - start.ts;
  const around: typeof events = [];
  for (const event of events) {
    while (around.length && around.at(-1)!.to <= event.from) around.pop();
    const time = event.to - event.from;
    const outer = around.at(-1);
    if (outer) work[kindOf(outer.name)] -= time / 1_000;
    else waiting -= time;
    work[kindOf(event.name)] += time / 1_000;
    around.push(event);
  }
  return { ...work, waiting: waiting / 1_000 };
}
