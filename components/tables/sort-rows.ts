export type SortValue = string | number | boolean | null | undefined;

// "Lesson 10" stands after "Lesson 9", and accents do not matter.
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compare(a: NonNullable<SortValue>, b: NonNullable<SortValue>): number {
  if (typeof a === "string" && typeof b === "string") return collator.compare(a, b);
  return Number(a) - Number(b);
}

/** A sorted copy. What is not known comes last whichever way the rows run; equal rows keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => SortValue,
  descending: boolean,
): Row[] {
  const missing = (given: SortValue) => given === null || given === undefined || Number.isNaN(given);
  return rows
    .map((row) => ({ row, value: value(row) }))
    .sort((a, b) => {
      if (missing(a.value) || missing(b.value)) return Number(missing(a.value)) - Number(missing(b.value));
      const order = compare(a.value as NonNullable<SortValue>, b.value as NonNullable<SortValue>);
      return descending ? -order : order;
    })
    .map(({ row }) => row);
}

export type Sort = { id: string; descending: boolean };

/** A sort as it stands in a URL: `views`, or `-views` from the largest down. */
export function parseSort(text: string): Sort | null {
  const id = text.replace(/^-/, "");
  return id ? { id, descending: text.startsWith("-") } : null;
}

export function formatSort(sort: Sort): string {
  return (sort.descending ? "-" : "") + sort.id;
}
