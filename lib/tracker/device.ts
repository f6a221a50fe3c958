/** Everything of ours on the viewer's device is kept under keys that begin so. */
export const root = "lectern:";
const visitorKey = `${root}visitor`;

/** A random UUID. `crypto.randomUUID` is missing on pages without TLS; the name of a blob is one everywhere. */
export function uuid() {
  const url = URL.createObjectURL(new Blob());
  URL.revokeObjectURL(url);
  return url.slice(-36);
}

/**
 * The device's storage, or null: the viewer said no ("denied", Do Not Track, Global Privacy Control), or the browser bars
 * it here. What was kept before a no is removed.
 */
export function deviceStorage(consent: string | undefined): Storage | null {
  try {
    const { doNotTrack, globalPrivacyControl } = navigator as Navigator & { globalPrivacyControl?: boolean };
    if (doNotTrack !== "1" && !globalPrivacyControl && consent !== "denied") return localStorage;
    for (const key of Object.keys(localStorage)) if (key.startsWith(root)) localStorage.removeItem(key);
  } catch {
    // Storage is barred on this page.
  }
  return null;
}

/** With consent the same random id on every visit; without, none. */
export function visitorId(consent: string | undefined): string | undefined {
  const storage = consent === "granted" ? deviceStorage(consent) : null;
  try {
    if (storage) storage[visitorKey] ||= uuid();
  } catch {
    // The page's storage is full: this visitor stays unknown.
  }
  return storage?.[visitorKey];
}
