import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll } from "vitest";
import * as trackRoute from "@/app/api/analytics/events/track/route";
import * as batchRoute from "@/app/api/analytics/video-batch/route";
import * as completeRoute from "@/app/api/analytics/video-complete/route";
import * as progressRoute from "@/app/api/analytics/video-progress/route";
import * as viewRoute from "@/app/api/analytics/video-view/route";
import * as feedbackRoute from "@/app/api/sessions/[sessionId]/feedback/route";
import * as messagesRoute from "@/app/api/sessions/[sessionId]/messages/route";
import * as presenceRoute from "@/app/api/sessions/[sessionId]/presence/route";
import * as reactionsRoute from "@/app/api/sessions/[sessionId]/reactions/route";
import type { LearningRoute } from "@/lib/flows/ingest/sources/learning";
import type { LiveRoute } from "@/lib/flows/ingest/sources/live";
import type { PlaybackRoute } from "@/lib/flows/ingest/sources/playback";
import { drainIngest, ingestServer } from "@/lib/flows/ingest/transports";
import type { RouteHandler } from "@/lib/http/route";

/* The two transports of the tracking routes, each as a function from a body to an answer. */

type Reply = { status: number; headers: Headers; body: unknown };
type Init = { method?: string; headers?: Record<string, string> };
export type Transport = {
  name: string;
  send: (route: PlaybackRoute | LearningRoute, body: BodyInit | undefined, init?: Init) => Promise<Reply>;
  /** Sends to a live session's route; `session` is part of the address. */
  sendLive: (session: string, route: LiveRoute, body: BodyInit | undefined, init?: Init) => Promise<Reply>;
};
type Route = { POST: RouteHandler; OPTIONS: () => Response };

const handlers: Record<PlaybackRoute | LearningRoute, Route> = {
  "video-view": viewRoute,
  "video-progress": progressRoute,
  "video-complete": completeRoute,
  "video-batch": batchRoute,
  "events/track": trackRoute,
};
const liveHandlers: Record<LiveRoute, Route> = {
  presence: presenceRoute,
  messages: messagesRoute,
  reactions: reactionsRoute,
  feedback: feedbackRoute,
};
let origin: string;

const reply = async (response: Response): Promise<Reply> => {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
};
const requestOf = (body: BodyInit | undefined, { method = "POST", headers = {} }: Init) => ({
  method,
  headers: { "content-type": "text/plain", ...headers },
  ...(body === undefined ? {} : { body }),
});

async function throughServer(path: string, body: BodyInit | undefined, init: Init = {}): Promise<Reply> {
  return reply(await fetch(`${origin}${path}`, requestOf(body, init)));
}

async function throughHandler(
  handler: Route,
  path: string,
  body: BodyInit | undefined,
  init: Init = {},
): Promise<Reply> {
  if (init.method === "OPTIONS") return reply(handler.OPTIONS());
  const request = new Request(`http://127.0.0.1${path}`, requestOf(body, init));
  return reply(await handler.POST(request, { params: Promise.resolve(undefined) }));
}

const pathOf = (session: string, route: LiveRoute) => `/api/sessions/${encodeURIComponent(session)}/${route}`;

export const transports: Transport[] = [
  {
    name: "the ingest server",
    send: (route, body, init) => throughServer(`/api/analytics/${route}`, body, init),
    sendLive: (session, route, body, init) => throughServer(pathOf(session, route), body, init),
  },
  {
    name: "the route handlers",
    send: (route, body, init) => throughHandler(handlers[route], `/api/analytics/${route}`, body, init),
    sendLive: (session, route, body, init) =>
      throughHandler(liveHandlers[route], pathOf(session, route), body, init),
  },
];

/** The ingest server on a free port while a file's tests run. */
export function serveIngest(): void {
  const ingest = ingestServer();
  const server = createServer((request, response) => {
    if (!ingest(request, response)) response.writeHead(421).end();
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await drainIngest();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
}

/** Values that no field accepts. */
export const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    "\u0000",
    "\ud800",
    "__proto__",
    -1,
    2 ** 53,
    1.5,
    "",
    [],
    {},
    null,
    true,
    "9".repeat(300),
  ),
  fc.jsonValue(),
  fc.string({ unit: "binary", maxLength: 40 }),
);
