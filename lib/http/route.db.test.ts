import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { signAccessToken } from "@/lib/auth/bearer";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { type RouteHandler, route } from "./route";

const { sql } = testDatabase();
let authorization: string;
beforeAll(async () => {
  const user = await makeUser({ school_id: (await makeSchool()).id, role: "instructor" });
  authorization = `Bearer ${await signAccessToken({ user_id: user.id, version: 1 })}`;
});
afterEach(() => void vi.restoreAllMocks());

const answer = z.object({ got: z.unknown() });
const echo = route({
  summary: "Give back what came",
  auth: "public",
  params: z.object({ id: z.string() }),
  query: z.object({ limit: z.coerce.number().int().max(100).default(10), q: z.string().optional() }),
  body: z.object({ name: z.string(), items: z.array(z.object({ seq: z.number() })).default([]) }),
  answer,
  example: { answer: { got: null } },
  handler: ({ params, query, body }) => ({ got: { params, query, body } }),
});

type Sent = { path?: string; id?: string; body?: BodyInit; type?: string; headers?: Record<string, string> };

function call(handler: RouteHandler, { path = "/api/echo/1", id = "1", body, type, headers }: Sent = {}) {
  const request = new Request(new URL(path, "http://stats.test"), {
    method: body === undefined ? "GET" : "POST",
    headers: { ...(body === undefined ? {} : { "content-type": type ?? "application/json" }), ...headers },
    ...(body === undefined ? {} : { body }),
    // A stream as a body must say so.
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  } as RequestInit);
  return handler(request, { params: Promise.resolve({ id }) });
}

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = (await response.json()) as {
    status: number;
    detail: string;
    request_id: string;
    errors?: object[];
  };
  expect(problem.status).toBe(response.status);
  expect(problem.request_id).toBe(response.headers.get("x-request-id"));
  return problem;
}

describe("input", () => {
  it("reaches the handler parsed, with defaults", async () => {
    const response = await call(echo, {
      path: "/api/echo/a%2Fb?limit=5",
      id: "a%2Fb",
      body: '{"name":"x","more":1}',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      got: { params: { id: "a/b" }, query: { limit: 5 }, body: { name: "x", items: [] } },
    });
  });

  it.each([
    ["a field of the wrong kind", '{"name":1}', "name"],
    ["a field deep inside", '{"name":"x","items":[{"seq":1},{"seq":"2"}]}', "items[1].seq"],
    ["a missing field", "{}", "name"],
    ["truncated JSON", '{"name":"x"', "body"],
    ["an empty body", "", "body"],
    ["a number too large for JSON to keep", '{"name":"x","items":[{"seq":1e309}]}', "items[0].seq"],
    ["deep nesting", "[".repeat(30_000), "body"],
    ["a prototype", '{"__proto__":{"name":"x"}}', "name"],
  ])("is refused for %s, naming it", async (_, body, path) => {
    const problem = await problemOf(await call(echo, { body }));
    expect(problem.status).toBe(400);
    expect(problem.errors?.[0]).toMatchObject({ path });
  });

  it("is refused when its bytes are not UTF-8", async () => {
    const body = new Uint8Array([0x22, 0xff, 0xfe, 0x22]);
    expect((await problemOf(await call(echo, { body }))).status).toBe(400);
  });

  it.each(["/api/echo/1?limit=1&limit=2", "/api/echo/1?limit=1000", "/api/echo/1?q=a%00b"])(
    "is refused for the query of %s",
    async (path) => {
      expect((await problemOf(await call(echo, { path, body: '{"name":"x"}' }))).status).toBe(400);
    },
  );

  it.each(["%00", "a%00b", "%E0%A4%A", "\ud800"])("is refused for the path part %j", async (id) => {
    expect((await problemOf(await call(echo, { id, body: '{"name":"x"}' }))).status).toBe(400);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])(
    "must be JSON, not %s",
    async (type) => {
      expect((await problemOf(await call(echo, { body: '{"name":"x"}', type }))).status).toBe(415);
    },
  );

  it("can be at most 64 KiB, with or without a content length", async () => {
    const bytes = (size: number) => new TextEncoder().encode(`{"name":"${"x".repeat(size - 11)}"}`);
    expect((await call(echo, { body: bytes(65_536) })).status).toBe(200);
    expect((await problemOf(await call(echo, { body: bytes(65_537) }))).status).toBe(413);

    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    expect((await problemOf(await call(echo, { body: endless }))).status).toBe(413);
    // It stopped reading: four pieces fit, the fifth did not, one or two more may have been on their way.
    expect(pulled).toBeLessThan(9);
  });
});

describe("answers", () => {
  const failing = (thrown: unknown) =>
    route({
      summary: "Fail",
      auth: "public",
      answer,
      example: { answer: { got: null } },
      handler: () => {
        throw thrown;
      },
    });

  it("keeps the caller's request id if it is well formed, else creates one", async () => {
    const ask = async (given?: string) =>
      (
        await call(echo, {
          body: '{"name":"x"}',
          headers: given === undefined ? {} : { "x-request-id": given },
        })
      ).headers.get("x-request-id");
    expect(await ask("trace-0123456789")).toBe("trace-0123456789");
    for (const bad of ["short", "with space 123", "x".repeat(65), "<script>alert(1)</script>"])
      expect(await ask(bad)).toMatch(/^[0-9a-f-]{36}$/);
    expect(await ask()).not.toBe(await ask());
  });

  it("hides internal errors, and logs them under the same request id", async () => {
    const lines = vi.spyOn(log, "error").mockImplementation(() => {});
    const problem = await problemOf(await call(failing(new Error("secret detail of the inside"))));
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain("secret detail");
    expect(lines).toHaveBeenCalledTimes(1);
    expect(lines.mock.calls[0]?.[0]).toMatchObject({
      request_id: problem.request_id,
      status: 500,
      error: { message: "secret detail of the inside" },
    });
  });

  it("names the error if the caller can see it", async () => {
    const error = new AppError("too_many_requests", { english: "Too many." }, { retryAfterSeconds: 12 });
    const response = await call(failing(error));
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("12");
  });

  it("is one log line for each request: the path's pattern and the user, without values, address or body", async () => {
    const lines = vi.spyOn(log, "info").mockImplementation(() => {});
    const body = '{"name":"ines@harbour.example"}';
    const headers = { "x-forwarded-for": "203.0.113.77", "user-agent": "Mozilla/5.0 (X11)" };
    await call(echo, { path: "/api/echo/secret-id?q=secret-q", id: "secret-id", body, headers });
    expect(lines).toHaveBeenCalledTimes(1);
    const line = lines.mock.calls[0]?.[0] as unknown as Record<string, unknown>;
    expect(line).toMatchObject({ method: "POST", route: "/api/echo/{id}", status: 200, user_id: null });
    expect(JSON.stringify(line)).not.toMatch(/secret-|203\.0\.113|Mozilla|ines@/);
  });

  it("must match the declaration", async () => {
    const broken = route({
      summary: "Break the promise",
      auth: "public",
      answer: z.object({ total: z.number() }),
      example: { answer: { total: 1 } },
      handler: () => ({ total: "1" as unknown as number }),
    });
    vi.spyOn(log, "error").mockImplementation(() => {});
    expect((await call(broken)).status).toBe(500);
  });

  it("can be a stream of another type, which keeps its headers", async () => {
    const csv = route({
      summary: "Export",
      auth: "public",
      answer: z.string(),
      answerType: "text/csv",
      example: { answer: "a,b" },
      handler: () =>
        new Response(new Blob(["a,b\n1,2\n"]).stream(), {
          headers: { "content-type": "text/csv", "content-disposition": "attachment" },
        }),
    });
    const response = await call(csv);
    expect(await response.text()).toBe("a,b\n1,2\n");
    expect(response.headers.get("content-disposition")).toBe("attachment");
    expect(response.headers.get("x-request-id")).toBeTruthy();
  });

  it("is never cached, and has no body at 204", async () => {
    const quiet = route({
      summary: "Nothing",
      auth: "public",
      answer: z.null(),
      status: 204,
      example: { answer: null },
      handler: () => null,
    });
    const response = await call(quiet);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe("");
    expect((await call(echo, { body: '{"name":"x"}' })).headers.get("cache-control")).toBe("no-store");
  });
});

describe("a route's limit", () => {
  const limited = (name: string, withoutCounts: "refuse" | "allow") =>
    route({
      summary: "Limited",
      auth: "staff",
      answer,
      example: { answer: { got: null } },
      limit: { name, points: 3, seconds: 60, per: "user", withoutCounts },
      handler: () => ({ got: null }),
    });
  const ask = (handler: RouteHandler) => call(handler, { headers: { authorization } });

  it("counts the requests of all processes together, and states when to try again", async () => {
    const handler = limited("three", "allow");
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => ask(handler)));
    expect(all.map((response) => response.status).sort()).toEqual([200, 200, 200, 429, 429]);
    const refused = all.find((response) => response.status === 429);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(Number(refused?.headers.get("retry-after"))).toBeLessThanOrEqual(60);
  });

  it("while counting fails, allows ordinary requests and refuses those that must be limited", async () => {
    vi.spyOn(log, "warn").mockImplementation(() => {});
    vi.spyOn(log, "error").mockImplementation(() => {});
    await sql`ALTER TABLE rate_limits RENAME TO rate_limits_gone`;
    try {
      expect((await ask(limited("open", "allow"))).status).toBe(200);
      expect((await ask(limited("closed", "refuse"))).status).toBe(503);
    } finally {
      await sql`ALTER TABLE rate_limits_gone RENAME TO rate_limits`;
    }
  });
});
