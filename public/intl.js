// Defines what the browser knows of a language, for the app: names, numbers, dates, and how texts are searched. Anything
// with tables of Unicode or of locales comes from the browser (docs/ARCHITECTURE.md).

/** What the browser knows of a language, in the form in which the app asks for it. */
export function intlOf(tag) {
  const numbers = new Intl.NumberFormat(tag);
  const plurals = new Intl.PluralRules(tag);
  const lists = new Intl.ListFormat(tag);
  const regions = new Intl.DisplayNames(tag, { type: "region", fallback: "none" });
  const order = new Intl.Collator(tag, { numeric: true });
  // A calendar day has no zone; one that is formatted in another would move.
  const [month, ...dates] = [
    { month: "short" },
    { year: "numeric" },
    { year: "numeric", month: "long" },
    { year: "numeric", month: "long", day: "numeric" },
  ].map((parts) => new Intl.DateTimeFormat(tag, { ...parts, timeZone: "UTC", calendar: "gregory" }));
  return {
    tag,
    number: (number) => numbers.format(number),
    plural: (number) => plurals.select(number),
    list: (names) => lists.format(names.split("\u001f")),
    date(year, month, day) {
      // Set by its parts: the constructor takes the years 0 to 99 for 1900 to 1999.
      const date = new Date(0);
      date.setUTCFullYear(year, (month || 1) - 1, day || 1);
      return dates[day ? 2 : month ? 1 : 0].format(date);
    },
    month: (number) => month.format(Date.UTC(2000, number - 1)),
    region(code) {
      try {
        // ZZ is Unicode's code for "unknown", not a name.
        return code === "ZZ" ? undefined : regions.of(code);
      } catch {
        return undefined;
      }
    },
    compare: (one, other) => order.compare(one, other),
    fold: (text) =>
      text
        .normalize("NFKD")
        // Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic; in other scripts marks are letters.
        .replace(/[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]/g, "")
        .normalize("NFKC")
        .toLowerCase()
        .replace(/[ßøłđıæœς]/g, (letter) => LETTERS[letter]),
  };
}

/** What letters are searched as that no normal form takes apart. */
const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", ı: "i", æ: "ae", œ: "oe", ς: "σ" };
