import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserArguments, findBrowser } from "@/e2e/browser";

/* A page that the server has rendered, in a real browser, whose script arrives when the test says so. */

const component = `
  import { useState } from "react";
  import { EarlyClicks } from "./components/ui/early-clicks";
  import { Tabs } from "./components/ui/tabs";
  export function App() {
    const [clicks, setClicks] = useState(0);
    const [ticked, setTicked] = useState(false);
    const [sent, setSent] = useState("");
    const submit = (event) => {
      event.preventDefault();
      setSent(String(new FormData(event.currentTarget).get("name")));
    };
    return (
      <main>
        <EarlyClicks />
        <button type="button" onClick={() => setClicks(clicks + 1)}>Count</button>
        <label><input type="checkbox" checked={ticked} onChange={(event) => setTicked(event.target.checked)} />Tick</label>
        <Tabs label="Examples" tabs={[{ id: "a", label: "First", content: "one" }, { id: "b", label: "Second", content: "two" }]} />
        <form onSubmit={submit}><input name="name" aria-label="Name" /><button>Send</button></form>
        <output>{clicks} {String(ticked)} {sent}</output>
      </main>
    );
  }`;
const server = `
  import { renderToString } from "react-dom/server";
  ${component}
  export const html = renderToString(<App />);`;
const client = `
  import { hydrateRoot } from "react-dom/client";
  ${component}
  hydrateRoot(document.querySelector("#root"), <App />);`;

const bundled = async (contents: string, options: object) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: "tsx" },
    bundle: true,
    write: false,
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    ...options,
  });
  return outputFiles[0]!.text;
};

let browser: Browser;
let origin: string;
let document: string;
let script: string;
let arrive = () => {};
const http = createServer(async (request, response) => {
  if (request.url !== "/app.js")
    return void response.writeHead(200, { "content-type": "text/html" }).end(document);
  await new Promise<void>((arrived) => {
    arrive = arrived;
  });
  response.writeHead(200, { "content-type": "text/javascript" }).end(script);
});

beforeAll(async () => {
  const rendered = { exports: {} as { html: string } };
  new Function("require", "module", "exports", await bundled(server, { format: "cjs", platform: "node" }))(
    createRequire(import.meta.url),
    rendered,
    rendered.exports,
  );
  const { html } = rendered.exports;
  document = `<!doctype html><title>Early</title><body><div id="root">${html}</div><script async src="/app.js"></script>`;
  script = await bundled(client, { format: "iife" });
  await new Promise<void>((listening) => http.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const { path, environment } = await findBrowser(() => {});
  browser = await chromium.launch({
    executablePath: path,
    args: browserArguments,
    env: { ...process.env, ...environment } as Record<string, string>,
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  http.closeAllConnections();
  http.close();
});

async function open(): Promise<Page> {
  const page = await browser.newPage();
  const requested = page.waitForRequest(/app\.js/);
  await page.goto(origin, { waitUntil: "commit" });
  await requested;
  await page.locator("output").waitFor();
  return page;
}
const shows = (page: Page, text: string) =>
  expect.poll(() => page.locator("output").textContent()).toBe(text);

test("a click, a tick, a tab and a form that come before the script count, once each", async () => {
  const page = await open();
  await page.getByRole("button", { name: "Count" }).click();
  await page.getByText("Tick").click();
  await page.getByRole("tab", { name: "Second" }).click();
  await page.getByLabel("Name").fill("Ana");
  await page.getByLabel("Name").press("Enter");
  expect(await page.locator("output").textContent()).toBe("0 false ");
  arrive();
  await shows(page, "1 true Ana");
  expect(await page.getByText("two").isVisible()).toBe(true);
  expect(new URL(page.url()).search).toBe("");
  await page.close();
});

test("a box turns at once, before the script, and stays as it was left", async () => {
  const page = await open();
  const box = page.getByLabel("Tick");
  await box.check();
  await box.uncheck();
  await box.check();
  arrive();
  await shows(page, "0 true ");
  expect(await box.isChecked()).toBe(true);
  await page.close();

  const back = await open();
  await back.getByLabel("Tick").check();
  await back.getByLabel("Tick").uncheck();
  arrive();
  await back.getByRole("button", { name: "Count" }).click();
  await shows(back, "1 false ");
  expect(await back.getByLabel("Tick").isChecked()).toBe(false);
  await back.close();
});

test("a click that is repeated in impatience counts once", async () => {
  const page = await open();
  await page.getByRole("button", { name: "Count" }).click({ clickCount: 3 });
  arrive();
  await shows(page, "1 false ");
  await page.close();
});

test("a click after the page has started counts as ever", async () => {
  const page = await open();
  arrive();
  await page.getByRole("button", { name: "Count" }).click();
  await shows(page, "1 false ");
  await page.getByRole("button", { name: "Count" }).click();
  await shows(page, "2 false ");
  await page.getByText("Tick").click();
  await shows(page, "2 true ");
  await page.close();
});
