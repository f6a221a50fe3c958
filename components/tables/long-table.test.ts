import { type Browser, chromium } from "@playwright/test";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserArguments, findBrowser } from "@/e2e/browser";
import { catalogueOf } from "@/lib/platform/catalogues";

/* A table of a thousand rows in a real browser. Next's links and router are plain ones here. */

const app = `
  import { createRoot } from "react-dom/client";
  import { DataTable } from "./components/tables/data-table";
  import { IntlProvider } from "next-intl";
  import { useDataTable } from "./components/tables/use-data-table";
  const columns = [{ id: "name", label: "Name", fixed: true, cell: (row) => row.name }];
  const rows = Array.from({ length: 1000 }, (_, index) => ({ id: "r" + index, name: "Row " + index }));
  const rowId = (row) => row.id;
  function App() {
    const table = useDataTable({ columns, rows, rowId, limit: 1000, total: 1000, selectable: true });
    return <DataTable table={table} label="Long" rowName={(row) => row.name} rowHref={(row) => "/rows/" + row.id} />;
  }
  createRoot(document.querySelector("#root")).render(
    <IntlProvider locale="en" messages={${JSON.stringify(catalogueOf("en"))}} timeZone="UTC"><App /></IntlProvider>,
  );`;
const next: Record<string, string> = {
  "next/link": "export default ({ prefetch, ...rest }) => <a {...rest} />;",
  "next/navigation": `
    import { useSyncExternalStore } from "react";
    const listen = (changed) => { const timer = setInterval(changed, 20); return () => clearInterval(timer); };
    export const useRouter = () => ({ replace() {} });
    export const useSearchParams = () => new URLSearchParams(useSyncExternalStore(listen, () => location.search));`,
};
const plainNext: Plugin = {
  name: "plain-next",
  setup(building) {
    building.onResolve({ filter: /^(next\/(link|navigation)|server-only)$/ }, ({ path }) => ({
      path,
      namespace: "next",
    }));
    building.onLoad({ filter: /.*/, namespace: "next" }, ({ path }) => ({
      contents: next[path] ?? "",
      loader: "tsx",
      resolveDir: process.cwd(),
    }));
  },
};

let browser: Browser;
let script: string;
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: app, resolveDir: process.cwd(), loader: "tsx" },
    bundle: true,
    write: false,
    format: "iife",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    // Messages come parsed.
    alias: { "use-intl/format-message": "use-intl/format-message/format-only" },
    plugins: [plainNext],
    logLevel: "warning",
  });
  script = outputFiles[0]!.text;
  const { path, environment } = await findBrowser(() => {});
  browser = await chromium.launch({
    executablePath: path,
    args: browserArguments,
    env: { ...process.env, ...environment } as Record<string, string>,
  });
}, 120_000);
afterAll(() => browser?.close());

async function open() {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  await page.route("**/*", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><title>Long</title><style>td, th { height: 36px; padding: 0 } table { border-spacing: 0 }</style>
        <div id="root"></div><script>${script.replaceAll("</script", "<\\/script")}</script>`,
    }),
  );
  await page.goto("http://table.test/");
  return page;
}

test("clicks that come before the table is drawn again add up", async () => {
  const page = await open();
  await page.getByLabel("Select Row 3", { exact: true }).waitFor();
  await page.evaluate(() => {
    const boxes = [...document.querySelectorAll<HTMLInputElement>("tbody input")];
    for (const box of [boxes[1], boxes[2], boxes[3], boxes[2]]) box?.click();
  });
  await expect.poll(() => new URL(page.url()).searchParams.get("selected")).toBe("r1,r3");
  await expect.poll(() => page.locator('[aria-selected="true"]').count()).toBe(2);
  await page.close();
});

test("a thousand rows are scrolled, selected and printed, and only those in the window are drawn", async () => {
  const page = await open();
  const drawn = page.locator("tbody tr[aria-rowindex]");
  await expect.poll(() => drawn.count()).toBeGreaterThan(20);
  expect(await drawn.count()).toBeLessThan(80);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(36_000);

  await page.evaluate(() => window.scrollTo(0, 36 * 500));
  await page.getByRole("link", { name: "Row 510" }).waitFor();
  expect(await page.getByRole("link", { name: "Row 10", exact: true }).count()).toBe(0);
  expect(await drawn.count()).toBeLessThan(80);

  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await page.getByLabel("Select Row 999").check();
  await expect.poll(() => new URL(page.url()).searchParams.get("selected")).toBe("r999");
  expect(await page.locator('[aria-selected="true"]').getAttribute("aria-rowindex")).toBe("1001");

  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  expect(await drawn.count()).toBe(1_000);
  await page.close();
});
