// Sums up a profile of Chrome's: in which functions the time was spent itself.

/** What of a profile is read here; see `Profiler.Profile` of the browser's protocol. */
export interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples?: number[];
  /** Between samples, in microseconds. */
  timeDeltas?: number[];
}

/** The functions that took most, with the ms that each took itself. */
export function heaviest(profile: Profile, count: number): { name: string; ms: number }[] {
  const names = new Map(
    profile.nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const file = url.slice(url.lastIndexOf("/") + 1);
      return [id, `${functionName || "(no name)"}${file && `, ${file}:${lineNumber + 1}`}`];
    }),
  );
  const spent = new Map<string, number>();
  profile.samples?.forEach((sample, at) => {
    const name = names.get(sample) ?? "";
    // A sample stands for the time up to the next one.
    const ms = (profile.timeDeltas?.[at + 1] ?? 0) / 1_000;
    if (name !== "(idle)") spent.set(name, (spent.get(name) ?? 0) + ms);
  });
  const sorted = [...spent].map(([name, ms]) => ({ name, ms })).sort((one, other) => other.ms - one.ms);
  return sorted.slice(0, count);
}
