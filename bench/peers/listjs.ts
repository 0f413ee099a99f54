// List.js, which searches and shows the first fifty; it knows neither facets nor months, so both are added.
import List from "list.js";
import { PAGE, type Selection, dateId, dateName, labels, load, monthId, monthName, select, usable, words } from "./shared/archive";
import { controls, make } from "./shared/view";

interface Values {
  item: number;
  id: string;
  link: string;
  title: string;
  day: string;
  date: string;
  text: string;
  labels: string;
  words: string;
}

const archive = await load();
const page = controls(archive, filter, () => list.search(page.box.value));
page.list.classList.add("month");
const entries = make("ol", "list");
const holder = make("div");
holder.append(entries);
page.list.append(holder);

// List.js writes values as HTML.
const html = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const values = Array.from({ length: archive.count }, (_, item): Values => ({
  item,
  id: archive.ids[item]!,
  link: archive.links[item]!,
  title: html(archive.titles[item]!),
  day: dateId(archive, item),
  date: dateName(archive, item),
  text: html(archive.texts[item]!),
  labels: labels(archive, item).map((name) => `<li>${html(name)}</li>`).join(""),
  // Small letters already: List.js asks each text for them once more.
  words: words(archive, item).toLowerCase(),
}));

const list = new List<Values>(
  holder,
  {
    page: PAGE,
    searchColumns: ["words"],
    valueNames: [
      { name: "id", attr: "id" },
      { name: "link", attr: "href" },
      "title",
      { name: "day", attr: "datetime" },
      "date",
      "text",
      "labels",
    ],
    item: '<li><article class="id"><h3><a class="link title"></a></h3><p class="about"><time class="day date"></time></p><p class="text"></p><ul class="labels"></ul></article></li>',
  },
  values,
);
const more = make("button", "more", "Show more");
more.addEventListener("click", () => list.show(1, list.visibleItems.length + PAGE));
page.list.append(more);
list.on("updated", show);

/** Which items carry what is chosen; their searching is List.js's. */
let chosen: Selection;
function filter() {
  chosen = select(archive, page.chosen, undefined);
  const isAll = chosen.count === archive.count;
  list.filter(isAll ? undefined : (item) => chosen.listed[item.values().item] === 1);
}

function show() {
  let found: Uint8Array | undefined;
  if (list.searched) {
    found = new Uint8Array(archive.count);
    for (const item of list.items) if (item.found) found[item.values().item] = 1;
  }
  page.update(select(archive, page.chosen, found));
  entries.querySelectorAll("h2").forEach((heading) => heading.parentElement!.remove());
  let month = "";
  for (const { elm, values } of list.visibleItems) {
    const { item } = values();
    if (month === monthId(archive, item)) continue;
    month = monthId(archive, item);
    const entry = make("li");
    entry.append(make("h2", "", monthName(archive, item)));
    elm.before(entry);
  }
  more.hidden = list.matchingItems.length <= list.visibleItems.length;
}

show();
usable();
