// Defines what the app asks of the browser: a few calls each, which weigh ten times as much when they are made from
// WebAssembly. src/browser/script.rs has their names and what they take.

/** From which node on an element holds what was published and is not built yet: it becomes what is built there. */
export const left = new WeakMap();

/** What is put off, as it takes the browser long and nobody sees it in the list: the address, the title, and who is told. */
const due = [];
const catchUp = () => {
  while (due.length) due.shift()();
};
/** Does this after what was put off before, behind the next frame. What is out of sight has none, and waits a tenth of a second. */
export function later(work) {
  if (due.push(work) > 1) return;
  requestAnimationFrame(() => setTimeout(catchUp));
  setTimeout(catchUp, 99);
}

/** What the app asks of the browser. None of it may throw: the app would not come back from it. */
export const browser = {
  /** The address of the page without query and fragment, and the rest without its question mark. */
  get page() {
    return location.origin + location.pathname;
  },
  get address() {
    catchUp();
    return location.search.slice(1) + location.hash;
  },

  /** What stands before a `#` in links: nothing, unless they would be resolved against a base address. */
  get base() {
    const [base, own] = [document.baseURI, location.href].map((address) => address.split("#")[0]);
    return base === own ? "" : own;
  },

  /**
   * Builds nodes at the end of an element of one text: each step says how long a part of it is, and what it is. Where
   * there is something left of what was published, it becomes what is built, and only what differs is written.
   */
  build(end, text, steps) {
    const all = new DocumentFragment();
    // What is next to become what is built, in this parent and in those around it.
    let next = left.get(end);
    if (next?.parentNode !== end) next = null;
    const around = [];
    let parent = next ? end : all;
    let [at, name, said] = [0, "", ""];
    const say = () => {
      if (!said) return;
      if (next?.nodeType === Node.TEXT_NODE) {
        if (next.data !== said) next.data = said;
        next = next.nextSibling;
      } else parent.insertBefore(document.createTextNode(said), next);
      said = "";
    };
    for (const step of steps) {
      const part = text.slice(at, (at += step >> 3));
      const kind = step & 7;
      if (kind === 1) name = part;
      else if (kind === 2) {
        if (parent.getAttribute(name) !== part) parent.setAttribute(name, part);
      } else if (kind === 3) said += part;
      else {
        say();
        if (kind === 0) {
          const isThere = next?.localName === part;
          const child = isThere ? next : parent.insertBefore(document.createElement(part), next);
          around.push(isThere ? next.nextSibling : next);
          if (isThere) child.removeAttribute("disabled");
          parent = child;
          next = isThere ? child.firstChild : null;
        } else {
          // Where nothing was built, it is later; where something was, what is left stood for it.
          if (next && next === parent.firstChild) left.set(parent, next);
          else if (next) {
            while (next.nextSibling) next.nextSibling.remove();
            next.remove();
          }
          next = around.pop();
          parent = parent.parentNode;
        }
      }
    }
    say();
    if (left.has(end)) left.set(end, next);
    if (parent === all) end.append(all);
  },

  /** Makes a text the only content of an element. One that is there already stays, so that nothing is announced twice. */
  say(element, text) {
    if (element.textContent !== text) element.textContent = text;
  },

  /** The child of an element at this place. */
  child: (parent, at) => parent.children[at],

  /** Hides and shows children of an element: each step is twice the place of one, and one more where it is hidden. */
  hide(parent, steps) {
    for (const step of steps) parent.children[step >> 1].hidden = step & 1;
  },

  /** What was built last at the end of an element: what is left of what was published stands behind it. */
  last: (end) => left.get(end)?.previousElementSibling ?? end.lastElementChild,

  /** Gives the document a title. */
  entitle(title) {
    later(() => (document.title = title));
  },

  /**
   * Changes the address where the browser allows it: not in a sandboxed frame, not in a file. Chromium goes through all of
   * the document when it changes, so the list is painted first.
   */
  go(url, isStep) {
    later(() => {
      try {
        // The entry keeps the state of the page around: hosts with a router look for theirs.
        history[isStep ? "pushState" : "replaceState"](history.state, "", url);
      } catch {}
    });
  },

  /** Asks for a file: the server is to say whether the browser's copy is still the newest. */
  request(url, signal) {
    try {
      return new Request(url, { cache: "no-cache", signal });
    } catch {}
  },

  /** Why no answer came from an address, as far as a page may know: 0 offline, 1 unknown, 2 perhaps CORS, 3 a file's. */
  why(url) {
    if (url.startsWith("file:")) return 3;
    if (!navigator.onLine) return 0;
    return url.startsWith(`${location.origin}/`) ? 1 : 2;
  },

  /** Whether a press is without a key that makes it the browser's. */
  plain: (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey),

  /** Lets a finger's moves be told to what is under it, and not to where it went down. */
  release({ target, pointerId }) {
    if (target.hasPointerCapture(pointerId)) target.releasePointerCapture(pointerId);
  },

  /** The day that it is here, as ISO 8601 writes it, and Swedish. */
  today: () => new Date().toLocaleDateString("sv"),

  /** Whether the browser tells when a month with `content-visibility` comes near. */
  lazy: "ContentVisibilityAutoStateChangeEvent" in window,

  /** Whether it has a field to type or pick a month in. */
  get months() {
    return make("input", { type: "month" }).type === "month";
  },

  /** Scrolls to an element, below whatever the host keeps at the top of the window, and gives it the focus. */
  lead(element) {
    element.tabIndex = -1;
    let host = element;
    while (host.getRootNode().host) host = host.getRootNode().host;
    const scroll = () => {
      element.focus({ preventScroll: true });
      element.scrollIntoView({ behavior: "instant" });
      // A bar may be made of several layers.
      for (let layers = 0; layers < 9; layers++) {
        const { x, y } = element.getBoundingClientRect();
        const above = document.elementFromPoint(x + 1, y + 1);
        if (!above || above.contains(host) || host.contains(above)) break;
        scrollBy({ top: y - above.getBoundingClientRect().bottom - 1, behavior: "instant" });
      }
    };
    scroll();
    // After "back" the browser scrolls to where it was, whatever stands there now; and what it finds by its id it goes to
    // itself, and takes the focus away.
    requestAnimationFrame(() => requestAnimationFrame(scroll));
  },

  /** Copies a link, and says how it went on the button and aloud. Where it may not, the page goes to the link. */
  copy(link, button, aloud, copied, refused) {
    const before = button.textContent;
    const say = (text) => (button.textContent = aloud.textContent = text);
    const copying = navigator.clipboard?.writeText(link) ?? Promise.reject();
    copying.then(
      () => {
        say(copied);
        button.addEventListener("blur", () => (button.textContent = before), { once: true });
      },
      () => {
        say(refused);
        location.hash = new URL(link).hash;
      },
    );
  },

  /** Saves a text as a file. */
  save(name, type, text) {
    const href = URL.createObjectURL(new Blob([text], { type }));
    make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  },

  print: () => print(),
};

/** An element with attributes and a text. */
export function make(tag, attributes, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}
