/** The item that measures most, the earlier of equals; null of none. */
export const largestBy = <Item>(items: readonly Item[], measure: (item: Item) => number): Item | null =>
  items.reduce<Item | null>(
    (most, item) => (most !== null && measure(most) >= measure(item) ? most : item),
    null,
  );
