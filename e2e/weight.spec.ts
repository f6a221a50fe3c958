import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

/*
 * What a first visit downloads of JavaScript: every script that the browser fetched until the network rests, as it was
 * sent (gzipped). In kB of 1,024 bytes. The polyfills for browsers without modules are never fetched by this one.
 */

test.use({ role: "instructor" });

const limits = { plain: 175, charts: 300 };

type Fetched = { name: string; kilobytes: number };

/** The scripts that opening a path downloads in an empty cache, the heaviest first. */
async function scriptsOf(page: Page, path: string, ready: () => Promise<void>): Promise<Fetched[]> {
  const arrived: Promise<Fetched>[] = [];
  page.on("response", (response) => {
    const request = response.request();
    if (request.resourceType() !== "script") return;
    arrived.push(
      (async () => {
        const [{ responseBodySize }, body] = await Promise.all([request.sizes(), response.body()]);
        // Under a kilobyte the server does not pack.
        if (body.length > 1024)
          expect(await response.headerValue("content-encoding"), response.url()).toBe("gzip");
        // What the browser counted is the file, packed; less would be a cache's answer.
        expect(responseBodySize / gzipSync(body).length, response.url()).toBeGreaterThan(0.9);
        return { name: new URL(response.url()).pathname, kilobytes: responseBodySize / 1024 };
      })(),
    );
  });
  await page.goto(path);
  await ready();
  await page.waitForLoadState("networkidle");
  page.removeAllListeners("response");
  return (await Promise.all(arrived)).sort((a, b) => b.kilobytes - a.kilobytes);
}

function weigh(what: string, scripts: Fetched[], limit: number): void {
  const total = scripts.reduce((sum, { kilobytes }) => sum + kilobytes, 0);
  process.stdout.write(
    `${what}: ${total.toFixed(1)} kB of JavaScript in ${scripts.length} files, at most ${limit}\n`,
  );
  const list = scripts.map(({ name, kilobytes }) => `${kilobytes.toFixed(1)} ${name}`).join("\n");
  expect(scripts.length, what).toBeGreaterThan(3);
  expect(total, `${what}\n${list}`).toBeLessThanOrEqual(limit);
}

for (const [what, path] of [
  ["Videos", "/videos"],
  ["API tokens", "/settings/tokens"],
  ["Sessions", "/sessions"],
  ["Imports", "/imports"],
] as const)
  test(`${what} weighs what a page without charts may`, async ({ page }) => {
    const scripts = await scriptsOf(page, path, () =>
      expect(page.getByRole("heading", { level: 1, name: what })).toBeVisible(),
    );
    weigh(what, scripts, limits.plain);
  });

test("a video's page weighs what a page with charts may, its late ones included", async ({ page, sql }) => {
  const [video] = await sql<{ id: string }[]>`
    select v.id from videos v join course_instructors ci on ci.course_id = v.course_id
      join users u on u.id = ci.user_id and u.email = 'instructor@lectern.test'
    where v.source_url is not null limit 1`;
  const scripts = await scriptsOf(page, `/videos/${video?.id}`, () =>
    expect(page.getByRole("slider", { name: /Share of views/ })).toBeVisible(),
  );
  weigh("A video", scripts, limits.charts);
});

test("the overview weighs what a page with charts may", async ({ page }) => {
  const scripts = await scriptsOf(page, "/", () =>
    expect(page.getByRole("slider", { name: /Attendance rate/ })).toBeVisible(),
  );
  weigh("Your teaching", scripts, limits.charts);
});

test("a session's page weighs what a page with charts may", async ({ page, sql }) => {
  const [session] = await sql<{ id: string }[]>`
    select s.id from sessions s join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test'
    where s.status = 'ended' and s.recording_video_id is not null order by s.scheduled_start desc limit 1`;
  const scripts = await scriptsOf(page, `/sessions/${session?.id}`, () =>
    expect(page.getByRole("slider", { name: /People present/ })).toBeVisible(),
  );
  weigh("A session", scripts, limits.charts);
});
