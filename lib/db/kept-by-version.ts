/** A value with the version of the rows that it was computed from. */
export type Kept<Value> = { version: string; value: Value };
type Keep<Value> = {
  get(id: string): Kept<Value> | undefined;
  set(id: string, kept: Kept<Value>): unknown;
};

/**
 * What is computed from the rows of each id, kept in the process until their version changes: `xmin`, the transaction that wrote a row last, which
 * Postgres keeps with it; that there is no row is a version too. The versions must have been read before: a change since then leaves a newer value
 * under an older version, and it is read again the next time. What `read` leaves out is `none`.
 */
export async function keptByVersion<Value>(
  keep: Keep<Value>,
  versions: ReadonlyMap<string, string>,
  none: Value,
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
): Promise<Map<string, Value>> {
  const values = new Map<string, Value>();
  const changed: string[] = [];
  for (const [id, version] of versions) {
    const kept = keep.get(id);
    if (kept?.version === version) values.set(id, kept.value);
    else changed.push(id);
  }
  if (changed.length === 0) return values;
  const found = await read(changed);
  for (const id of changed) {
    const value = found.get(id) ?? none;
    keep.set(id, { version: versions.get(id)!, value });
    values.set(id, value);
  }
  return values;
}
