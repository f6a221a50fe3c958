/* Which id somebody meant who mistyped one. */

/** How many letters must be added, removed or replaced to make one text of the other (Levenshtein); `max + 1` for more than `max`. */
export function editDistance(one: string, other: string, max: number): number {
  if (Math.abs(one.length - other.length) > max) return max + 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      const replaced = row[to - 1]! + (one[at - 1] === other[to - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[to]! + 1, next[to - 1]! + 1));
    }
    if (Math.min(...next) > max) return max + 1;
    row = next;
  }
  return Math.min(row[other.length]!, max + 1);
}

/** Ids differ by a slip if at most a fifth of their letters do, two at least. Case counts for nothing. */
const slip = (given: string) => Math.max(2, Math.floor(given.length / 5));

/** The id that is most like the given one; null if none could be meant by it. */
export function nearestId(given: string, ids: Iterable<string>): string | null {
  const written = given.trim().toLowerCase();
  let nearest: string | null = null;
  let distance = slip(written) + 1;
  for (const id of ids) {
    const found = editDistance(written, id.toLowerCase(), distance - 1);
    // Two letters are not like two others.
    if (found < distance && found < Math.max(written.length, id.length) / 2) {
      nearest = id;
      distance = found;
    }
  }
  return nearest;
}
