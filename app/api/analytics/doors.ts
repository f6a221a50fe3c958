import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ingestFront } from "@/lib/flows/ingest/front";
import { videoQueues } from "@/lib/flows/ingest/lanes";
import type { TrackingRoute } from "@/lib/flows/ingest/limits";
import * as batchRoute from "./video-batch/route";
import * as completeRoute from "./video-complete/route";
import * as progressRoute from "./video-progress/route";
import * as viewRoute from "./video-view/route";

/* Test harness: the two doors that lead to the ingest, each as "send this body, get that answer". */

type Reply = { status: number; headers: Headers; body: unknown };
export type Door = {
  name: string;
  send: (
    route: TrackingRoute,
    body: BodyInit | undefined,
    init?: { method?: string; headers?: Record<string, string> },
  ) => Promise<Reply>;
};

const handlers = {
  "video-view": viewRoute,
  "video-progress": progressRoute,
  "video-complete": completeRoute,
  "video-batch": batchRoute,
};
let origin: string;

const reply = async (response: Response): Promise<Reply> => {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
};
export const doors: Door[] = [
  {
    name: "the front",
    send: async (route, body, { method = "POST", headers = {} } = {}) =>
      reply(
        await fetch(`${origin}/api/analytics/${route}`, {
          method,
          headers: { "content-type": "text/plain", ...headers },
          ...(body === undefined ? {} : { body }),
        }),
      ),
  },
  {
    name: "the route handlers",
    send: async (route, body, { method = "POST", headers = {} } = {}) => {
      const request = new Request(`http://127.0.0.1/api/analytics/${route}`, {
        method,
        headers: { "content-type": "text/plain", ...headers },
        ...(body === undefined ? {} : { body }),
      });
      return reply(
        method === "OPTIONS"
          ? handlers[route].OPTIONS()
          : await handlers[route].POST(request, { params: Promise.resolve({}) }),
      );
    },
  },
];

/** Puts the front on a free port; the answer closes it again, after the beacons under way. */
export async function openFront(): Promise<() => Promise<void>> {
  const front = ingestFront();
  const server = createServer((request, response) => {
    if (!front(request, response)) response.writeHead(421).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    await videoQueues().close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}
