import { notify } from "@/components/ui/toast";
import { printKey } from "@/lib/http/list-url";
import type { Translate } from "@/lib/language/language";

/** How long the page with all rows may take to come, in milliseconds. */
const patienceMs = 20_000;

const nextFrame = () => new Promise(requestAnimationFrame);

/** Whether the page with all rows is here, and no part of it is loading. */
const isWhole = () =>
  new URLSearchParams(location.search).has(printKey) &&
  document.querySelector("main [aria-busy=true]") === null;

/** Asks the server for the page with all the rows of its tables, opens the browser's dialog, and shows the page as it was. */
export async function printPage(
  router: { replace(path: string, options: { scroll: boolean }): void },
  t: Translate,
) {
  const before = location.pathname + location.search;
  const all = new URLSearchParams(location.search);
  all.set(printKey, "1");
  router.replace(`${location.pathname}?${all}`, { scroll: false });
  const until = performance.now() + patienceMs;
  while (!isWhole()) {
    if (performance.now() > until) {
      notify(t("shell.frame.print_failed"), { tone: "bad" });
      return router.replace(before, { scroll: false });
    }
    await nextFrame();
  }
  // Charts are drawn in the frames after they have come.
  await nextFrame();
  await nextFrame();
  // Returns when the dialog is closed.
  window.print();
  router.replace(before, { scroll: false });
}
