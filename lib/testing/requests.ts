import { createHmac } from "node:crypto";
import { type RouteLine, sendsFile } from "@/lib/http/openapi";
import { env } from "@/lib/platform/env";
import { type Caller, origin } from "./access-world";

/* Requests to routes, as Next would pass them on. */

export type Sent = { params?: unknown; query?: unknown; body?: unknown };

/** Sends one request to a route as Next would. */
export function send(line: RouteLine, sent: Sent, caller: Caller): Promise<Response> {
  const params = Object.fromEntries(
    Object.entries(Object(sent.params ?? {})).map(([name, value]) => [name, String(value)]),
  );
  const path = line.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? name));
  const url = new URL(path, origin);
  for (const [name, value] of Object.entries(Object(sent.query ?? {})))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const json = !sendsFile(line.handler.declaration);
  const body = json ? JSON.stringify(sent.body) : (sent.body as { file: BodyInit } | undefined)?.file;
  const request = new Request(url, {
    method: line.method,
    headers: {
      host: url.host,
      ...(sent.body === undefined ? {} : { "content-type": json ? "application/json" : "text/csv" }),
      ...(line.handler.declaration.signature ? signed(String(body)) : {}),
      ...caller.headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  // As in Next: a path without parameters gets none.
  return line.handler(request, { params: Promise.resolve(path === line.path ? undefined : params) });
}

/** The header with which Cloudflare signs what it sends. */
export function signed(body: string, at = new Date(), secret = env().CLOUDFLARE_WEBHOOK_SECRET ?? "") {
  const time = Math.floor(at.getTime() / 1000);
  const sig1 = createHmac("sha256", secret).update(`${time}.${body}`).digest("hex");
  return { "webhook-signature": `time=${time},sig1=${sig1}` };
}

/** What a route answered: the whole body, or a stream up to its first event. */
export async function textOf(response: Response): Promise<string> {
  if (!response.body || !response.headers.get("content-type")?.startsWith("text/event-stream"))
    return response.text();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!/^data: .*\n\n$/m.test(text)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader.cancel();
  return text;
}
