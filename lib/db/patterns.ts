/** A pattern for LIKE and ILIKE: text that begins with these words. Wildcards in them are escaped. */
export function beginsWith(words: string): string {
  return `${words.replaceAll(/[\\%_]/g, "\\$&")}%`;
}

/** A pattern for text that contains these words. */
export function contains(words: string): string {
  return `%${beginsWith(words)}`;
}
