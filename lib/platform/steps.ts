/** The items some at a time, a few milliseconds of work; other requests are served between two steps. */
export async function* inSteps<Item>(items: readonly Item[], atOnce = 200): AsyncGenerator<readonly Item[]> {
  for (let from = 0; from < items.length; from += atOnce) {
    yield items.slice(from, from + atOnce);
    await new Promise((resolve) => setImmediate(resolve));
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
