import { LRUCache } from "lru-cache";

/**
 * The one door to state that lives as long as the process. Next compiles pages, routes and instrumentation apart
 * (and `server.ts` is bundled apart again), so a module variable would exist several times over.
 */
const store = globalThis as typeof globalThis & { __lectern?: Map<string, unknown> };

/** Makes the value on the first call under this key, and hands out the same one ever after. */
export function once<T>(key: string, make: () => T): T {
  store.__lectern ??= new Map();
  if (!store.__lectern.has(key)) store.__lectern.set(key, make());
  return store.__lectern.get(key) as T;
}

/** A bounded cache of the process; entries older than `ttl` milliseconds are read anew. */
export function processCache<Value extends object | string>(
  name: string,
  options: { max: number; ttl?: number },
): LRUCache<string, Value> {
  return once(`cache ${name}`, () => new LRUCache<string, Value>(options));
}

/** Lets go of a process value (tests, and a client that must be made anew after a connection error). */
export function forget(key: string): void {
  store.__lectern?.delete(key);
}
