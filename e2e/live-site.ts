import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { expect } from "vitest";
import { buildTracker } from "@/lib/tracker/build.mjs";
import { browserArguments, findBrowser } from "./browser";

const listening = (server: Server) =>
  new Promise<string>((settle) =>
    server.listen(0, "127.0.0.1", () => settle(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );

/**
 * A site with a live session on it, in a browser, whose script comes from an analytics server of another origin: `analytics`
 * answers everything but the script. Returns functions to open a page and to end everything.
 */
export async function liveSite(analytics: RequestListener) {
  const built = mkdtempSync(join(tmpdir(), "lectern-live-"));
  await buildTracker(built);
  let html = "";
  const site = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(html);
  });
  const stats = createServer((request, response) => {
    if (request.url !== "/live.js") return analytics(request, response);
    response.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(join(built, "live.js")));
  });
  const [siteOrigin, statsOrigin] = await Promise.all([listening(site), listening(stats)]);
  const { path, environment } = await findBrowser(() => {});
  const browser = await chromium.launch({
    executablePath: path,
    args: browserArguments,
    env: { ...process.env, ...environment } as Record<string, string>,
  });
  return {
    /** Opens the site with this in its body; a page that shows an error of any kind fails its test. */
    async open(body: string): Promise<Page> {
      html = `<!doctype html><title>A class</title><body>${body}<script src="${statsOrigin}/live.js"></script>`;
      const page = await browser.newPage();
      page.on("pageerror", (error) => expect.fail(`the page had an error: ${error.message}`));
      await page.goto(siteOrigin);
      return page;
    },
    async close() {
      await browser.close();
      for (const server of [site, stats]) {
        server.closeAllConnections();
        server.close();
      }
      rmSync(built, { recursive: true, force: true });
    },
  };
}
