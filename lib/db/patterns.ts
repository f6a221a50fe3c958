/** A pattern for LIKE and ILIKE: text that begins with these words, in which wildcards mean themselves. */
export function beginsWith(words: string): string {
  return `${words.replaceAll(/[\\%_]/g, "\\$&")}%`;
}

/** The same for text that contains these words. */
export function contains(words: string): string {
  return `%${beginsWith(words)}`;
}
