/** The map's (or the cache's) value under a key; the first call for a key makes it. */
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
