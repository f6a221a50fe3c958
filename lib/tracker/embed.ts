/** Set by the build: this is the classic script, not the module. */
declare const CLASSIC: boolean;

/** The classic script puts its functions on the window and starts by itself; the module exports them. */
export const isClassic = CLASSIC;
const script = CLASSIC ? (document.currentScript as HTMLScriptElement | null) : null;
/** The address that the script came from; a classic script that is written into its page has the page's. */
export const home = CLASSIC ? script?.src || `${location}` : import.meta.url;
/** What the classic script's element says. */
export const settings = script?.dataset;

/**
 * The functions for a page, for one `kind` of element: the first tracks one element, once; the second every element with
 * `data-<kind>-analytics` and `data-<kind>-id`, as they are added, changed and removed, and returns the function that stops it.
 */
export function embed<Options, Tracking extends { stop: () => void }>(
  kind: string,
  begin: (element: Element, home: string, options?: Options) => Tracking,
) {
  const mark = `data-${kind}-analytics`;
  const idAttribute = `data-${kind}-id`;
  /** The id of elements that are tracked because they are marked. */
  const tracked = new Map<Element, readonly [Tracking, id: string | null | false]>();

  const track = (element: Element, id: string | null | false, options?: Options): Tracking => {
    const existing = tracked.get(element);
    if (existing) return existing[0];
    const begun = begin(element, home, options);
    const tracking = {
      ...begun,
      stop() {
        tracked.delete(element);
        begun.stop();
      },
    };
    tracked.set(element, [tracking, id]);
    return tracking;
  };

  return [
    (element: Element, options?: Options) => track(element, null, options),
    () => {
      const scan = () => {
        const marked = new Set(document.querySelectorAll(`[${mark}][${idAttribute}]`));
        const idOf = (element: Element) => marked.has(element) && element.getAttribute(idAttribute);
        for (const [element, [tracking, id]] of tracked)
          if (id != null && idOf(element) !== id) tracking.stop();
        for (const element of marked) track(element, idOf(element));
      };
      const observer = new MutationObserver(scan);
      observer.observe(document, { subtree: true, childList: true, attributeFilter: [mark, idAttribute] });
      scan();
      return () => {
        observer.disconnect();
        for (const [tracking, id] of tracked.values()) if (id != null) tracking.stop();
      };
    },
  ] as const;
}
