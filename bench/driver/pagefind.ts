// Makes Pagefind's index of the generated news: `node pagefind.cjs DATA OUT`. For each item it is given what the
// other peers read, and the same words to find.
import { readFileSync } from "node:fs";
import { close, createIndex } from "pagefind";
import { FACETS, dateId, labels, read, words } from "../peers/shared/archive";

async function main(data: string, outputPath: string) {
  const archive = read(JSON.parse(readFileSync(data, "utf8")));
  const { index, errors } = await createIndex({ forceLanguage: "en" });
  if (!index) throw new Error(errors.join("\n"));
  for (let item = 0; item < archive.count; item++) {
    const title = archive.titles[item]!;
    const filters = FACETS.map((key) => {
      const { starts, values, ids } = archive.facets[key];
      return [key, Array.from(values.subarray(starts[item], starts[item + 1]), (value) => ids[value]!)];
    });
    const added = await index.addCustomRecord({
      url: archive.links[item],
      content: words(archive, item),
      language: "en",
      meta: {
        title,
        date: dateId(archive, item),
        labels: labels(archive, item).join("; "),
        end: `${title.length + 1 + archive.texts[item]!.length}`,
      },
      filters: Object.fromEntries(filters),
      sort: { place: `${archive.count - item}`.padStart(9, "0") },
    });
    if (added.errors.length) throw new Error(added.errors.join("\n"));
  }
  const written = await index.writeFiles({ outputPath });
  if (written.errors.length) throw new Error(written.errors.join("\n"));
  await close();
}

void main(process.argv[2]!, process.argv[3]!);
