export type Sort = { id: string; descending: boolean };

/** A sort as it stands in a URL: `views`, or `-views` from the largest down. */
export function parseSort(text: string): Sort | null {
  const id = text.replace(/^-/, "");
  return id ? { id, descending: text.startsWith("-") } : null;
}

export function formatSort(sort: Sort): string {
  return (sort.descending ? "-" : "") + sort.id;
}
