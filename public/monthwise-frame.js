// Runs in a page that shows the news in a frame, `<iframe data-monthwise>`: the frame is as high as its list,
// and where the page wants it, the page's address says what is chosen in the frame.
//
// It keeps nothing of a frame that is not on the page: each message is matched with the frames that are there.
// A message counts only where it comes from the window of such a frame, from the origin that the frame's `src`
// names, and from the load of the page there that said hello last.

import { addressWith, filterOf, FROM_FRAME, isMessage, message, paced, withFilter } from "./frame/messages.js";

/** How long a frame keeps its height at least, and the page its address; Safari allows 100 changes in 30 s. */
const HEIGHT_MS = 50;
const ADDRESS_MS = 350;

const frames = () => [...document.querySelectorAll("iframe[data-monthwise]")];

/** The origin that a frame's messages come from. */
function originOf(frame) {
  try {
    return new URL(frame.src).origin;
  } catch {
    return "null";
  }
}

/** A frame of the page. It answers to one load of the page in it: the one that said hello last. */
class Frame {
  #element;
  #origin;
  #session;
  /** What is chosen in the frame, as far as the address has followed. */
  #filter;

  constructor(element) {
    this.#element = element;
  }

  /** Takes a message that came from the frame's window and from its origin. */
  hear(said, origin) {
    this.#answers[said.kind]({ ...said, origin });
  }

  #answers = {
    hello: this.#paced(HEIGHT_MS, ({ session, origin }) => {
      if (session === this.#session) return;
      this.#session = session;
      this.#origin = origin;
      this.#filter = undefined;
      this.#post("welcome");
    }),

    height: this.#paced(HEIGHT_MS, ({ height }) => {
      const { style } = this.#element;
      Object.assign(style, { border: "0", boxSizing: "content-box", height: `${height}px` });
      // A page that says nothing of its colours is a light one, whatever its visitor prefers; what it says in
      // its head is in no computed style.
      if (getComputedStyle(this.#element).colorScheme === "normal") {
        style.colorScheme = document.querySelector("meta[name=color-scheme i]")?.content || "light";
      }
    }),

    place: this.#paced(HEIGHT_MS, ({ top }) => {
      // Only who is in the frame is led by it.
      if (document.activeElement === this.#element) lead(this.#element, top);
    }),

    filter: this.#paced(ADDRESS_MS, ({ filter }) => {
      // Of what the address asked for the frame tells as well; meanwhile the page may have another address.
      if (filter === this.#filter) return;
      const isFirst = this.#filter === undefined;
      this.#filter = filter;
      // At first the address counts, from then on the frame.
      if (isFirst && this.#asked) this.follow();
      else this.#write();
    }),
  };

  /** Acts at its own pace, and only for whom it still answers to. */
  #paced(pause, act) {
    return paced(pause, (said) => {
      if (frames().includes(this.#element) && (said.kind === "hello" || said.session === this.#session)) act(said);
    });
  }

  /** Has the frame show what the address says, where that is something else. */
  follow() {
    const [filter, instead] = [this.#asked, this.#filter];
    if (filter === undefined || instead === undefined || filter === instead) return;
    this.#filter = filter;
    this.#post("filter", { filter, instead });
  }

  /** What the frame's parameters in the address begin with; none where the page does not want any. */
  get #prefix() {
    const name = this.#element.dataset.monthwiseAddress;
    return name && `${name}.`;
  }

  /** The filter that the address asks for. */
  get #asked() {
    const prefix = this.#prefix;
    return prefix === undefined ? undefined : filterOf(location.search.slice(1), prefix);
  }

  /** Has the address say what is chosen in the frame. */
  #write() {
    const asked = this.#asked;
    if (asked === undefined || asked === this.#filter) return;
    const query = withFilter(location.search.slice(1), this.#filter, this.#prefix);
    try {
      // In place: the frame's own step is in the history already. The entry keeps the state of the page.
      history.replaceState(history.state, "", addressWith(query));
    } catch {
      // A page without an address of its own has none to write to.
    }
  }

  #post(kind, fields) {
    this.#element.contentWindow.postMessage(message(kind, { session: this.#session, ...fields }), this.#origin);
  }
}

/** Shows a place of a frame, where it is not in the upper half of what is seen already, and below what sticks there. */
function lead(frame, place) {
  const top = () => frame.getBoundingClientRect().top + frame.clientTop + place;
  if (top() < 0 || top() > innerHeight / 2) scrollBy({ top: top(), behavior: "instant" });
  // A bar of the page may stick to its top. The browser may have led there before, and knows of none.
  const bar = document.elementFromPoint(frame.getBoundingClientRect().left + 1, 1);
  const isBar = bar && bar !== frame && !bar.contains(frame);
  const under = isBar ? top() - bar.getBoundingClientRect().bottom : 0;
  if (under < 0) scrollBy({ top: under, behavior: "instant" });
}

/** What is known of the frames that are there. */
const known = new WeakMap();

function hear({ data, origin, source }) {
  if (!isMessage(data, FROM_FRAME)) return;
  const element = frames().find((frame) => frame.contentWindow === source);
  // An origin that is "null" cannot be answered, and is anybody's.
  if (!element || origin === "null" || origin !== originOf(element)) return;
  if (!known.has(element)) known.set(element, new Frame(element));
  known.get(element).hear(data, origin);
}

// A second copy of this script does nothing.
const THERE = Symbol.for("monthwise-frame");
if (!Object.hasOwn(window, THERE)) {
  Object.defineProperty(window, THERE, { value: true });
  addEventListener("message", hear);
  addEventListener("popstate", () => frames().forEach((frame) => known.get(frame)?.follow()));
  // Frames that were there before this script have said hello to nobody. It says nothing, so everybody may read it.
  for (const frame of frames()) frame.contentWindow.postMessage(message("call"), "*");
}
