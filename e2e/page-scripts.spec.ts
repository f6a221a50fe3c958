import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import { ask } from "./every-path";
import { expect, test } from "./fixtures";

/* The page scripts as the production server sends them, on course pages of another origin whose server adds no header. */

type Clip = { id: string; course_id: string };
type Pinned = Record<string, { path: string; integrity: string }>;

let course: HttpServer;
/** The course page, and the one header that a school may have set there itself. */
const shown = { html: "", headers: {} as Record<string, string> };
test.beforeAll(async () => {
  const clip = readFileSync("public/clip.mp4");
  course = createServer(({ url }, response) =>
    url === "/clip.mp4"
      ? response.writeHead(200, { "content-type": "video/mp4" }).end(clip)
      : response.writeHead(200, { "content-type": "text/html", ...shown.headers }).end(shown.html),
  );
  course.listen(0, "127.0.0.1");
  await once(course, "listening");
});
test.afterAll(() => {
  course.closeAllConnections();
  course.close();
});

const pinnedAt = async (url: string) => JSON.parse((await ask(url, "/lectern.json")).body) as Pinned;
const integrityOf = (body: string) => `sha384-${createHash("sha384").update(body).digest("base64")}`;

test("are sent with what other sites, caches and integrity checks need", async ({ server }) => {
  const pinned = await pinnedAt(server.url);
  const scripts = [
    "lectern.js",
    "lectern.mjs",
    "live.js",
    "live.mjs",
    "lectern-video.mjs",
    "lectern-cloudflare.mjs",
    "lectern-token.mjs",
  ];
  expect(Object.keys(pinned)).toEqual(expect.arrayContaining(scripts));
  const names = [...Object.keys(pinned), "tracker.js", "tracker.mjs"].map((name) => `/${name}`);
  for (const path of [...names, ...Object.values(pinned).map(({ path }) => path), "/lectern.json"]) {
    const { status, headers, body } = await ask(server.url, path, { headers: { "accept-encoding": "gzip" } });
    expect(status, path).toBe(200);
    expect(headers, path).toMatchObject({
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
      "content-type": expect.stringMatching(path.endsWith("json") ? /^application\/json/ : /javascript/),
      "cache-control": /-[0-9a-f]{12}\./.test(path)
        ? "public, max-age=31536000, immutable"
        : "public, max-age=300",
      etag: expect.any(String),
    });
    if (body.length > 2000) expect(headers["content-encoding"], path).toBe("gzip");
    const again = await ask(server.url, path, { headers: { "if-none-match": headers.etag ?? "" } });
    expect(again.status, path).toBe(304);
  }
  for (const [name, { path, integrity }] of Object.entries(pinned)) {
    const { body } = await ask(server.url, path);
    expect(integrityOf(body), path).toBe(integrity);
    expect((await ask(server.url, `/${name}`)).body, name).toBe(body);
    expect(readFileSync(`public/${name}`, "utf8"), name).toBe(body);
  }
});

test("of earlier versions stay what they were, and a name that was never served is refused", async ({
  server,
  sql,
}) => {
  const stored = await sql<{ name: string }[]>`select name from page_scripts`;
  expect(stored.map(({ name }) => `/${name}`).sort()).toEqual(
    Object.values(await pinnedAt(server.url))
      .map(({ path }) => path)
      .sort(),
  );
  const earlier = "window.earlier = 1;";
  await sql`insert into page_scripts (name, body) values ('lectern-0123456789ab.js', ${earlier})`;
  const { headers, body } = await ask(server.url, "/lectern-0123456789ab.js");
  expect(body).toBe(earlier);
  expect(headers).toMatchObject({
    "access-control-allow-origin": "*",
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": "text/javascript; charset=utf-8",
  });
  const unknown = await ask(server.url, "/lectern-ba9876543210.js");
  expect(unknown.status).toBe(404);
  expect(unknown.headers).toMatchObject({
    "access-control-allow-origin": "*",
    "cache-control": "no-store",
    "content-type": "application/problem+json",
  });
  expect(JSON.parse(unknown.body).detail).toContain("/lectern.json");
});

/** Opens a course page with this tag beside a marked player. */
async function openCourse(
  page: Page,
  { id, course_id }: Clip,
  tag: string,
  headers: Record<string, string> = {},
  more = "",
) {
  const marks = `data-video-analytics data-video-id="${id}" data-course-id="${course_id}" ${more}`;
  const player = `<video src="/clip.mp4" muted ${tag.includes("lectern-video") ? "" : marks}></video>`;
  const marked = `<lectern-video video-id="${id}" course-id="${course_id}">${player}</lectern-video>`;
  Object.assign(shown, { html: `<!doctype html><title>A lesson</title>${tag}${marked}`, headers });
  await page.goto(`http://127.0.0.1:${(course.address() as AddressInfo).port}`);
}
async function clipIn(sql: Sql): Promise<Clip> {
  const [clip] = await sql<Clip[]>`select id, course_id from videos where source_url = '/clip.mp4'`;
  if (!clip) throw new Error("The demo school has no clip.");
  return clip;
}

const classic = (path: string, attributes = "") => `<script src="${path}" ${attributes} defer></script>`;
const isolated = { "cross-origin-embedder-policy": "require-corp" };
const pages: [string, tag: (url: string, pinned: Pinned) => string, headers?: Record<string, string>][] = [
  ["the script", (url) => classic(`${url}/lectern.js`)],
  ["the script under its earlier name", (url) => classic(`${url}/tracker.js`)],
  [
    "the pinned script with its integrity",
    (url, { "lectern.js": pin }) =>
      classic(`${url}${pin?.path}`, `crossorigin integrity="${pin?.integrity}"`),
  ],
  [
    "the module",
    (url) =>
      `<script type="module">import { initAllVideoAnalytics } from "${url}/lectern.mjs"; initAllVideoAnalytics();</script>`,
  ],
  [
    "the pinned module with its integrity",
    (url, { "lectern.mjs": pin }) =>
      `<script type="module" src="${url}${pin?.path}" integrity="${pin?.integrity}"></script>
       <script type="module">import { initAllVideoAnalytics } from "${url}${pin?.path}"; initAllVideoAnalytics();</script>`,
  ],
  ["the element", (url) => `<script type="module" src="${url}/lectern-video.mjs"></script>`],
  ["the script on an isolated page", (url) => classic(`${url}/lectern.js`), isolated],
];
for (const [name, tag, headers] of pages)
  test(`measure a player on a page of another origin: ${name}`, async ({ page, server, sql }) => {
    const viewed = page.waitForResponse((response) => response.url().endsWith("/video-view"));
    await openCourse(page, await clipIn(sql), tag(server.url, await pinnedAt(server.url)), headers);
    const { session_id } = await (await viewed).json();
    await page.evaluate(() => document.querySelector("video")?.play());
    await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 1.1);
    await page.close({ runBeforeUnload: true });
    const watched = async () =>
      (await sql`select watched::text from playbacks where playback_id = ${session_id}`)[0]?.watched;
    await expect.poll(watched).toMatch(/^\{\[0,\d+\)\}$/);
  });

for (const [does, isRight] of [
  ["runs", true],
  ["does not run where its content is not what the page pinned", false],
] as const)
  test(`a part that the page pins with an import map ${does}`, async ({ page, server, sql }) => {
    const { "lectern.js": pin, "lectern-token.mjs": part } = await pinnedAt(server.url);
    const name = `${server.url}/lectern-token.mjs`;
    const pinnedName = `${server.url}${part?.path}`;
    const map = {
      imports: { [name]: pinnedName },
      integrity: { [pinnedName]: isRight ? part?.integrity : integrityOf("something else") },
    };
    // The part asks the page for a token.
    const tags = `<script type="importmap">${JSON.stringify(map)}</script>
      <script>addEventListener("videoanalyticstoken", () => { window.asked = true; });</script>
      ${classic(`${server.url}${pin?.path}`, `crossorigin integrity="${pin?.integrity}"`)}`;
    await openCourse(page, await clipIn(sql), tags, {}, 'data-token-url="/token"');
    const isLoaded = await page.evaluate(
      (url) =>
        import(url).then(
          () => true,
          () => false,
        ),
      name,
    );
    expect(isLoaded).toBe(isRight);
    if (isRight) await page.waitForFunction(() => "asked" in window);
    else expect(await page.evaluate(() => "asked" in window)).toBe(false);
  });

test("are not run when the content is not what the page pinned", async ({ page, server, sql }) => {
  const { "lectern.js": pin } = await pinnedAt(server.url);
  const other = integrityOf("something else");
  await openCourse(
    page,
    await clipIn(sql),
    `${classic(`${server.url}${pin?.path}`, `crossorigin integrity="${other}"`)}`,
  );
  expect(await page.evaluate(() => "initVideoAnalytics" in window)).toBe(false);
});
