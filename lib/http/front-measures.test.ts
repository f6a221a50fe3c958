import { once } from "node:events";
import { request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { countIn } from "@/lib/measure/histogram";
import { AppError } from "@/lib/platform/errors";
import { metricsRegistry } from "@/lib/platform/metrics";
import { forgetSingleton } from "@/lib/platform/process";
import { noteCaller } from "@/lib/platform/request-note";
import { frontServer } from "./front";
import { measuredMinutes } from "./measurements";
import { routePatterns } from "./route-patterns";

const kept = { ...process.env };
let server: Server;
const school = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b01";
const user = "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02";

beforeEach(async () => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    LECTERN_SECRET: "9f1c0a7be3d25846f0b1d4c86a97e352",
    LOG_LEVEL: "silent",
  });
  forgetSingleton("env");
  forgetSingleton("measurements");
  server = frontServer({
    tracking: (request, response) => {
      if (request.url !== "/api/track") return false;
      response.end("stored");
      return true;
    },
    next: async ({ url = "" }, response) => {
      noteCaller({ school_id: school, user_id: user });
      if (url.includes("broken")) throw new Error("broken");
      if (url.includes("away")) throw new AppError("unavailable", { english: "The database is away." });
      if (url.includes("silent")) return;
      if (url.includes("gone")) response.statusCode = 404;
      if (url.includes("stream")) {
        response.setHeader("content-type", "text/event-stream");
        return void response.write("data: 1\n\n");
      }
      response.end("fine");
    },
    routeOf: routePatterns(["/api/track", "/api/videos/[videoId]"]),
    largerBody: () => undefined,
    files: new Map([["/clip.mp4", 1000]]),
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  process.env = { ...kept };
  forgetSingleton("env");
  forgetSingleton("measurements");
});

const open = (path: string, method = "GET") => {
  const { port } = server.address() as AddressInfo;
  const request = httpRequest({ port, path, method, host: "127.0.0.1", agent: false });
  request.on("error", () => {}).end();
  return request;
};
async function ask(path: string, method?: string) {
  const [response] = await once(open(path, method), "response");
  response.resume();
  await once(response, "end");
}

/** What was measured in all minutes, as `GET /path school count failed`. */
function measured() {
  const minutes = measuredMinutes(new Date(Date.now() + 60_000));
  const durations = minutes.flatMap(({ durations }) => durations);
  const counts = minutes.flatMap(({ counts }) => counts);
  return {
    requests: durations.map(({ name, school_id, count, failed, histogram }) => {
      expect(countIn(histogram)).toBe(count);
      return `${name} ${school_id === school ? "school" : school_id} ${count} ${failed}`;
    }),
    errors: counts.map(({ name, count, last_request_id }) => `${name} ${count} ${last_request_id !== null}`),
    people: minutes.flatMap(({ people }) => [...people].map(([id, seen]) => [id, ...seen])),
  };
}

it("measures each request by its route, with its school, its person and why it failed", async () => {
  await ask("/api/videos/1");
  await ask("/api/videos/2?from=2026-11-01");
  await ask("/api/videos/gone");
  await ask("/api/videos/broken");
  await ask("/api/videos/away");
  await ask("/api/videos/away", "PURGE");
  await ask("/api/track", "POST");
  await ask("/clip.mp4");
  await ask("/_next/static/x.js");
  await vi.waitFor(() =>
    expect(measured()).toEqual({
      requests: [
        "GET /api/videos/{videoId} school 5 2",
        "OTHER /api/videos/{videoId} school 1 1",
        "POST /api/track null 1 0",
      ],
      errors: ["not_found 1 false", "internal 1 true", "unavailable 2 true"],
      people: [[school, user]],
    }),
  );
  // The same for Prometheus.
  const text = await metricsRegistry.metrics();
  expect(text).toContain('lectern_requests_total{route="GET /api/videos/{videoId}"} 5\n');
  expect(text).toContain('lectern_requests_failed_total{route="GET /api/videos/{videoId}"} 2\n');
  expect(text).toMatch(/^lectern_request_seconds_total\{route="POST \/api\/track"\} 0\.\d+$/m);
});

it("measures a stream when it begins, and a request whose caller left as left", async () => {
  const stream = open("/api/videos/stream");
  await once(stream, "response");
  expect(measured().requests).toEqual(["GET /api/videos/{videoId} school 1 0"]);
  stream.destroy();
  const waiting = open("/api/videos/silent");
  await once(waiting, "finish");
  await vi.waitFor(async () => {
    waiting.destroy();
    expect(measured()).toMatchObject({
      requests: ["GET /api/videos/{videoId} school 2 0"],
      errors: ["left 1 false"],
    });
  });
});
