import { once } from "node:events";
import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type Server,
} from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forgetSingleton } from "@/lib/platform/process";
import { frontServer } from "./front";

const kept = { ...process.env };
let server: Server;
let port: number;
/** What came through to Next: the request and its body. */
let passed: { headers: IncomingMessage["headers"]; body: string }[] = [];

async function start(settings: Record<string, string> = {}) {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    LECTERN_SECRET: "9f1c0a7be3d25846f0b1d4c86a97e352",
    ...settings,
  });
  forgetSingleton("env");
  server = frontServer({
    tracking: () => false,
    next: async (request, response) => {
      passed.push({ headers: request.headers, body: await text(request) });
      response.end("fine");
    },
    routeOf: (path) => path,
    largerBody: (path) => (path === "/api/upload" ? 1024 * 1024 : undefined),
    files: new Map([["/clip.mp4", 1000]]),
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
}

beforeEach(() => {
  passed = [];
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  process.env = { ...kept };
  forgetSingleton("env");
});

type Asked = Pick<RequestOptions, "method" | "path" | "agent"> & {
  headers?: Record<string, string>;
  body?: string | Buffer;
  chunked?: boolean;
};

async function ask(asked: Asked = {}) {
  const { path = "/api/videos", body, chunked = false } = asked;
  // One that would keep the connection.
  const { method = body === undefined ? "GET" : "POST", agent = new Agent({ keepAlive: true }) } = asked;
  const length = body === undefined || chunked ? {} : { "content-length": body.length };
  const headers = { ...asked.headers, ...length };
  const sending = httpRequest({ port, host: "127.0.0.1", agent, path, method, headers });
  const closed = new Promise<void>((settle) =>
    sending.once("socket", (socket) => socket.once("close", settle)),
  );
  // The server may close while we still send.
  sending.on("error", () => {});
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  sending.end(body);
  const [response] = await answered;
  return {
    status: response.statusCode,
    headers: response.headers,
    body: await text(response),
    closed,
    asked: `${path} ${JSON.stringify(headers)}`,
  };
}

function problemOf(answer: Awaited<ReturnType<typeof ask>>, status: number) {
  expect(answer.status, `${answer.asked} ${answer.body}`).toBe(status);
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  expect(answer.headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": expect.any(String),
  });
  expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  const problem = JSON.parse(answer.body);
  expect(problem).toMatchObject({ status, request_id: expect.any(String) });
  return problem;
}

describe("a body", () => {
  it.each([false, true])("of 64 KiB reaches Next whole, chunked: %s", async (chunked) => {
    await start();
    const body = "é".repeat(32 * 1024);
    expect((await ask({ body: Buffer.from(body), chunked })).body).toBe("fine");
    expect(passed[0]?.body).toBe(body);
  });

  it.each([
    ["/api/videos", false],
    ["/api/videos", true],
    ["/api/auth/callback/password", true],
    ["/api/auth/_log", false],
  ])(
    "that is larger is refused on %s before Next sees it, chunked: %s, and the connection closed",
    async (path, chunked) => {
      await start();
      const answer = await ask({ path, chunked, body: Buffer.alloc(300 * 1024) });
      problemOf(answer, 413);
      await answer.closed;
      expect(passed).toEqual([]);
    },
  );

  it("of a request that is refused by its address leaves the connection to the next request", async () => {
    await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let connections = 0;
    server.on("connection", () => connections++);
    for (let turn = 0; turn < 5; turn++)
      problemOf(await ask({ agent, path: "/%00", body: "x".repeat(2000) }), 400);
    expect((await ask({ agent })).body).toBe("fine");
    expect(connections).toBe(1);
  });

  it("may be larger where the path's route declares it, and is then read by the route", async () => {
    await start();
    expect((await ask({ path: "/api/upload", body: Buffer.alloc(1024 * 1024) })).status).toBe(200);
    expect(passed[0]?.body).toHaveLength(1024 * 1024);
    problemOf(await ask({ path: "/api/upload", body: Buffer.alloc(1024 * 1024 + 1) }), 413);
  });

  it("and headers that do not arrive in time are given up, and the connection closed", async () => {
    await start();
    const send = async (bytes: string) => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(bytes);
      return await text(socket);
    };
    const [body, headers] = await Promise.all([
      send(`POST /api/videos HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 100\r\n\r\nslow`),
      send("GET /api/videos HTTP/1.1\r\nHost: "),
    ]);
    for (const answer of [body, headers]) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain("frame-ancestors 'none'");
    }
  }, 30_000);
});

describe("an address", () => {
  it.each([
    "/%00",
    "/a%E0%A4%A",
    "/?q=%",
    "/?q=a%00b",
    "*",
    "//elsewhere.example",
    "/\\elsewhere",
    "http://a.example/",
  ])("%s is refused", async (path) => {
    await start();
    problemOf(await ask({ path, method: path === "*" ? "OPTIONS" : "GET" }), 400);
  });
  it("may be encoded UTF-8", async () => {
    await start();
    expect((await ask({ path: "/api/videos?q=na%C3%AFve+100%25" })).status).toBe(200);
  });
});

describe("headers", () => {
  it("may be 100, and at most 16 KiB", async () => {
    await start();
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, "1"]));
    expect((await ask({ headers: many(90) })).status).toBe(200);
    problemOf(await ask({ headers: many(150) }), 431);
    problemOf(await ask({ headers: { "x-large": "x".repeat(20_000) } }), 431);
  });

  it.each(["[", "%", "1", "%5B%22%22%5D", '["a"]', "[[[[[[[[[[[["])(
    "of Next's router that its server cannot read are refused: %s",
    async (state) => {
      await start();
      problemOf(await ask({ headers: { rsc: "1", "next-router-state-tree": state } }), 400);
    },
  );

  it.each(["x", "%00", "0".repeat(41)])("of an action that cannot be one are refused: %s", async (action) => {
    await start();
    problemOf(await ask({ headers: { "next-action": action } }), 400);
  });

  it("that only our proxies may write are removed where there is none", async () => {
    await start();
    const forged = {
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-host": "elsewhere.example",
      "x-forwarded-proto": "https",
      forwarded: "for=203.0.113.9",
      "x-real-ip": "203.0.113.9",
      "cf-ipcountry": "PT",
      "x-nonce": "guessed",
    };
    await ask({ headers: forged });
    const { headers } = passed[0]!;
    expect(headers["x-forwarded-for"]).toBe("127.0.0.1");
    for (const name of ["x-forwarded-host", "x-forwarded-proto", "forwarded", "x-real-ip", "cf-ipcountry"])
      expect(headers[name], name).toBeUndefined();
    expect(headers["x-nonce"]).not.toBe("guessed");
  });

  it("of a proxy of ours are believed", async () => {
    await start({ TRUSTED_PROXIES: "1", LECTERN_URL: "https://stats.school.org" });
    const answer = await ask({
      headers: {
        "x-forwarded-for": "203.0.113.9",
        "x-forwarded-host": "stats.school.org",
        "cf-ipcountry": "PT",
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers["strict-transport-security"]).toMatch(/^max-age=/);
    expect(passed[0]?.headers).toMatchObject({
      host: "stats.school.org",
      "x-forwarded-for": "203.0.113.9, 127.0.0.1",
      "x-forwarded-proto": "https",
      "cf-ipcountry": "PT",
    });
  });
});

describe("the host that was asked for", () => {
  it("is this machine, where no other address is set", async () => {
    await start();
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
      expect((await ask({ headers: { host } })).status, host).toBe(200);
    for (const host of [
      "elsewhere.example",
      `elsewhere.example:${port}`,
      "localhost",
      "127.0.0.1:1",
      `192.0.2.7:${port}`,
      "a b",
    ])
      problemOf(await ask({ headers: { host } }), 421);
    problemOf(
      await ask({ headers: { host: "elsewhere.example", "x-forwarded-host": `localhost:${port}` } }),
      421,
    );
  });

  it("is LECTERN_URL's, where that is set; a load balancer may ask for the health under any name", async () => {
    await start({ LECTERN_URL: "https://stats.school.org" });
    for (const host of ["stats.school.org", "STATS.school.org", "stats.school.org:443"])
      expect((await ask({ headers: { host } })).status, host).toBe(200);
    for (const host of [`127.0.0.1:${port}`, "stats.school.org:8080", "stats.school.org.elsewhere.example"])
      problemOf(await ask({ headers: { host } }), 421);
    expect((await ask({ path: "/api/health/live", headers: { host: "10.0.0.7:3000" } })).status).toBe(200);
  });
});

describe("the connections of one address", () => {
  async function open(count: number): Promise<number> {
    const sockets: Socket[] = [];
    let closed = 0;
    for (let n = 0; n < count; n++) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {}).on("close", () => closed++);
      sockets.push(socket);
      await once(socket, "connect");
    }
    // An answer on the first shows that the server has seen the last.
    sockets[0]?.write(`GET /api/videos HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await once(sockets[0]!, "data");
    await new Promise((settle) => setImmediate(settle));
    for (const socket of sockets) socket.destroy();
    return closed;
  }
  it("are at most 2,000", async () => {
    await start();
    expect(await open(2010)).toBe(10);
  });
  it("are not counted behind a proxy of ours, whose address all callers have", async () => {
    await start({ TRUSTED_PROXIES: "1" });
    expect(await open(2010)).toBe(0);
  });
});

describe("a file", () => {
  it.each([
    ["bytes=0-", true],
    ["bytes=999-", true],
    ["bytes=0-5000", true],
    ["bytes=-10", true],
    ["bytes=1000-", false],
    ["bytes=9-1", false],
    ["bytes=-0", false],
    ["bytes=-", false],
    ["bytes=0-1,5-6", false],
    ["lines=1-2", false],
  ])("is asked of Next in the part %s, if it has that: %s", async (range, has) => {
    await start();
    expect((await ask({ path: "/clip.mp4", headers: { range, "if-match": "x" } })).status).toBe(200);
    expect(passed[0]?.headers.range).toBe(has ? range : undefined);
    expect(passed[0]?.headers["if-match"]).toBeUndefined();
  });
  it("can only be read", async () => {
    await start();
    problemOf(await ask({ path: "/clip.mp4", method: "PUT" }), 405);
    problemOf(await ask({ path: "/_next/static/x.js", method: "OPTIONS" }), 405);
  });
});
