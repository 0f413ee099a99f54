// The page in a frame, for hosts that let no script with WebAssembly run in their own: says what of the
// address is the host's wish, and tells the page around how high the list is and what is chosen.
//
// Anybody may put this page into theirs, so whoever is around it is trusted with nothing but that. Where the
// page around has no script of ours, nobody answers, and this is a page that scrolls.

import { addressWith, filterOf, FROM_AROUND, HIGHEST, isMessage, message, withFilter } from "./messages.js";

/** What a host may set of the element, by parameters such as `set.region=GE`. */
const SETTINGS = ["lang", "theme", "region", "partner", "topic", "from", "to", "limit", "controls", "heading-level"];

const root = document.documentElement;
const news = document.querySelector("monthwise-news");

const settings = new URLSearchParams(location.search);
for (const name of SETTINGS) {
  const value = settings.get(`set.${name}`);
  if (value !== null) news.setAttribute(name, value);
}
root.style.colorScheme = ["light", "dark"].find((theme) => theme === settings.get("set.theme")) ?? "";
if (settings.has("set.lang")) {
  root.lang = settings.get("set.lang");
  // Of the languages that there are sentences in, one is written from right to left.
  root.dir = /^ar\b/i.test(root.lang) ? "rtl" : "ltr";
}

if (parent === window) {
  // Whoever follows a link that was copied inside of a frame comes here.
  root.classList.add("alone");
  news.setAttribute("standalone", "");
} else {
  tell();
}

/** Tells the page around, from when it has answered. */
function tell() {
  /** Tells this load of the page from an earlier one in the same frame. */
  const session = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  /**
   * The origin of the page around, from its first answer on. A browser writes it on each message, whatever a
   * policy says about referrers; and as only that page is `parent`, nobody else can be first.
   */
  let around;
  /** Whether there is a list, or a failure, to be as high as. Until then the frame keeps its height. */
  let isThere = false;
  let height = 0;
  let filter;

  const post = (kind, fields) => parent.postMessage(message(kind, { session, ...fields }), around);
  const chosen = () => filterOf(location.search.slice(1), "");

  function tellHeight() {
    // Rounded up, so that no part of a pixel is left to scroll. What is told never depends on the frame's height.
    const now = Math.min(Math.ceil(root.getBoundingClientRect().height), HIGHEST);
    if (around && isThere && now > 0 && now !== height) {
      height = now;
      post("height", { height });
    }
  }

  function tellFilter() {
    const now = chosen();
    if (around && now !== filter) {
      filter = now;
      post("filter", { filter });
    }
  }

  /** A frame that is as high as its list has nothing to scroll: no bar takes its room, not even on the way. */
  const settle = () => root.classList.toggle("follows", height > 0 && innerHeight + 1 >= height);

  addEventListener("message", ({ data, origin, source }) => {
    // An origin that is "null" cannot be answered, and is anybody's.
    if (source !== parent || origin === "null" || (around && origin !== around)) return;
    if (!isMessage(data, FROM_AROUND)) return;
    if (data.kind === "call") return parent.postMessage(message("hello", { session }), "*");
    if (data.session !== session) return;
    if (data.kind === "welcome") {
      around = origin;
      tellHeight();
      tellFilter();
    } else if (around && data.instead === chosen()) {
      // What was chosen meanwhile counts more than what the address around said before.
      const query = withFilter(location.search.slice(1), data.filter, "");
      history.replaceState(history.state, "", addressWith(query));
      dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    }
  });

  for (const event of ["ready", "change", "error"]) {
    news.addEventListener(`monthwise:${event}`, () => {
      isThere = true;
      tellHeight();
      tellFilter();
    });
  }
  addEventListener("popstate", tellFilter);
  addEventListener("resize", settle);
  new ResizeObserver(() => {
    tellHeight();
    settle();
  }).observe(root);

  // The app gives the focus to what it leads a reader to. This page has nothing to scroll; the one around has.
  const led = ({ target }) => {
    if (target.getAttribute("tabindex") !== "-1") return;
    // The app scrolls for two frames.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const top = Math.floor(target.getBoundingClientRect().top);
        if (around) post("place", { top: Math.min(Math.max(top, 0), HIGHEST) });
      }),
    );
  };
  // Of a focus that moves within the shadow root nothing is heard outside of it.
  customElements.whenDefined(news.localName).then(() => news.shadowRoot.addEventListener("focusin", led));

  // It says nothing, so everybody may read it.
  parent.postMessage(message("hello", { session }), "*");
}
