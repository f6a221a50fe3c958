/** All keys of these scripts in the device's storage start with this. */
export const keyRoot = "lectern:";

const visitorKey = `${keyRoot}visitor`;

/** A random UUID. `crypto.randomUUID` is missing on pages without TLS; the name of a blob contains one everywhere. This one is empty. */
export const uuid = () => URL.createObjectURL(new Blob()).slice(-36);

/** The device's storage, or null where it is blocked or the viewer refused: then what was stored before is removed. */
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

/** With consent, the same random id on every visit; without, undefined. */
export function visitorId(consent: string | undefined): string | undefined {
  try {
    if (consent !== "granted") return;
    const storage = deviceStorage(consent) as Storage;
    storage[visitorKey] ||= uuid();
    return storage[visitorKey];
  } catch {
    // Storage is blocked or full: this visitor stays anonymous.
  }
}
