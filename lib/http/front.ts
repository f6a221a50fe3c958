import "server-only";
import { randomBytes } from "node:crypto";
import { createServer, IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { clientAddress, networkOf } from "@/lib/auth/address";
import { assertReady } from "@/lib/db/client";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { env } from "@/lib/platform/env";
import { AppError, asAppError } from "@/lib/platform/errors";
import { requestIdOf } from "@/lib/platform/ids";
import { describeError, log } from "@/lib/platform/log";
import { toProblem } from "@/lib/platform/problem";
import { processSingleton } from "@/lib/platform/process";
import { noteFailure, type RequestNote, withNote } from "@/lib/platform/request-note";
import { endSpan, traced } from "@/lib/platform/tracing";
import { Turns } from "@/lib/platform/turns";
import { awayAnswer } from "./away-page";
import { bodyBytesMax, readIncoming } from "./body";
import { retryAfterOf } from "./failed-pages";
import { noteRequest } from "./measurements";
import { cachingOf, isPageScript, keptPageScript } from "./page-scripts";
import { checkRequest, settleFileRequest, settleProxyHeaders } from "./request-checks";
import { contentPolicy, securityHeaders } from "./security-headers";

/** Connections of all callers, and of one address: a school behind one address has some hundreds. */
const connectionsMax = 8000;
const connectionsPerAddress = 2000;

/** How long a caller may take over its headers and over the largest body, in milliseconds. */
const headersMs = 15_000;
const requestMs = 120_000;
/** A connection on which nothing is sent and nothing is taken is closed; live streams send something every 15 s. */
const silentMs = requestMs;
/**
 * A connection stays open for so long after its last answer. Proxies keep theirs for a minute and would else send a request on one that
 * is being closed, which they answer with a 502.
 */
const keptMs = 75_000;
/** How long the rest of a refused request is taken, unread, so that its sender can read the answer. */
const lingerMs = 1000;

/**
 * Requests of one address that Next works on at once. A process computes one thing at a time, so more would be answered no sooner,
 * and would keep everybody else waiting.
 */
const atOncePerAddress = 4;
const waitingPerAddress = 1000;

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type Front = {
  /** Answers a tracking request; false when it is none. */
  tracking: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Everything else. */
  next: Handler;
  /** The bytes that a path's route declares, where that is more than usual; it reads its body itself. */
  largerBody: (path: string) => number | undefined;
  /** The route that answers a path, as the measurements name it. */
  routeOf: (path: string) => string;
  /** The size of each file that is served as it is; every other path outside the API is a page, which needs the database. */
  files: ReadonlyMap<string, number>;
};

/**
 * The server's front: what every request passes before the ingest or Next sees it. It sets the headers that stand on every answer,
 * and refuses what nobody behind it should have to read: too many connections, a strange host, an address that cannot be decoded, a
 * body that is too large or too slow.
 */
export function frontServer(front: Front): Server {
  const server = createServer(
    { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: 2000 },
    (request, response) => {
      measureRequest(front, request, response, () =>
        serve(front, request, response).catch((error: unknown) => refuse(error, request, response)),
      );
    },
  );
  server.maxConnections = connectionsMax;
  // Node would drop further headers without a word; the check refuses them.
  server.maxHeadersCount = 0;
  server.timeout = silentMs;
  server.keepAliveTimeout = keptMs;
  server.on("connection", limitAddress());
  server.on("clientError", refuseMalformed);
  return server;
}

async function serve(front: Front, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = ""] = (request.url ?? "").split("?", 1);
  const requestId = requestIdOf(request.headers["x-request-id"]);
  const nonce = randomBytes(16).toString("base64");
  request.headers["x-request-id"] = requestId;
  response.setHeader("x-request-id", requestId);
  for (const [name, value] of Object.entries(securityHeaders(path, nonce))) response.setHeader(name, value);
  response.once("finish", () => closeUnread(request, response));
  checkRequest(request);
  settleProxyHeaders(request.headers, request.socket.remoteAddress ?? "unknown");
  if (front.tracking(request, response)) return;
  const isFile = isFileOf(front, path);
  if (isFile) settleFileRequest(request, front.files.get(path) ?? 0);
  if (isPageScript(path)) {
    const kept = isFile ? null : await keptPageScript(path);
    if (isFile || kept !== null) response.setHeader("cache-control", cachingOf(path));
    if (kept !== null)
      return void response.setHeader("content-type", "text/javascript; charset=utf-8").end(kept);
  }
  // Next writes this nonce into its own scripts, and the layout into ours.
  request.headers["content-security-policy"] = contentPolicy(nonce);
  request.headers["x-nonce"] = nonce;
  const bounded = await withBoundedBody(request, front.largerBody(path));
  if (!isFile && !path.startsWith("/api/") && !(await databaseAnswers(request, response))) return;
  withHead(response, (status) => {
    const retryAfter = status === 500 && retryAfterOf(requestId);
    if (!retryAfter) return status;
    response.setHeader("retry-after", retryAfter);
    return 503;
  });
  if (await hasTurn(request, response)) await front.next(bounded, response);
}

const isFileOf = ({ files }: Front, path: string): boolean => files.has(path) || path.startsWith("/_next/");

/** Answers a request, and measures it; files are not measured. The time ends with the last byte; of a stream, which goes on, with the head. */
function measureRequest(
  front: Front,
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => Promise<void>,
): void {
  const [path = ""] = (request.url ?? "").split("?", 1);
  if (isFileOf(front, path)) return void answer();
  const began = performance.now();
  const note: RequestNote = { school_id: null, user_id: null, code: null };
  traced(request.headers, (span) => {
    let measured = false;
    const end = (status: number | null) => {
      if (measured) return;
      measured = true;
      const ended = { method: request.method ?? "", route: front.routeOf(path), status };
      const request_id = String(request.headers["x-request-id"] ?? "");
      noteRequest({ ...ended, note, request_id, ms: performance.now() - began });
      endSpan(span, ended);
    };
    withHead(response, (status) => {
      if (String(response.getHeader("content-type")).startsWith("text/event-stream")) end(status);
      return status;
    });
    response.once("close", () => end(response.headersSent ? response.statusCode : null));
    void withNote(note, answer);
  });
}

/**
 * Waits until Next may work on one more request of this address; false when its caller left meanwhile. The turn ends with the head of
 * the answer: streams go on for hours.
 */
async function hasTurn({ headers }: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const all = processSingleton("turns of addresses", () => new Map<string, Turns>());
  const address = networkOf(clientAddress({ get: (name) => String(headers[name] ?? "") }));
  const turns = getOrInsert(
    all,
    address,
    () =>
      new Turns(atOncePerAddress, waitingPerAddress, {
        english: "Too many requests come from your address at the moment.",
      }),
  );
  const endTurn = await turns.take();
  const end = () => {
    endTurn();
    if (turns.idle) all.delete(address);
  };
  if (response.closed) {
    end();
    return false;
  }
  response.once("close", end);
  withHead(response, (status) => {
    end();
    return status;
  });
  return true;
}

/** Lets `settle` see an answer's status just before its head is written, and say which it is to be. */
function withHead(response: ServerResponse, settle: (status: number) => number): void {
  const writeHead = response.writeHead.bind(response) as (
    status: number,
    ...more: unknown[]
  ) => ServerResponse;
  response.writeHead = (status: number, ...more: unknown[]) => writeHead(settle(status), ...more);
}

/** The request with its body already here: Next would read one of any size. A larger one is read by its route, after it knows who asks. */
async function withBoundedBody(
  request: IncomingMessage,
  larger: number | undefined,
): Promise<IncomingMessage> {
  const { headers } = request;
  const length = Number(headers["content-length"] ?? 0);
  if (larger !== undefined) {
    if (length > larger)
      throw new AppError("too_large", "errors.general.body_too_large", { values: { bytes: larger } });
    return request;
  }
  if (length === 0 && headers["transfer-encoding"] === undefined) return request;
  const body = await readIncoming(request, bodyBytesMax);
  const complete = new IncomingMessage(request.socket);
  const { method, url, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  Object.assign(complete, {
    method,
    url,
    headers,
    rawHeaders,
    httpVersion,
    httpVersionMajor,
    httpVersionMinor,
  });
  complete.complete = true;
  complete.push(body);
  complete.push(null);
  return complete;
}

/* ---- Answers of the front itself ---- */

function refuse(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  const requestId = String(request.headers["x-request-id"]);
  noteFailure(error);
  const { problem, headers } = toProblem(error, requestId);
  const { method } = request;
  if (problem.status >= 500)
    log.error({ error: describeError(error), request_id: requestId, method }, "a page failed");
  else log.info({ request_id: requestId, method, status: problem.status, detail: problem.detail }, "refused");
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(problem.status, headers).end(JSON.stringify(problem));
}

/** Ends the connection of a request that was answered before its whole body came. Where the rest is small, its sender may use it again. */
function closeUnread(request: IncomingMessage, { statusCode }: ServerResponse): void {
  if (request.complete) return;
  const { socket } = request;
  const ending = setTimeout(() => socket.destroy(), lingerMs).unref();
  request.once("end", () => (statusCode === 413 ? socket.end() : clearTimeout(ending))).resume();
}

/** What is not HTTP, has too large headers, or did not arrive in time: there is no request to answer, only a socket. */
function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const reason =
    error.code === "HPE_HEADER_OVERFLOW"
      ? new AppError("headers_too_large", { english: "The headers are too large." })
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? new AppError("timeout", { english: "The request did not arrive in time." })
        : new AppError("invalid", { english: "The request is not valid HTTP/1.1." });
  const { problem, headers } = toProblem(reason, requestIdOf(null));
  log.info({ request_id: problem.request_id, status: problem.status, code: error.code }, "refused");
  const body = JSON.stringify(problem);
  const all = {
    ...securityHeaders("", ""),
    ...headers,
    connection: "close",
    "content-length": Buffer.byteLength(body),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join("\r\n")}\r\n\r\n${body}`,
  );
}

/** Closes connections past an address's share. Behind proxies of ours every caller has a proxy's address. */
function limitAddress(): (socket: Socket) => void {
  const open = new Map<string, number>();
  return (socket) => {
    if (socket.remoteAddress === undefined || env().TRUSTED_PROXIES > 0) return;
    const address = networkOf(socket.remoteAddress);
    const count = open.get(address) ?? 0;
    if (count >= connectionsPerAddress) return void socket.destroy();
    open.set(address, count + 1);
    socket.once("close", () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  };
}

/** Whether a page can be shown; else a page that needs nothing says so, and tries again. A server action says so itself. */
async function databaseAnswers(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (request.headers["next-action"] !== undefined) return true;
  try {
    await assertReady();
    return true;
  } catch (error) {
    const { status, options } = asAppError(error);
    noteFailure(error);
    log.warn(
      { request_id: request.headers["x-request-id"], status, error: describeError(error) },
      "a page could not be shown",
    );
    const { headers, body } = awayAnswer(
      request.headers["accept-language"] ?? null,
      options.retryAfterSeconds ?? 5,
    );
    response.writeHead(status, headers).end(body);
    return false;
  }
}
