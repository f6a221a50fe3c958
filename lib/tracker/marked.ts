/**
 * Follows every marked element there is and will be: `init` begins with one and answers what ends it, `isFollowed` says that
 * somebody has begun already. An element whose `idAttribute` changes is begun with anew. Returns what ends them all.
 */
export function followMarked(
  mark: string,
  idAttribute: string,
  isFollowed: (element: Element) => boolean,
  init: (element: Element) => () => void,
): () => void {
  const marked = `[${mark}][${idAttribute}]`;
  const idOf = (element: Element) => element.getAttribute(idAttribute);
  const own = new Map<Element, { stop: () => void; id: string | null }>();
  const end = (element: Element, stop: () => void) => {
    own.delete(element);
    stop();
  };
  const scan = () => {
    for (const [element, { stop, id }] of own)
      if (!element.isConnected || !element.matches(marked) || idOf(element) !== id) end(element, stop);
    for (const element of document.querySelectorAll(marked))
      if (!isFollowed(element)) own.set(element, { stop: init(element), id: idOf(element) });
  };
  const observer = new MutationObserver(scan);
  observer.observe(document, { subtree: true, childList: true, attributeFilter: [mark, idAttribute] });
  scan();
  return () => {
    observer.disconnect();
    for (const [element, { stop }] of own) end(element, stop);
  };
}
