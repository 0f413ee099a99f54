// Defines the element <monthwise-news>: the door between a page and the app in WebAssembly.
//
// It finds its files from its own address, asks for them all at once when the element comes near what is
// in view, mounts the app into an open shadow root, and frees it when the element is taken away. What
// stands inside the tag is shown until the list is ready, and stays when it never is. A list that was
// published there with this version stays in any case: it becomes the app's.
//
// Its files stand in a folder beside it that is named after their version (the build says which:
// VERSION). Where that folder is gone, because the site has been published anew since a browser kept
// this script, it hands over to the script that stands in its place now.

import { browser, later, left, make } from "./browser.js";
import { intlOf } from "./intl.js";
import start, { mount } from "./monthwise-page.js";
import { unpack } from "./unpack.js";

const NAME = "monthwise-news";
/** Shown only when not even a file of sentences could be loaded, and so in English. */
const LAST_WORDS = "This list could not be loaded. Check the connection, then reload the page.";
/** A wait shorter than this needs no word. */
const PATIENCE_MS = 500;
/** Text that is lighter (in OKLCH, 0 to 1) stands on dark ground. */
const LIGHT = 0.6;

export const version = VERSION;

const at = (path) => new URL(`monthwise-${version}/${path}`, import.meta.url);
/** Where the documents of the site say how to mend a failure, up to the failure's key. */
const CURES = new URL("embed/#", import.meta.url).href;

/** One module of WebAssembly serves every element; a failure is forgotten, so that it can be retried. */
let program;
let attempts = 0;
function loadProgram() {
  program ??= startProgram().catch((error) => {
    program = undefined;
    throw error;
  });
  return program;
}

async function startProgram() {
  if (typeof WebAssembly !== "object") throw new Reason("failed-missing");
  try {
    // What failed once may be broken in the browser's cache.
    const cache = attempts++ ? "reload" : "default";
    const program = WebAssembly.validate(SIMD) ? "monthwise.bin" : "monthwise-plain.bin";
    const response = await fetch(at(program), { cache });
    if (!response.ok) throw new Reason("failed-files");
    // The file is compressed, so that no server has to do it; and no server needs to know what it is.
    await start({ module_or_path: await unpack(response.body) });
  } catch (error) {
    if (error instanceof Reason) throw error;
    console.warn("Monthwise:", error);
    throw new Reason(whyNot(error));
  }
}

/** A module with no more than the type of a function that gives 128 bits: who knows no SIMD refuses it. */
const SIMD = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123);

/** The key of the sentence that says why WebAssembly did not start. */
function whyNot(error) {
  try {
    // The smallest module there is: only a policy can be against it.
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    return "failed-refused";
  }
  return error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError
    ? "failed-too-old"
    : "failed-files";
}

class Reason extends Error {}

/** The languages that there are sentences in; the first is used for all others. */
const LANGUAGES = ["en", "ar", "es", "fr"];
const texts = new Map();

/** The sentences of a language, as the text of its file; none where it cannot be loaded. */
function loadTexts(language) {
  const base = language.split("-")[0];
  const file = LANGUAGES.includes(base) ? base : LANGUAGES[0];
  if (!texts.has(file)) {
    const load = fetch(at(`languages/${file}.json`)).then((response) => {
      if (!response.ok) throw new Reason("failed-files");
      return response.text();
    });
    load.catch(() => texts.delete(file));
    texts.set(file, load);
  }
  return texts.get(file).catch(() => "");
}

/** The language of the element: its own, else the one around it, as a tag that Intl accepts. */
function languageOf(element) {
  for (let node = element; node; node = node.parentElement ?? node.getRootNode().host) {
    const tag = node.getAttribute("lang");
    if (tag) {
      try {
        return Intl.getCanonicalLocales(tag)[0];
      } catch {
        break;
      }
    }
  }
  return LANGUAGES[0];
}

/** What fixes the list, for every visitor. A value may be several, with commas between them. */
const LOCKS = ["region", "partner", "topic", "from", "to"];

/** The list in an element, from when the element comes into a page until it goes. */
class List {
  #element;
  #handle;
  /** What took over from this script, where its files were gone. */
  #successor;
  /** Counts mounts, so that one that is overtaken by another, or by the end, is given up. */
  #generation = 0;
  /** Ends the wait for the element to come near. */
  #watch;
  /** Called before the page is printed. */
  #print;

  constructor(element) {
    this.#element = element;
    this.#mount();
  }

  free() {
    this.#generation++;
    this.#watch?.();
    PRINT.removeEventListener("change", this.#print);
    this.#successor?.free();
    this.#handle?.free();
    this.#successor = this.#handle = this.#print = undefined;
    this.#element.shadowRoot?.replaceChildren();
  }

  async #mount() {
    const element = this.#element;
    const generation = ++this.#generation;
    const overtaken = () => generation !== this.#generation;
    const attribute = (name) => element.getAttribute(name) ?? "";
    const limit = Math.max(parseInt(attribute("limit"), 10) || 0, 0);
    const content = this.#reserve(limit);
    if (!["eager", "standalone"].some((name) => element.hasAttribute(name)) && !location.hash) await this.#comesNear();
    if (overtaken()) return;
    const { status, root, styled } = this.#frame(content);
    const language = languageOf(element);
    const loading = loadTexts(language);
    const waiting = setTimeout(async () => {
      const words = parse(await loading);
      if (!overtaken() && !status.hidden) status.textContent = words.loading ?? "";
    }, PATIENCE_MS);
    const settle = () => {
      clearTimeout(waiting);
      status.hidden = true;
    };

    /** What was published of the list, where the list is that. */
    let published;
    try {
      // It takes the browser long, and while files are on their way there is time for it.
      const intl = intlOf(language);
      const [, sentences] = await Promise.all([loadProgram(), loading, styled]);
      if (overtaken()) return;
      if (!sentences) throw new Reason("failed-files");
      const notify = (event, said) => {
        if (overtaken()) return;
        if (event === "more") return goOnLater(root);
        settle();
        const isShown = event !== "error";
        if (isShown) {
          content.hidden = !published;
          // Nothing that stands in the tag is left to be seen but the list, where that is what was published.
          if (published) for (const child of element.children) child.hidden = child !== published;
        }
        if (isShown) goOnLater(root);
        if (!isShown) putAway(element, content, root);
        const [text, more, filter] = said.split("\u001f");
        const details = isShown ? { text, count: Number(more), filter } : { text, cure: CURES + more };
        const tell = () => overtaken() || this.#dispatch(event, details);
        // A host that asks where it is finds the filter in the address.
        if (event === "change") later(tell);
        else tell();
      };
      const locked = new URLSearchParams();
      for (const name of LOCKS) {
        const values = attribute(name).split(",").map((value) => value.trim());
        values.filter(Boolean).forEach((value) => locked.append(name, value));
      }
      const headingLevel = Math.min(Math.max(parseInt(attribute("heading-level"), 10) || 2, 1), 6);
      const standalone = element.hasAttribute("standalone");
      const name = attribute("name");
      // Paper holds all of the list.
      this.#print = () => {
        while (goOn(root, "paper"));
      };
      PRINT.addEventListener("change", this.#print);
      for (const place of [root, content]) {
        place.addEventListener("contentvisibilityautostatechange", () => goOnLater(root));
      }
      const place = (feed) => {
        root.replaceChildren();
        // As it was published, by this version and of this feed.
        const made = `[data-made="monthwise-${version} ${feed}"]:has(:disabled.search__box)`;
        published = element.querySelector(made);
        if (published) left.set(published, published.firstChild);
        return published ?? root;
      };
      const tools = Object.assign(Object.create(browser), intl, { cures: CURES, place });
      this.#handle = mount(
        root,
        tools,
        notify,
        this.#src(),
        `${locked}`,
        limit,
        name && `${name}.`,
        attribute("feeds"),
        sentences,
        headingLevel,
        standalone,
      );
    } catch (error) {
      const words = parse(await loading);
      const successor = error.message === "failed-files" && (await findSuccessor());
      if (overtaken()) return;
      settle();
      if (successor) {
        this.#successor = successor(element);
        return;
      }
      putAway(element, content, root);
      const key = error instanceof Reason ? error.message : "failed-files";
      const [text, cure] = [words[key] ?? LAST_WORDS, CURES + key];
      root.append(this.#failure(words, text, cure));
      if (!(error instanceof Reason)) console.error("Monthwise:", error);
      this.#dispatch("error", { text, cure });
    }
  }

  /** Shows what stands in the tag, and keeps room for the list, so that nothing of the page moves when it comes. */
  #reserve(limit) {
    const element = this.#element;
    const shadow = element.shadowRoot ?? element.attachShadow({ mode: "open" });
    // A page that is built has a slot: to put one in would have the browser lay out again all that stands in the tag.
    const content = shadow.querySelector("slot") ?? shadow.appendChild(make("slot", {}));
    const sheet = new CSSStyleSheet();
    // Facets take most of a screen, and so do ten items of some six lines each.
    const isShort = limit && !/region|partner|topic/.test(element.getAttribute("controls") ?? "regions");
    // A host's own rule for the element wins over this one.
    sheet.insertRule(`:host{display:flow-root;min-block-size:min(90vb,${isShort ? limit * 9 + 9 : 999}em)}`);
    shadow.adoptedStyleSheets = [sheet];
    return content;
  }

  /** Waits until the element is less than a screen away from what is in view, or the address leads into a page. */
  #comesNear() {
    return new Promise((resolve) => {
      const observer = new IntersectionObserver((seen) => seen.some((entry) => entry.isIntersecting) && this.#watch(), {
        rootMargin: "100%",
      });
      this.#watch = () => {
        observer.disconnect();
        removeEventListener("popstate", this.#watch);
        resolve();
      };
      addEventListener("popstate", this.#watch);
      observer.observe(this.#element);
    });
  }

  /** What stands in the shadow root around the app. */
  #frame(content) {
    const style = make("link", { rel: "stylesheet", href: at("monthwise.css").href });
    // Nothing is shown without its style. A list that has lost it is still better than none.
    const styled = new Promise((resolve) => (style.onload = style.onerror = resolve));
    const status = make("p", { class: "waiting", role: "status" });
    const root = make("div", { class: "root", part: "root" });
    const follow = () => {
      const { fontSize, stopColor } = getComputedStyle(root);
      const [, lightness] = stopColor.split(/[( ]/);
      root.style.setProperty("--rem", fontSize);
      root.classList.toggle("root--dark", lightness > LIGHT);
      root.classList.toggle("root--light", lightness <= LIGHT);
    };
    root.addEventListener("transitionend", follow);
    styled.then(follow);
    content.before(style);
    content.after(root, status);
    return { status, root, styled };
  }

  #failure(words, text, cure) {
    const box = make("div", { class: "failed", part: "failed", role: "alert" });
    const retry = make("button", { class: "button", type: "button" }, words.retry ?? "↻");
    const heading = words["failed-heading"];
    if (heading) box.append(make("p", { class: "failed__heading" }, heading));
    box.append(make("p", { class: "failed__text" }, text));
    box.append(make("a", { class: "failed__cure", href: cure }, words.cure ?? cure));
    retry.addEventListener("click", () => {
      this.free();
      this.#mount();
    });
    const frame = make("div", {});
    frame.append(box, retry);
    return frame;
  }

  #src() {
    const src = this.#element.getAttribute("src");
    if (!src) return "";
    try {
      return new URL(src, this.#element.baseURI).href;
    } catch {
      return src;
    }
  }

  #dispatch(event, detail) {
    this.#element.dispatchEvent(new CustomEvent(`monthwise:${event}`, { bubbles: true, detail }));
  }
}

/**
 * What the element asks of this script, and an older one that has lost its files: to attach a list to
 * an element. All versions keep to it: `attach(element)` gives an object whose `free()` detaches.
 */
export const attach = (element) => new List(element);

/** `attach` of the script that stands in this one's place now, if it is another. Looked for once. */
let successor;
function findSuccessor() {
  const [own, query] = import.meta.url.split("?");
  // Whoever was called in as a successor has none: no two builds call for one another without end.
  if (query === AFTER) return undefined;
  successor ??= import(`${own}?${AFTER}`).then(
    (script) => (script.version === version ? undefined : script.attach),
    () => undefined,
  );
  return successor;
}

/** How a successor is asked for: past what the browser has kept. */
const AFTER = "again";

const PRINT = matchMedia("print");

/** Has the app put some more items into its list, and tells whether there are more: it is asked by an event. */
const goOn = (root, why = "idle") => !root.dispatchEvent(new Event(why, { bubbles: true, cancelable: true }));

const whenIdle = window.requestIdleCallback ?? ((work) => setTimeout(work, 0, { timeRemaining: () => 0 }));

/** Completes a list while the browser has nothing else to do, a few items at a time. */
function goOnLater(root) {
  whenIdle((deadline) => {
    do if (!goOn(root)) return; while (deadline.timeRemaining() > 10);
    goOnLater(root);
  });
}

/**
 * Leaves a list in plain HTML as what it is: what went wrong is said above it, and controls that nothing
 * will answer to are gone.
 */
function putAway(element, content, root) {
  // Once: what is moved loses the focus.
  if (root.previousSibling === content) content.before(root);
  for (const part of element.querySelectorAll(".filters > *, .take, .index__span, .item__copy")) part.remove();
}

class MonthwiseNews extends HTMLElement {
  static observedAttributes = [...LOCKS, "src", "lang", "name", "limit", "feeds", "heading-level", "standalone"];

  #list;
  /** Whether attributes have changed and the change is not made yet. */
  #changing = false;

  connectedCallback() {
    // An element that moves is taken out and put in again; it stays as it is.
    this.#list ??= attach(this);
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (!this.isConnected) this.#detach();
    });
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#list || before === after || this.#changing) return;
    // Several attributes changed at once make one change.
    this.#changing = true;
    queueMicrotask(() => {
      this.#changing = false;
      if (!this.isConnected) return;
      this.#detach();
      this.#list = attach(this);
    });
  }

  #detach() {
    this.#list?.free();
    this.#list = undefined;
  }
}

function parse(sentences) {
  try {
    return JSON.parse(sentences);
  } catch {
    return {};
  }
}

// A second copy of this script on the page does no harm.
if (!customElements.get(NAME)) customElements.define(NAME, MonthwiseNews);
