// The page written by hand, with everything that is known to help: it holds the whole archive, a month a section
// with `content-visibility`; a filter toggles `hidden` on what changes and on nothing else; what is in view is
// printed first, the rest in slices; the texts are folded in idle time and scanned without an index.
import { Scan, inSlices, load, monthsOf, select, usable, written } from "./shared/archive";
import { controls, month, row } from "./shared/view";

const archive = await load();
const scan = new Scan(archive);
let found: Uint8Array | undefined;

const page = controls(archive, update, () => {
  found = scan.find(page.box.value);
  update();
});
page.list.classList.add("whole");

const months = monthsOf(archive).map((span) => ({ ...span, rows: [] as HTMLElement[], count: new Text(), shown: -1, section: undefined as HTMLElement | undefined }));
type Month = (typeof months)[number];
let selection = select(archive, page.chosen, found);
const shown = new Uint8Array(archive.count).fill(1);

function update() {
  selection = select(archive, page.chosen, found);
  page.update(selection);
  months.forEach(show);
}

/** Brings a month up to date with what is listed. */
function show(month: Month) {
  if (!month.section) return;
  let count = 0;
  for (let at = 0; at < month.rows.length; at++) {
    const item = month.from + at;
    const isListed = selection.listed[item]!;
    count += isListed;
    if (isListed !== shown[item]) {
      shown[item] = isListed;
      month.rows[at]!.hidden = !isListed;
    }
  }
  if (count !== month.shown) {
    month.shown = count;
    month.section.hidden = !count;
    month.count.data = count === month.rows.length ? "" : ` (${written(count)})`;
  }
}

/** Prints a month with its items. */
function print(span: Month) {
  const { section, heading, entries } = month(archive, span.from);
  heading.append(span.count);
  for (let item = span.from; item < span.to; item++) span.rows.push(row(archive, item));
  entries.append(...span.rows);
  span.section = section;
  show(span);
  page.list.append(section);
}

/** More than a screen holds. */
const IN_VIEW = 20;
let printed = 0;
do print(months[printed]!);
while (months[printed++]!.to < Math.min(IN_VIEW, archive.count));
page.update(selection);
usable();

inSlices(() => {
  const next = months[printed++];
  if (next) print(next);
  else requestIdleCallback(() => scan.prepare());
  return Boolean(next);
});
