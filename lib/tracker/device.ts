/** Everything of ours on the viewer's device is kept under keys that begin so. */
export const keyRoot = "lectern:";

const visitorKey = `${keyRoot}visitor`;

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
    for (const key in localStorage) if (key.startsWith(keyRoot)) delete localStorage[key];
  } catch {
    // Storage is blocked on this page.
  }
  return null;
}

/** With consent the same random id on every visit; without, none. */
export function visitorId(consent: string | undefined): string | undefined {
  try {
    if (consent !== "granted") return;
    const storage = deviceStorage(consent) as Storage;
    storage[visitorKey] ||= uuid();
    return storage[visitorKey];
  } catch {
    // Nothing may be kept, or the page's storage is full: this visitor stays unknown.
  }
}
