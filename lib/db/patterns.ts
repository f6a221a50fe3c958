/** For LIKE and ILIKE: these words as they stand, wildcards and all, at the beginning. */
export function beginsWith(words: string): string {
  return `${words.replaceAll(/[\\%_]/g, "\\$&")}%`;
}

/** For LIKE and ILIKE: these words as they stand, anywhere. */
export function holds(words: string): string {
  return `%${beginsWith(words)}`;
}
