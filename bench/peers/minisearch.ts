// MiniSearch with a small view of the first fifty. The list is there before the index is, which is made in slices.
import MiniSearch from "minisearch";
import { load, plain, select, usable, words } from "./shared/archive";
import { Paged, controls } from "./shared/view";

const archive = await load();
let found: Uint8Array | undefined;
let ready = false;

const page = controls(archive, update, search);
const list = new Paged(archive, page.list);

function update() {
  const selection = select(archive, page.chosen, found);
  page.update(selection);
  list.show(selection);
}

update();
usable();

const index = new MiniSearch<{ id: number; words: string }>({
  fields: ["words"],
  processTerm: plain,
  searchOptions: { prefix: true, combineWith: "AND" },
});
const documents = Array.from({ length: archive.count }, (_, id) => ({ id, words: words(archive, id) }));
await index.addAllAsync(documents, { chunkSize: 100 });
ready = true;
if (page.box.value) search();

function search() {
  const typed = page.box.value.trim();
  // What is typed before the index is there is looked for when it is.
  if (typed && !ready) return;
  found = typed ? new Uint8Array(archive.count) : undefined;
  if (found) for (const { id } of index.search(typed)) found[id] = 1;
  update();
}
