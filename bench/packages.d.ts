// Says what is used of the peers' packages, so that TypeScript checks this folder without them: no test needs
// them installed.

declare module "list.js" {
  /** An item of a list, with the values it was made of. */
  export interface ListItem<T> {
    elm: HTMLElement;
    found: boolean;
    values(): T;
  }
  export default class List<T> {
    constructor(root: HTMLElement, options: object, values: T[]);
    items: ListItem<T>[];
    visibleItems: ListItem<T>[];
    matchingItems: ListItem<T>[];
    searched: boolean;
    on(event: "updated", then: (list: List<T>) => void): void;
    filter(keep?: (item: ListItem<T>) => boolean): void;
    search(words: string): void;
    show(from: number, count: number): void;
  }
}

declare module "minisearch" {
  export default class MiniSearch<T> {
    constructor(options: object);
    addAllAsync(documents: T[], options: { chunkSize: number }): Promise<void>;
    search(words: string): { id: number }[];
  }
}

declare module "flexsearch" {
  export class Index {
    constructor(options: object);
    add(id: number, text: string): void;
    search(words: string, options: { limit: number }): number[];
  }
}

declare module "instantsearch.js" {
  const instantsearch: (options: object) => {
    addWidgets(widgets: unknown[]): void;
    once(event: "render", then: () => void): void;
    start(): void;
  };
  export default instantsearch;
}

declare module "instantsearch.js/es/widgets" {
  export const configure: (options: object) => unknown;
  export const searchBox: (options: object) => unknown;
  export const refinementList: (options: object) => unknown;
  export const stats: (options: object) => unknown;
}

declare module "instantsearch.js/es/connectors" {
  export const connectInfiniteHits: <T>(
    render: (options: { items: T[]; isLastPage: boolean; showMore: () => void }, isFirst: boolean) => void,
  ) => (options: object) => unknown;
}

declare module "pagefind" {
  interface Index {
    addCustomRecord(record: object): Promise<{ errors: string[] }>;
    writeFiles(options: { outputPath: string }): Promise<{ errors: string[] }>;
  }
  export function createIndex(options: object): Promise<{ errors: string[]; index?: Index }>;
  export function close(): Promise<null>;
}

declare module "react" {
  export function memo<P>(component: (props: P) => unknown, same?: (one: P, other: P) => boolean): (props: P) => never;
  export function useState<T>(first: T | (() => T)): [T, (next: T | ((before: T) => T)) => void];
  export function useMemo<T>(make: () => T, of: unknown[]): T;
  export function useEffect(run: () => void, of: unknown[]): void;
  export function useCallback<T>(callback: T, of: unknown[]): T;
  export function startTransition(change: () => void): void;
}

declare module "react-dom/client" {
  export function createRoot(root: Element): { render(node: unknown): void };
}

declare namespace JSX {
  interface IntrinsicAttributes {
    key?: string | number;
  }
  interface IntrinsicElements {
    [tag: string]: object;
  }
}
