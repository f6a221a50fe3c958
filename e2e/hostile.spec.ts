import { readdirSync } from "node:fs";
import { type Answer, ask as askOf, id, pages, requests, routes } from "./every-path";
import { expect, type Server, signIn, startServer, test } from "./fixtures";

/* What anybody may send to the production server, over every route and page that the file system has. */

let server: Server;
let cookie = "";
const ask = (path: string, sent?: Parameters<typeof askOf>[2]) => askOf(server.url, path, sent);

test.beforeAll(async () => {
  server = await startServer("demo", { LOG_LEVEL: "info" });
  const { cookies } = await signIn(server.url, "instructor");
  cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
});
test.afterAll(() => server.stop());

/** The log lines that were ended since a mark; every line that the server prints is one JSON object. */
function logLines(since: number): { level: number; status?: number }[] {
  const output = server.output();
  // Output arrives in pieces, whose first and last lines may be parts.
  const begin = output.lastIndexOf("\n", since - 1) + 1;
  const lines = output
    .slice(begin, output.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean);
  return lines.map((line) => {
    expect(line, "a line of the log").toMatch(/^\{.*\}$/);
    return JSON.parse(line);
  });
}

function expectRefusal(answer: Answer, what: string): void {
  expect(answer.status, `${what}: ${answer.body.slice(0, 300)}`).toBeGreaterThanOrEqual(400);
  expect(answer.status, `${what}: ${answer.body.slice(0, 300)}`).toBeLessThan(500);
  expect(answer.headers["content-type"], what).toContain("application/problem+json");
  expect(JSON.parse(answer.body), what).toMatchObject({
    status: answer.status,
    request_id: expect.any(String),
  });
}

test("finds the pages and routes", () => {
  expect(pages.length).toBeGreaterThan(12);
  expect(routes.length).toBeGreaterThan(40);
  for (const { path, methods } of routes) expect(methods, path).not.toEqual([]);
});

test("every answer has the security headers: pages, routes, files and errors", async () => {
  test.setTimeout(180_000);
  const chunk = readdirSync(".next/static/chunks").find((name) => name.endsWith(".js"));
  const files = [
    ...readdirSync("public").map((name) => `/${name}`),
    "/icon.svg",
    `/_next/static/chunks/${chunk}`,
  ];
  const others = [
    "/nothing-here",
    "/_next/nothing.js",
    "/%00",
    "/_next/data/x.json",
    "/favicon.ico",
    "/robots.txt",
  ];
  const nonces = new Set<string>();
  const check = ({ headers, body }: Answer, path: string) => {
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
      "cross-origin-opener-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
      "x-request-id": expect.any(String),
    });
    const tracking =
      /^\/(lectern|live|tracker)[\w-]*\.(m?js|json)$/.test(path) ||
      headers["access-control-allow-origin"] === "*";
    expect(headers["cross-origin-resource-policy"], path).toBe(tracking ? "cross-origin" : "same-origin");
    const policy = String(headers["content-security-policy"]);
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(/script-src ([^;]*)/.exec(policy)?.[1], path).not.toMatch(/unsafe/);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    expect(nonces.has(nonce), `${path}: a nonce is used once`).toBe(false);
    nonces.add(nonce);
    for (const [tag] of body.matchAll(/<script\b[^>]*>/g)) expect(tag, path).toContain(`nonce="${nonce}"`);
  };
  for (const headers of [{}, { cookie }] as Record<string, string>[])
    for (const { path, method } of requests) check(await ask(path, { method, headers }), path);
  for (const path of [...files, ...others]) check(await ask(path), path);
  for (const method of ["OPTIONS", "TRACE", "PUT", "HEAD"])
    check(await ask("/videos", { method }), `${method} /videos`);
});

test("no address, query or header makes a 5xx, and each refusal is one JSON line without a stack", async () => {
  test.setTimeout(300_000);
  const before = server.output().length;
  for (const path of [...pages, ...routes.map((route) => route.path)]) {
    const methods = routes.find((route) => route.path === path)?.methods ?? ["GET"];
    const base = path === "/" ? "" : path;
    for (const suffix of ["/%00", "/%E0%A4%A", "?q=%00", "?from=%", "?%ED%A0%80=1"])
      for (const method of methods)
        expectRefusal(
          await ask(`${suffix.startsWith("/") ? base : path}${suffix}`, { method, headers: { cookie } }),
          `${method} ${path}${suffix}`,
        );
    for (const state of ["[", "%", '["a"]', "%5B%5D"])
      expectRefusal(
        await ask(path, { headers: { cookie, rsc: "1", "next-router-state-tree": state } }),
        `${path} with the router state ${state}`,
      );
  }
  // What is only odd may be answered, too: but never by a failure of ours.
  const odd: Record<string, string>[] = [
    { rsc: "%00" },
    { rsc: "1", "next-router-prefetch": "x" },
    { rsc: "1", "next-router-segment-prefetch": "/../%00" },
    { rsc: "1", "next-url": "\\\\//%" },
    { "x-middleware-subrequest": "src/middleware:src/middleware" },
    { "x-nextjs-data": "1" },
    { "x-matched-path": "/%00" },
    { "x-invoke-path": "/%", "x-invoke-status": "500" },
    { authorization: "Bearer %%" },
    { cookie: "lectern.session=%; next-auth.callback-url=javascript:alert(1)" },
    { range: "bytes=9-1" },
    { "if-none-match": "*" },
    { "accept-language": "x".repeat(4000) },
    { "x-request-id": "<script>" },
  ];
  for (const path of [...pages, "/api/auth/session", "/api/auth/csrf", "/tracker.js", "/api/openapi.json"])
    for (const headers of odd) {
      const answer = await ask(path, { headers: { cookie, ...headers } });
      expect(
        answer.status,
        `${path} with ${JSON.stringify(headers)}: ${answer.body.slice(0, 200)}`,
      ).toBeLessThan(500);
    }
  for (const method of ["OPTIONS", "TRACE", "PROPFIND", "PUT", "DELETE"])
    for (const path of [...pages, "/tracker.js", "/nothing"])
      expect((await ask(path, { method })).status, `${method} ${path}`).toBeLessThan(500);
  expectRefusal(
    await ask("/videos", { method: "POST", headers: { cookie, "next-action": "x" } }),
    "an odd action",
  );
  for (const line of logLines(before)) {
    expect(line.level, JSON.stringify(line)).toBeLessThan(50);
    expect(JSON.stringify(line)).not.toContain("stack");
  }
  // Next prints a line of its own for an action that it does not know.
  for (const path of pages)
    for (const [action, type, body] of [
      ["x", "text/plain", "["],
      ["%00", "text/plain", ""],
      ["0".repeat(42), "text/plain;charset=UTF-8", "[}"],
      ["0".repeat(42), "multipart/form-data; boundary=x", "--x\r\nbroken"],
      ["", "application/x-www-form-urlencoded", "%"],
      ["0".repeat(42), "multipart/form-data", "broken"],
    ] as const) {
      const headers = {
        cookie,
        origin: server.url,
        "content-type": type,
        ...(action ? { "next-action": action } : {}),
      };
      const answer = await ask(path, { method: "POST", body, headers });
      expect(
        answer.status,
        `the action ${action} with ${type} on ${path}: ${answer.body.slice(0, 200)}`,
      ).toBeLessThan(500);
    }
  expectRefusal(await ask("*", { method: "OPTIONS" }), "OPTIONS *");
});

test("days and instants outside 1900 to 2100 are refused by routes, and left out by pages", async () => {
  test.setTimeout(300_000);
  const before = server.output().length;
  for (const day of [
    "0001-01-01",
    "1899-12-31",
    "2101-01-01",
    "9999-12-31",
    "275760-09-13",
    "-1000-01-01",
    "0",
  ]) {
    // A page is made whole each time: one day before, one after, and one that is none.
    if (["0001-01-01", "275760-09-13", "0"].includes(day))
      for (const path of pages)
        expect(
          (await ask(`${path}?from=${day}&to=${day}`, { headers: { cookie } })).status,
          `${path} ${day}`,
        ).toBeLessThan(500);
    // One end alone has its own way through a route, whichever day it is.
    for (const { path, methods } of routes.filter((route) => route.methods.includes("GET")))
      for (const query of [
        `from=${day}&to=${day}`,
        ...(["0001-01-01", "9999-12-31"].includes(day) ? [`from=${day}`, `to=${day}`] : []),
      ])
        expect(
          (await ask(`${path}?${query}`, { method: methods[0], headers: { cookie } })).status,
          `${path}?${query}`,
        ).toBeLessThan(500);
  }
  for (const path of ["/api/admin/training/sessions", "/api/admin/analytics/videos"])
    expectRefusal(await ask(`${path}?from=0001-01-01`, { headers: { cookie } }), path);
  expect(logLines(before).filter(({ level }) => level >= 50)).toEqual([]);
});

test("sign-in refuses odd addresses to return to, broken bodies and other actions, and logs nobody's text", async () => {
  const before = server.output().length;
  const auth = "/api/auth";
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const json = { "content-type": "application/json" };
  for (const path of [
    "csrf",
    "session",
    "providers",
    "signin",
    "signout",
    "callback/password",
    "signin/oidc",
    "callback/oidc",
    "error",
  ])
    for (const address of [
      "javascript:alert(1)",
      "http://",
      "//",
      "http://a b",
      "\u0001",
      "data:text/html,x",
      "x".repeat(3000),
      "https:\\\\x",
    ]) {
      const query = `callbackUrl=${encodeURIComponent(address)}`;
      const asked = await ask(`${auth}/${path}?${query}`);
      expect(asked.status, `${path} to ${address}: ${asked.body.slice(0, 200)}`).toBeLessThan(500);
      const sent = await ask(`${auth}/${path}`, {
        method: "POST",
        headers: form,
        body: `json=true&${query}`,
      });
      expect(sent.status, `POST ${path} to ${address}: ${sent.body.slice(0, 200)}`).toBeLessThan(500);
    }
  for (const path of ["callback/password", "signin/password", "signout", "session"])
    for (const body of [
      "{",
      "[]",
      "1",
      '"x"',
      "null",
      '{"csrfToken":{"a":1},"callbackUrl":[1]}',
      "[".repeat(30_000),
    ])
      expectRefusal(
        await ask(`${auth}/${path}`, { method: "POST", headers: json, body }),
        `${path} with ${body.slice(0, 50)}`,
      );
  const text = "written by nobody ".repeat(1000);
  const logged = await ask(`${auth}/_log`, {
    method: "POST",
    headers: form,
    body: `level=error&code=${text}&message=${text}`,
  });
  expect(logged.status).toBe(404);
  for (const path of ["verify-request", "nothing", "callback/nothing", "signin/nothing/more", "session/x"])
    for (const method of ["GET", "POST"])
      expect(
        (await ask(`${auth}/${path}`, { method, headers: form, body: "" })).status,
        `${method} ${path}`,
      ).toBeLessThan(500);
  expect(server.output().slice(before)).not.toContain("written by nobody");
  for (const line of logLines(before)) expect(JSON.stringify(line)).not.toContain("stack");
});

test.describe("in a browser", () => {
  test.use({ role: "instructor" });
  test("every page runs under its content policy: it starts, without an error in the console", async ({
    page,
    sql,
  }) => {
    test.setTimeout(180_000);
    const errors: string[] = [];
    page.on("console", (message) => {
      // A page of something that does not exist, or is for others, says so by its status.
      if (message.type() === "error" && !/status of 40[34]/.test(message.text()))
        errors.push(`${page.url()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.message}`));
    const [video] = await sql`
      select v.id from videos v join course_instructors ci on ci.course_id = v.course_id
        join users u on u.id = ci.user_id and u.email = 'instructor@lectern.test' where v.source_url is not null limit 1`;
    const [session] = await sql`
      select s.id from sessions s join users u on u.id = s.instructor_id and u.email = 'instructor@lectern.test'
      where s.status = 'ended' order by s.scheduled_start desc limit 1`;
    const real = (path: string) =>
      path.replace(id, (path.startsWith("/sessions") || path.startsWith("/room") ? session : video)?.id);
    for (const path of [...pages.map(real), "/nothing-here"]) {
      await page.goto(path);
      await expect(page.locator("html[data-started]"), path).toBeAttached();
      await expect(page.locator("html[data-theme]"), path).toBeAttached();
    }
    expect(errors).toEqual([]);
  });
});
