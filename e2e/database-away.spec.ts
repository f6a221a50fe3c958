import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { ask as askOf, id, requests } from "./every-path";
import { expect, signIn, startServer, test } from "./fixtures";

test("while the database is away every page and route says 503 and when to try again; afterwards all work", async () => {
  test.setTimeout(240_000);
  // The database behind a door that can be shut.
  const open = new Set<Socket>();
  /** Which connections the door lets through: none that names itself so. */
  let shut: RegExp | null = null;
  let to: URL;
  const door = createServer((from) => {
    const through = connect(Number(to.port), to.hostname);
    for (const [socket, other] of [
      [from, through],
      [through, from],
    ] as const) {
      open.add(socket);
      socket
        .on("error", () => {})
        .on("close", () => {
          open.delete(socket);
          other.destroy();
        });
      socket.pipe(other);
    }
    // A connection says its name first. What was open before is closed by the test.
    from.once("data", (first) => {
      if (shut?.test(String(first))) from.resetAndDestroy();
    });
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  const guarded = await startServer("demo", (databaseUrl) => {
    to = new URL(databaseUrl);
    const address = new URL(databaseUrl);
    address.port = String((door.address() as AddressInfo).port);
    return { DATABASE_URL: address.href };
  });
  const ask = (path: string, sent?: Parameters<typeof askOf>[2]) => askOf(guarded.url, path, sent);
  try {
    const state = await signIn(guarded.url, "instructor");
    const headers = {
      cookie: state.cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
      origin: guarded.url,
    };
    expect((await ask("/videos", { headers })).status).toBe(200);
    // Those that pages read with are gone, between the question whether the database answers and the page's own.
    shut = /lectern people/;
    for (const socket of open) socket.destroy();
    const failed = await ask("/videos", { headers });
    expect(failed.status, failed.body.slice(0, 500)).toBe(503);
    expect(Number(failed.headers["retry-after"])).toBeGreaterThan(0);
    shut = /lectern/;
    for (const socket of open) socket.destroy();
    const withoutDatabase = new Set([
      "/api/health/live",
      "/api/openapi.json",
      "/api/nothing/here",
      "/api/auth/session",
    ]);
    for (const { path, method } of requests) {
      const body = method === "GET" ? undefined : JSON.stringify(tracked(path));
      const answer = await ask(path, {
        method,
        headers: { ...headers, "content-type": "application/json" },
        body,
      });
      const what = `${method} ${path}: ${answer.status} ${answer.body.slice(0, 200)}`;
      if (withoutDatabase.has(path)) expect(answer.status, what).toBeLessThan(500);
      else {
        // A wrong body is refused before anybody asks the database.
        if (answer.status < 500 && method !== "GET") expect([400, 404, 415], what).toContain(answer.status);
        else expect(answer.status, what).toBe(503);
        if (answer.status === 503) expect(Number(answer.headers["retry-after"]), what).toBeGreaterThan(0);
      }
      if (path.startsWith("/api")) continue;
      expect(answer.body, what).toContain("cannot reach its database");
    }
    shut = null;
    await expect.poll(async () => (await ask("/videos", { headers })).status).toBe(200);
    await expect.poll(async () => (await ask("/api/health/ready")).status).toBe(200);
  } finally {
    await guarded.kill();
    door.close();
    for (const socket of open) socket.destroy();
  }
});

/** A body that the tracking routes take; the others look at the caller first. */
function tracked(path: string): unknown {
  const view = { type: "view", video_id: id, course_id: id, session_id: id };
  const progress = { session_id: id, video_id: id, current_position_seconds: 1, seq: 0, played: [[0, 1]] };
  if (path.endsWith("video-batch")) return [view];
  if (path.endsWith("video-view")) return { video_id: id, course_id: id, session_id: id };
  if (path.endsWith("video-progress")) return progress;
  if (path.endsWith("video-complete"))
    return { session_id: id, video_id: id, watch_time_seconds: 1, completion_percentage: 90 };
  return {};
}
