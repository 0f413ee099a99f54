// The page in React 19, in two forms: one shows the first fifty, one holds the whole archive. What does not change
// is not rendered again: months and rows are memoised, a month by a sum of what is listed of it.
import { memo, startTransition, useCallback, useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import {
  type Archive,
  type Chosen,
  FACETS,
  type Key,
  PAGE,
  Scan,
  type Selection,
  dateId,
  dateName,
  first,
  labels,
  load,
  monthId,
  monthName,
  monthsOf,
  nothingChosen,
  select,
  usable,
  written,
} from "./archive";
import { sentence } from "./view";

const Value = memo(function Value(props: {
  id: string;
  name: string;
  count: number;
  isChosen: boolean;
  choose: (facet: Key, value: number) => void;
  facet: Key;
  value: number;
}) {
  return (
    <li>
      <label>
        <input
          type="checkbox"
          value={props.id}
          checked={props.isChosen}
          onChange={() => props.choose(props.facet, props.value)}
        />{" "}
        {props.name} <span className="n">{written(props.count)}</span>
      </label>
    </li>
  );
});

const Row = memo(function Row({ archive, item, isListed }: { archive: Archive; item: number; isListed: boolean }) {
  return (
    <li hidden={!isListed}>
      <article id={archive.ids[item]}>
        <h3>
          <a href={archive.links[item]}>{archive.titles[item]}</a>
        </h3>
        <p className="about">
          <time dateTime={dateId(archive, item)}>{dateName(archive, item)}</time>
        </p>
        <p>{archive.texts[item]}</p>
        <ul className="labels">
          {labels(archive, item).map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      </article>
    </li>
  );
});

const WholeMonth = memo(
  function WholeMonth(props: { archive: Archive; from: number; to: number; selection: Selection; sum: number; count: number }) {
    const { archive, from, to, selection, count } = props;
    const items = Array.from({ length: to - from }, (_, at) => from + at);
    return (
      <section className="month" id={monthId(archive, from)} hidden={!count}>
        <h2>
          {monthName(archive, from)}
          {count < to - from ? ` (${written(count)})` : ""}
        </h2>
        <ol>
          {items.map((item) => (
            <Row key={item} archive={archive} item={item} isListed={selection.listed[item] === 1} />
          ))}
        </ol>
      </section>
    );
  },
  (one, other) => one.sum === other.sum && one.count === other.count,
);

function Whole({ archive, selection }: { archive: Archive; selection: Selection }) {
  const months = useMemo(() => monthsOf(archive), [archive]);
  // What is in view first; the rest follows in transitions, which React interrupts for whatever a visitor does.
  const [printed, setPrinted] = useState(() => months.findIndex(({ to }) => to >= Math.min(20, archive.count)) + 1);
  useEffect(() => {
    if (printed < months.length) startTransition(() => setPrinted(Math.min(printed * 2, months.length)));
  }, [printed, months]);
  return (
    <div className="list whole">
      {months.slice(0, printed).map(({ from, to }) => {
        let [sum, count] = [0, 0];
        for (let item = from; item < to; item++) {
          count += selection.listed[item]!;
          sum = (Math.imul(sum, 31) + selection.listed[item]! + 1) | 0;
        }
        return <WholeMonth key={from} archive={archive} from={from} to={to} selection={selection} sum={sum} count={count} />;
      })}
    </div>
  );
}

function Page({ archive, selection }: { archive: Archive; selection: Selection }) {
  const [limit, setLimit] = useState({ selection, items: PAGE });
  const items = first(selection, limit.selection === selection ? limit.items : PAGE);
  const months: number[][] = [];
  for (const item of items) {
    const last = months.at(-1);
    if (last && monthId(archive, last[0]!) === monthId(archive, item)) last.push(item);
    else months.push([item]);
  }
  return (
    <>
      <div className="list">
        {months.map((items) => (
          <section className="month" key={monthId(archive, items[0]!)} id={monthId(archive, items[0]!)}>
            <h2>{monthName(archive, items[0]!)}</h2>
            <ol>
              {items.map((item) => (
                <Row key={item} archive={archive} item={item} isListed={true} />
              ))}
            </ol>
          </section>
        ))}
      </div>
      <button hidden={selection.count <= items.length} onClick={() => setLimit({ selection, items: items.length + PAGE })}>
        Show more
      </button>
    </>
  );
}

function App({ archive, scan, isWhole }: { archive: Archive; scan: Scan; isWhole: boolean }) {
  const [words, setWords] = useState("");
  const [chosen, setChosen] = useState<Chosen>(nothingChosen());
  const found = useMemo(() => scan.find(words), [scan, words]);
  const selection = useMemo(() => select(archive, chosen, found), [archive, chosen, found]);
  const choose = useCallback((facet: Key, value: number) => {
    setChosen((before) => {
      const values = new Set(before[facet]);
      if (!values.delete(value)) values.add(value);
      return { ...before, [facet]: values };
    });
  }, []);
  useEffect(() => {
    usable();
    requestIdleCallback(() => scan.prepare());
  }, [scan]);
  const List = isWhole ? Whole : Page;
  return (
    <>
      <h1>{archive.title}</h1>
      <search className="filters">
        <input
          type="search"
          aria-label="Search"
          value={words}
          onChange={(event: { target: HTMLInputElement }) => setWords(event.target.value)}
        />
        {FACETS.map((key) => {
          const { ids, names, legend, carried } = archive.facets[key];
          return (
            <fieldset className="facet" key={key}>
              <legend>{legend}</legend>
              <ul className="values">
                {ids.map((id, value) =>
                  carried.has(value) ? (
                    <Value
                      key={id}
                      id={id}
                      name={names[value]!}
                      count={selection.counts[key][value]!}
                      isChosen={chosen[key].has(value)}
                      choose={choose}
                      facet={key}
                      value={value}
                    />
                  ) : null,
                )}
              </ul>
            </fieldset>
          );
        })}
      </search>
      <section className="body">
        <p className="count" role="status">
          {sentence(selection.count, archive.count)}
        </p>
        <List archive={archive} selection={selection} />
      </section>
    </>
  );
}

export async function start(isWhole: boolean) {
  const archive = await load();
  createRoot(document.getElementById("app")!).render(<App archive={archive} scan={new Scan(archive)} isWhole={isWhole} />);
}
