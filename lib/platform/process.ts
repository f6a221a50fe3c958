import { LRUCache } from "lru-cache";

/**
 * State that lives as long as the process. Next compiles pages, routes and instrumentation separately, and `server.ts` is
 * another bundle, so a module variable would exist several times.
 */
const store = globalThis as typeof globalThis & { __lectern?: Map<string, unknown> };

/** The value of this key, made on the first call. */
export function processSingleton<T>(key: string, make: () => T): T {
  store.__lectern ??= new Map();
  if (!store.__lectern.has(key)) store.__lectern.set(key, make());
  return store.__lectern.get(key) as T;
}

/** A bounded cache of the process; entries expire after `ttl` milliseconds. */
export function processCache<Value extends object | string>(
  name: string,
  options: { max: number; ttl?: number },
): LRUCache<string, Value> {
  return processSingleton(`cache ${name}`, () => new LRUCache<string, Value>(options));
}

/** Removes the value of this key; the next `processSingleton` makes another. */
export function forgetSingleton(key: string): void {
  store.__lectern?.delete(key);
}
