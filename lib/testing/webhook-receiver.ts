import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll } from "vitest";
import type { Network } from "@/lib/integrations/webhook/post";

/* A receiver of webhooks on this machine, with a certificate that nobody else trusts. */

const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgCb7RO6bAgUsSztQv
tGBcLXZYsUO+GzH7G8knrB1xygChRANCAAQyxr3vjV3Kq3NOdLyHRkRg4O6K0qox
PDgbT16vPcEvY+2h4zQARYOpMz5sS8TS7hHnjhHeOBj08LDu4XkIyNfH
-----END PRIVATE KEY-----`;
const certificate = `-----BEGIN CERTIFICATE-----
MIIBrjCCAVOgAwIBAgIUL/HyLmwdMLlMtxuAL+GwOJ8EL2YwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRaG9va3Muc2Nob29sLnRlc3QwIBcNMjYxMTMwMTIwNjUzWhgP
MjEyNjExMDYxMjA2NTNaMBwxGjAYBgNVBAMMEWhvb2tzLnNjaG9vbC50ZXN0MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMsa9741dyqtzTnS8h0ZEYODuitKqMTw4
G09erz3BL2PtoeM0AEWDqTM+bEvE0u4R544R3jgY9PCw7uF5CMjXx6NxMG8wHQYD
VR0OBBYEFGCoW+ysIJEMsBHujCYKCeZ2355VMB8GA1UdIwQYMBaAFGCoW+ysIJEM
sBHujCYKCeZ2355VMA8GA1UdEwEB/wQFMAMBAf8wHAYDVR0RBBUwE4IRaG9va3Mu
c2Nob29sLnRlc3QwCgYIKoZIzj0EAwIDSQAwRgIhANC+vAslX85bzTlMcLq230+A
wtSegOaFFgWEDIWqSlB8AiEAghYxah21/CC8p3E1BlBYEM6aOyJbjediMCenf8Sr
lwk=
-----END CERTIFICATE-----`;

type Posted = { path: string; headers: IncomingHttpHeaders; body: string };
type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const ok: Answer = (response) => response.writeHead(200, { "content-type": "text/plain" }).end("ok");

/** `posted`: what came. `answers`: what each of the next requests is answered; after them, ok. */
export async function webhookReceiver() {
  const posted: Posted[] = [];
  const answers: Answer[] = [];
  const server = createServer({ key, cert: certificate }, async (request, response) => {
    const body = await text(request);
    posted.push({ path: request.url ?? "", headers: request.headers, body });
    (answers.shift() ?? ok)(response, request);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  /** The internet, in which this machine is the receiver. */
  const network: Network = {
    resolve: async () => ["127.0.0.1"],
    isAllowed: (address) => address === "127.0.0.1",
    ca: certificate,
  };
  return { posted, answers, network, address: `https://hooks.school.test:${port}/alerts/secret-path-9f3a` };
}

/** Answers with this status. */
export const withStatus =
  (status: number, headers: Record<string, string> = {}, body = ""): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);
