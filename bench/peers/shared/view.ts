// What the peers without a view of their own print: controls, rows, and a list of the first fifty.
import {
  type Archive,
  FACETS,
  type Key,
  PAGE,
  type Selection,
  dateId,
  dateName,
  first,
  labels,
  monthId,
  monthName,
  nothingChosen,
  written,
} from "./archive";

export function make(tag: string, className = "", text = ""): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** What stands around a list. */
export interface Controls {
  chosen: ReturnType<typeof nothingChosen>;
  box: HTMLInputElement;
  list: HTMLElement;
  /** Shows counts. */
  update(selection: Selection): void;
}

/** Prints the controls into the page, and says when one is used. */
export function controls(archive: Archive, onChange: () => void, onWords: () => void): Controls {
  const app = document.getElementById("app")!;
  const chosen = nothingChosen();
  const filters = make("search", "filters");
  const box = make("input") as HTMLInputElement;
  box.type = "search";
  box.setAttribute("aria-label", "Search");
  box.addEventListener("input", onWords);
  filters.append(box);
  const counters: { key: Key; value: number; count: HTMLElement; shown: number }[] = [];
  for (const key of FACETS) {
    const { ids, names, carried, legend } = archive.facets[key];
    const facet = make("fieldset", "facet");
    const list = make("ul", "values");
    ids.forEach((id, value) => {
      if (!carried.has(value)) return;
      const row = make("li");
      const label = make("label");
      const input = make("input") as HTMLInputElement;
      input.type = "checkbox";
      input.value = id;
      const count = make("span", "n");
      label.append(input, ` ${names[value]} `, count);
      row.append(label);
      list.append(row);
      input.addEventListener("change", () => {
        if (input.checked) chosen[key].add(value);
        else chosen[key].delete(value);
        onChange();
      });
      counters.push({ key, value, count, shown: -1 });
    });
    facet.append(make("legend", "", legend), list);
    filters.append(facet);
  }
  const body = make("section", "body");
  const status = make("p", "count");
  status.role = "status";
  const list = make("div", "list");
  body.append(status, list);
  app.append(make("h1", "", archive.title), filters, body);
  return {
    chosen,
    box,
    list,
    update({ count, counts }) {
      status.textContent = sentence(count, archive.count);
      for (const counter of counters) {
        const shown = counts[counter.key][counter.value]!;
        if (shown !== counter.shown) counter.count.textContent = written((counter.shown = shown));
      }
    },
  };
}

export const sentence = (count: number, all: number) =>
  count === all ? `${written(count)} items` : `${written(count)} of ${written(all)} items`;

const template = make("li");
template.append(make("article"));
template.firstElementChild!.append(make("h3"), make("p", "about"), make("p"), make("ul", "labels"));
template.querySelector("h3")!.append(make("a"));
template.querySelector(".about")!.append(make("time"));

/** Prints an item. */
export function row(archive: Archive, item: number): HTMLElement {
  const entry = template.cloneNode(true) as HTMLElement;
  const article = entry.firstElementChild as HTMLElement;
  article.id = archive.ids[item]!;
  const [heading, about, text, list] = article.children as unknown as HTMLElement[];
  const link = heading!.firstElementChild as HTMLAnchorElement;
  link.href = archive.links[item]!;
  link.textContent = archive.titles[item]!;
  const time = about!.firstElementChild as HTMLTimeElement;
  time.dateTime = dateId(archive, item);
  time.textContent = dateName(archive, item);
  text!.textContent = archive.texts[item]!;
  list!.append(...labels(archive, item).map((name) => make("li", "", name)));
  return entry;
}

/** Prints a month's heading and an empty list. */
export function month(archive: Archive, item: number) {
  const section = make("section", "month");
  section.id = monthId(archive, item);
  const heading = make("h2", "", monthName(archive, item));
  const entries = make("ol");
  section.append(heading, entries);
  return { section, heading, entries };
}

/** A list that shows the first fifty of what is listed, and more on demand. A row is made once. */
export class Paged {
  #rows = new Map<number, HTMLElement>();
  #more = make("button", "more", "Show more");
  #limit = PAGE;
  #selection: Selection | undefined;

  constructor(readonly archive: Archive, readonly list: HTMLElement) {
    list.after(this.#more);
    this.#more.addEventListener("click", () => {
      this.#limit += PAGE;
      this.#print();
    });
  }

  show(selection: Selection) {
    this.#selection = selection;
    this.#limit = PAGE;
    this.#print();
  }

  #print() {
    const { archive } = this;
    const items = first(this.#selection!, this.#limit);
    const sections: HTMLElement[] = [];
    let id = "";
    let entries: HTMLElement | undefined;
    for (const item of items) {
      if (id !== monthId(archive, item)) {
        const next = month(archive, item);
        id = next.section.id;
        entries = next.entries;
        sections.push(next.section);
      }
      let entry = this.#rows.get(item);
      if (!entry) this.#rows.set(item, (entry = row(archive, item)));
      entries!.append(entry);
    }
    this.list.replaceChildren(...sections);
    this.#more.hidden = this.#selection!.count <= items.length;
  }
}
