import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { browserArguments, findBrowser } from "@/e2e/browser";
import { languageIn } from "@/lib/platform/catalogues";
import { isNewer, retryAfterMs, startsAndEnds } from "./use-live";

/* The hook in a real browser, against a server that streams, ends, refuses and disappears as each test says. */

let browser: Browser;
let origin: string;
let script: string;
let answer: "stream" | "refuse" | "nothing" = "stream";
let requests = 0;
let streams: ServerResponse[] = [];

const server = createServer((request, response) => {
  if (request.url === "/page.js")
    return void response.writeHead(200, { "content-type": "text/javascript" }).end(script);
  if (request.url !== "/api/admin/training/sessions/s1/live")
    return void response
      .writeHead(200, { "content-type": "text/html" })
      .end('<!doctype html><title>A session</title><main></main><script src="/page.js"></script>');
  requests++;
  if (answer === "nothing") return void request.socket.destroy();
  if (answer === "refuse") return void response.writeHead(503).end();
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("retry: 100\n\n");
  streams.push(response);
});

const page = `
  import { createElement } from "react";
  import { createRoot } from "react-dom/client";
  import { useLiveSession } from "./components/sessions/live/use-live";
  const initial = { session_id: "s1", session_status: "live", at: "2026-11-18T18:00:00.000Z", current_viewers: 1 };
  function Session() {
    const { state, connection } = useLiveSession(initial);
    return createElement("p", null, [state.current_viewers, state.session_status, connection].join(" "));
  }
  createRoot(document.querySelector("main")).render(createElement(Session));
`;

beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: page, resolveDir: process.cwd(), loader: "tsx" },
    bundle: true,
    write: false,
    format: "iife",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
  script = outputFiles[0]!.text;
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { path, environment } = await findBrowser(() => {});
  browser = await chromium.launch({
    executablePath: path,
    args: browserArguments,
    env: { ...process.env, ...environment } as Record<string, string>,
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});

async function open(): Promise<Page> {
  answer = "stream";
  requests = 0;
  streams = [];
  const opened = await browser.newPage();
  opened.on("pageerror", (error) => expect.fail(`the page had an error: ${error.message}`));
  await opened.goto(origin);
  await expect.poll(() => streams.length).toBe(1);
  return opened;
}
const shown = (opened: Page) => opened.evaluate(() => document.querySelector("p")?.textContent);
const shows = (opened: Page, words: string) =>
  expect.poll(() => shown(opened), { timeout: 8_000 }).toBe(words);
const send = (second: number, viewers: number, status = "live") =>
  streams
    .at(-1)!
    .write(
      `event: state\nid: ${second}\ndata: ${JSON.stringify({ session_id: "s1", session_status: status, at: `2026-11-18T18:00:0${second}.000Z`, current_viewers: viewers })}\n\n`,
    );

test("the rendered state is used until the first event, and an older event is ignored", async () => {
  const opened = await open();
  await shows(opened, "1 live connected");
  send(2, 5);
  await shows(opened, "5 live connected");
  send(1, 3);
  send(3, 6);
  await shows(opened, "6 live connected");
  await opened.close();
});

test("when a stream ends, another is opened and nothing is shown", async () => {
  const opened = await open();
  send(1, 2);
  await shows(opened, "2 live connected");
  streams.at(-1)!.end();
  await expect.poll(() => streams.length).toBe(2);
  send(2, 7);
  await shows(opened, "7 live connected");
  await opened.close();
});

test.each(["nothing", "refuse"] as const)(
  "a server that answers with %s is tried again",
  async (failure) => {
    const opened = await open();
    send(1, 4);
    await shows(opened, "4 live connected");
    answer = failure;
    streams.at(-1)!.destroy();
    await shows(opened, "4 live reconnecting");
    answer = "stream";
    await expect.poll(() => streams.length, { timeout: 8_000 }).toBe(2);
    send(2, 9);
    await shows(opened, "9 live connected");
    await opened.close();
  },
  30_000,
);

test("a session that has ended is not followed any more", async () => {
  const opened = await open();
  send(1, 0, "ended");
  await shows(opened, "0 ended connected");
  // The page closes the stream and opens no other.
  await expect.poll(() => streams.at(-1)!.closed).toBe(true);
  expect(requests).toBe(1);
  await opened.close();
});

/* What needs no browser. */

describe("a stream", () => {
  test("waits longer after every failure, half a minute at most, and not all at once", () => {
    expect([0, 1, 2, 5, 20].map((failures) => retryAfterMs(failures, 1))).toEqual([
      1000, 2000, 4000, 30_000, 30_000,
    ]);
    expect(retryAfterMs(2, 0)).toBe(2000);
  });

  test("the later state is the newer one", () => {
    const [early, late] = [{ at: "2026-11-18T18:00:00.000Z" }, { at: "2026-11-18T18:00:00.500Z" }];
    expect(isNewer(late, early)).toBe(true);
    expect(isNewer(early, late)).toBe(false);
    expect(isNewer(early, early)).toBe(false);
  });
});

describe("the announcement to a screen reader", () => {
  const session = (session_id: string, title: string) => ({ session_id, title });
  const english = languageIn("en");
  const [one, two] = [session("1", "Two samples"), session("2", "Coaching call")];

  test("announces which sessions started and ended", () => {
    expect(startsAndEnds([one], [one], english)).toBe("");
    expect(startsAndEnds([one], [one, two], english)).toBe("Coaching call is live now.");
    expect(startsAndEnds([one], [two], english)).toBe("Coaching call is live now. Two samples has ended.");
  });
});
