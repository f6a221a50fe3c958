/** The map's (or the cache's) value for a key; the first call for a key creates it. */
export function getOrInsert<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V | undefined): unknown },
  key: K,
  make: () => V,
): V {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const made = make();
  map.set(key, made);
  return made;
}
