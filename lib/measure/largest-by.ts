/** The item with the largest measure, of equal ones the first; null without items. */
export const largestBy = <Item>(items: readonly Item[], measure: (item: Item) => number): Item | null =>
  items.reduce<Item | null>(
    (most, item) => (most !== null && measure(most) >= measure(item) ? most : item),
    null,
  );
