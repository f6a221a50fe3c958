/**
 * Keeps the clicks that come while a page still starts. A button is visible before React has hydrated it, and React drops
 * a click on what waits for a script; such a click is held here and repeated as soon as the button has its handlers.
 * Rendered once, at the top of the body, so that it runs before anything can be clicked.
 */
export function EarlyClicks() {
  return (
    // biome-ignore lint/security/noDangerouslySetInnerHtml: it must run before any script is loaded; the text is ours
    <script dangerouslySetInnerHTML={{ __html: `(${holdEarlyClicks})()` }} />
  );
}

/** Runs in the page as text: it may use nothing from outside. */
function holdEarlyClicks() {
  const waitMs = 20_000;
  // React puts an element's props on it when it hydrates it.
  const isHydrated = (element: Element) =>
    Object.keys(element).some((name) => name.startsWith("__reactProps$"));
  const held = new Set<Element>();
  window.addEventListener(
    "click",
    (event) => {
      const element =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>("button, input[type=checkbox], input[type=radio]")
          : null;
      if (!element || isHydrated(element)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (held.has(element)) return;
      held.add(element);
      const until = performance.now() + waitMs;
      const repeat = () => {
        if (isHydrated(element)) {
          // A tab is chosen by the press, a button by the click.
          element.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
          element.click();
        } else if (element.isConnected && performance.now() < until) return void setTimeout(repeat, 20);
        held.delete(element);
      };
      setTimeout(repeat, 20);
    },
    true,
  );
}
