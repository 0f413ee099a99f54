// Defines what the frame and the page around it say to each other: public/frame/frame.js speaks for the one,
// public/monthwise-frame.js for the other. The build puts these lines into both.
//
// Whatever is not exactly a message of this table is none. docs/EMBEDDING.md has the table for readers.

/** Says whose messages these are, and which edition; another edition is not understood. */
const EDITION = 1;

/** The highest frame, in CSS pixels: some ten thousand items. What is higher scrolls. */
export const HIGHEST = 4_000_000;
/** The longest filter, in characters: about what servers take in an address. */
const LONGEST_FILTER = 8_000;

/** The parameters of a filter. crates/archive/src/query.rs owns them; stories compare both. */
const KEYS = ["region", "partner", "topic", "q", "from", "to", "regions", "partners", "topics"];

const isLength = (value) => Number.isInteger(value) && value >= 0 && value <= HIGHEST;
const isFilter = (value) => typeof value === "string" && value.length <= LONGEST_FILTER && filterOf(value, "") === value;
const isSession = (value) => typeof value === "string" && /^[0-9a-f]{32}$/.test(value);

/** What may be said from inside of the frame, and what each field has to be. */
export const FROM_FRAME = {
  hello: { session: isSession },
  height: { session: isSession, height: (value) => isLength(value) && value > 0 },
  place: { session: isSession, top: isLength },
  filter: { session: isSession, filter: isFilter },
};

/** What may be said from around it. */
export const FROM_AROUND = {
  call: {},
  welcome: { session: isSession },
  filter: { session: isSession, filter: isFilter, instead: isFilter },
};

export const message = (kind, fields) => ({ monthwise: EDITION, kind, ...fields });

/** Whether this is a message of one of these kinds, with each of its fields and no other. */
export function isMessage(data, kinds) {
  if (typeof data !== "object" || data === null || Object.getPrototypeOf(data) !== Object.prototype) return false;
  const { monthwise, kind, ...fields } = data;
  if (monthwise !== EDITION || typeof kind !== "string" || !Object.hasOwn(kinds, kind)) return false;
  const checks = Object.entries(kinds[kind]);
  return (
    Object.keys(fields).length === checks.length &&
    checks.every(([name, isRight]) => Object.hasOwn(fields, name) && isRight(fields[name]))
  );
}

/** The name and the value of a parameter, where it is one of a filter; names begin with `prefix`. */
function parameterOf(pair, prefix) {
  // What stands in front keeps a question mark from being taken for the beginning of the query.
  const [[name, value] = [""]] = new URLSearchParams(`&${pair}`);
  const key = name.startsWith(prefix) ? name.slice(prefix.length) : "";
  return KEYS.includes(key) ? [key, value] : undefined;
}

/** The filter in a query, made anew of the parameters that are known. */
export function filterOf(query, prefix) {
  const parameters = query.split("&").map((pair) => parameterOf(pair, prefix));
  return `${new URLSearchParams(parameters.filter((parameter) => parameter?.[1]))}`;
}

/**
 * The query with this filter in the place of the one it has. All else stays as it is and where it is; the
 * filter stands where the first of its parameters stood, else at the end, as in the app's own address.
 */
export function withFilter(query, filter, prefix) {
  const isOfFilter = (pair) => parameterOf(pair, prefix) !== undefined;
  const pairs = query ? query.split("&") : [];
  const others = pairs.filter((pair) => !isOfFilter(pair));
  const first = pairs.findIndex(isOfFilter);
  const ours = [...new URLSearchParams(filter)].map(([key, value]) => `${new URLSearchParams([[prefix + key, value]])}`);
  others.splice(first < 0 ? others.length : first, 0, ...ours);
  return others.join("&");
}

/** The address of the page with another query. It is whole: a `<base>` does not count. */
export const addressWith = (query) => `${location.href.split(/[?#]/)[0]}${query && `?${query}`}${location.hash}`;

/** Does something with a value at once, then at most once in so many milliseconds, and always with the last. */
export function paced(pause, act) {
  let waiting = false;
  let next;
  const turn = () => {
    waiting = next !== undefined;
    if (!waiting) return;
    const value = next;
    next = undefined;
    setTimeout(turn, pause);
    act(value);
  };
  return (value) => {
    next = value;
    if (!waiting) turn();
  };
}
