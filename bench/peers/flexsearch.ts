// FlexSearch with a small view of the first fifty. The list is there before the index is, which is made in slices.
import { Index } from "flexsearch";
import { inSlices, load, select, usable, words } from "./shared/archive";
import { Paged, controls } from "./shared/view";

const archive = await load();
let found: Uint8Array | undefined;
let indexed = 0;

const page = controls(archive, update, search);
const list = new Paged(archive, page.list);

function update() {
  const selection = select(archive, page.chosen, found);
  page.update(selection);
  list.show(selection);
}

function search() {
  const typed = page.box.value.trim();
  // What is typed before the index is there is looked for when it is.
  if (typed && indexed < archive.count) return;
  found = typed ? new Uint8Array(archive.count) : undefined;
  if (found) for (const id of index.search(typed, { limit: archive.count })) found[id] = 1;
  update();
}

update();
usable();

const index = new Index({ tokenize: "forward" });
inSlices(() => {
  index.add(indexed, words(archive, indexed));
  if (++indexed < archive.count) return true;
  if (page.box.value) search();
  return false;
});
