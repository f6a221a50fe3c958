/** The longest pause after a step: a step that waited, for a reader or the database, took no time from others. */
const pauseMsMax = 20;

/**
 * The items some at a time, a few milliseconds of work. After each step others have as long as it took: they are served in steps too,
 * and would wait for one of ours before each of theirs.
 */
export async function* inSteps<Item>(items: readonly Item[], atOnce = 100): AsyncGenerator<readonly Item[]> {
  for (let from = 0; from < items.length; from += atOnce) {
    const began = performance.now();
    yield items.slice(from, from + atOnce);
    const pauseMs = Math.min(pauseMsMax, performance.now() - began);
    // A timer takes a millisecond at least.
    await new Promise((resolve) => (pauseMs < 1 ? setImmediate(resolve) : setTimeout(resolve, pauseMs)));
  }
}

/** The results of all items, in their order. */
export async function mapInSteps<Item, Result>(
  items: readonly Item[],
  resultOf: (item: Item, index: number) => Result | Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for await (const some of inSteps(items))
    for (const item of some) results.push(await resultOf(item, results.length));
  return results;
}

/** What `JSON.stringify` makes of it; its long lists are written in steps. */
export async function jsonInSteps(value: unknown): Promise<string> {
  if (Array.isArray(value)) {
    const parts: string[] = [];
    for await (const some of inSteps(value, 1000)) parts.push(JSON.stringify(some).slice(1, -1));
    return `[${parts.join()}]`;
  }
  if (value === null || typeof value !== "object" || "toJSON" in value)
    return JSON.stringify(value) ?? "null";
  const parts: string[] = [];
  for (const [key, one] of Object.entries(value))
    if (one !== undefined) parts.push(`${JSON.stringify(key)}:${await jsonInSteps(one)}`);
  return `{${parts.join()}}`;
}
