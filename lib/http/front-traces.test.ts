import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "vitest";
import { forgetSingleton } from "@/lib/platform/process";
import { startTracing, stopTracing } from "@/lib/platform/tracing";
import { frontServer } from "./front";
import { routePatterns } from "./route-patterns";

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } };
type Sent = {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: {
      spans: {
        name: string;
        traceId: string;
        parentSpanId?: string;
        status: { code?: number };
        attributes: Attribute[];
      }[];
    }[];
  }[];
};

const kept = { ...process.env };
let [collector, front]: [Server | null, Server | null] = [null, null];
/** What the collector got: the path, and the body. */
let sent: { path: string | undefined; body: Sent }[] = [];

const listen = async (server: Server) => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const settings = (more: Record<string, string>) => {
  const required = { DATABASE_URL: "postgres://unused", LECTERN_SECRET: "9f1c0a7be3d25846f0b1d4c86a97e352" };
  Object.assign(process.env, { ...required, LOG_LEVEL: "silent", ...more });
  forgetSingleton("env");
};
const startFront = () => {
  front = frontServer({
    tracking: () => false,
    next: async ({ url }, response) => {
      response.statusCode = url?.includes("broken") ? 500 : 200;
      response.end("fine");
    },
    routeOf: routePatterns(["/api/videos/[videoId]"]),
    largerBody: () => undefined,
    files: new Map(),
  });
  return listen(front);
};

beforeEach(() => {
  sent = [];
});
afterEach(async () => {
  await stopTracing();
  for (const server of [collector, front]) {
    server?.closeAllConnections();
    server?.close();
  }
  process.env = { ...kept };
  for (const name of ["env", "measurements"]) forgetSingleton(name);
});

it("sends a span of each request to the collector, below its caller's", async () => {
  collector = createServer((request, response) => {
    void json(request).then((body) => {
      sent.push({ path: request.url, body: body as Sent });
      response.end("{}");
    });
  });
  settings({ OTEL_EXPORTER_OTLP_ENDPOINT: `${await listen(collector)}/`, OTEL_SERVICE_NAME: "harbour" });
  await startTracing();
  const address = await startFront();
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  await fetch(`${address}/api/videos/7`, {
    headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  });
  await fetch(`${address}/api/videos/broken`);
  await stopTracing();

  expect(sent.map(({ path }) => path)).toEqual(["/v1/traces"]);
  const [{ resource, scopeSpans }] = sent[0]!.body.resourceSpans as [Sent["resourceSpans"][0]];
  expect(resource.attributes).toContainEqual({ key: "service.name", value: { stringValue: "harbour" } });
  const spans = scopeSpans.flatMap((scope) => scope.spans);
  expect(spans.map(({ name }) => name)).toEqual(["GET /api/videos/{videoId}", "GET /api/videos/{videoId}"]);
  expect(spans[0]).toMatchObject({ traceId, parentSpanId: "b7ad6b7169203331" });
  expect(spans[0]?.attributes).toContainEqual({ key: "http.response.status_code", value: { intValue: 200 } });
  expect(spans[1]?.status).toEqual({ code: 2 });
  expect(spans[1]?.parentSpanId).toBeUndefined();
});

it("sends nothing without a collector, and answers while one is away", async () => {
  settings({});
  await startTracing();
  expect((await fetch(`${await startFront()}/api/videos/7`)).status).toBe(200);
  front?.close();
  settings({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1" });
  await startTracing();
  expect((await fetch(`${await startFront()}/api/videos/7`)).status).toBe(200);
  expect(sent).toEqual([]);
});
