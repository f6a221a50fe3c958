"use client";

import { useEffect } from "react";

/**
 * Keeps the clicks that come while a page still starts. A button is visible before React has hydrated it, and React drops
 * a click on an element that is not hydrated; such a click is stored and repeated once the button has its handlers. The
 * browser toggles a checkbox at once; React would toggle it back, so it gets the change after hydration.
 * Rendered once, at the top of the body, so that it runs before anything can be clicked.
 */
export function EarlyClicks({ nonce }: { nonce: string | undefined }) {
  // Before the router has started it does not notice changes to the URL, and would restore the first URL.
  useEffect(() => {
    document.documentElement.dataset.started = "";
  }, []);
  return (
    // The browser's build of the function differs in its text from the server's.
    <script
      suppressHydrationWarning
      nonce={nonce}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: it must run before any script is loaded; the text is ours
      dangerouslySetInnerHTML={{ __html: `(${holdEarlyClicks})()` }}
    />
  );
}

/** Runs in the page as text: it may use nothing from outside. */
function holdEarlyClicks() {
  const waitMs = 20_000;
  // React puts an element's props on it when it hydrates it.
  const propsOf = (element: HTMLElement): { checked?: boolean } | undefined => {
    if (document.documentElement.dataset.started === undefined) return undefined;
    const key = Object.keys(element).find((name) => name.startsWith("__reactProps$"));
    return key ? (element as unknown as Record<string, { checked?: boolean }>)[key] : undefined;
  };
  // The elements clicked, each with the state that its last click gave it if it is a checkbox.
  const held = new Map<HTMLElement, boolean | undefined>();
  window.addEventListener(
    "click",
    (event) => {
      const element =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>("button, input[type=checkbox], input[type=radio]")
          : null;
      // An element whose click is still to be repeated counts as early, even if React has just hydrated it.
      if (!element || (propsOf(element) && !held.has(element))) return;
      event.stopImmediatePropagation();
      const box = element instanceof HTMLInputElement && element.type === "checkbox" ? element : null;
      if (!box) event.preventDefault();
      const waiting = held.has(element);
      held.set(element, box?.checked);
      if (waiting) return;
      const until = performance.now() + waitMs;
      const repeat = () => {
        const props = propsOf(element);
        if (!props && element.isConnected && performance.now() < until) return void setTimeout(repeat, 20);
        const wanted = held.get(element);
        held.delete(element);
        if (!props) return;
        if (!box) {
          // A tab reacts to the press, a button to the click.
          element.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
          element.click();
        } else if (wanted !== undefined && props.checked !== wanted) {
          box.checked = !wanted;
          box.click();
        }
      };
      setTimeout(repeat, 20);
    },
    true,
  );
}
