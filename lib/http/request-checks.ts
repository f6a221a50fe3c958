import "server-only";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state";
import { env, isLoopback } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

/* What the server's front refuses before anything else has read it. Each check throws an AppError. */

const headersMax = 100;

/** Load balancers ask under whatever name they have for a machine, and learn nothing from the answer. */
const healthRoute = /^\/api\/health\/\w+$/;

type Asked = Pick<IncomingMessage, "url" | "headers" | "rawHeaders"> & {
  socket: { localAddress?: string | undefined; localPort?: number | undefined };
};

export function checkRequest(request: Asked): void {
  checkTarget(request.url ?? "");
  checkHeaders(request);
  checkHost(request);
}

/** A path and a query that everything behind us can decode and store. */
function checkTarget(target: string): void {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(target))
    throw new AppError("invalid", {
      english: "The address must be a path of ASCII characters that begins with one slash.",
    });
  let text: string;
  try {
    text = decodeURIComponent(target);
  } catch (error) {
    throw new AppError(
      "invalid",
      { english: "The address has a percent sign that encodes no character in UTF-8." },
      {
        cause: error,
      },
    );
  }
  if (text.includes("\u0000"))
    throw new AppError("invalid", { english: "The address holds characters that cannot be stored." });
}

function checkHeaders({ headers, rawHeaders }: Asked): void {
  if (rawHeaders.length / 2 > headersMax)
    throw new AppError("headers_too_large", { english: `A request may have at most ${headersMax} headers.` });
  const action = headers["next-action"];
  if (action !== undefined && !/^[0-9a-f]{42}$/.test(String(action)))
    throw new AppError("invalid", { english: "The header Next-Action is not valid." });
  try {
    // Next fails with a 500 for a state that this function of its own refuses.
    parseAndValidateFlightRouterState(headers["next-router-state-tree"]);
  } catch (error) {
    throw new AppError(
      "invalid",
      { english: "The header Next-Router-State-Tree is not valid." },
      { cause: error },
    );
  }
}

/**
 * The host that the browser asked for must be ours: a page elsewhere whose name was pointed at this machine (DNS rebinding) has
 * its own name there. That is LECTERN_URL's host, and without one, or with one of this machine, the address of the socket itself.
 */
function checkHost({ url = "", headers, socket }: Asked): void {
  if (healthRoute.test(url.split("?", 1)[0] ?? "")) return;
  const { LECTERN_URL, TRUSTED_PROXIES } = env();
  const configured = LECTERN_URL ? new URL(LECTERN_URL) : null;
  const protocol = configured?.protocol ?? "http:";
  const asked = [headers.host, ...(TRUSTED_PROXIES > 0 ? forwardedHosts(headers) : [])].flatMap((name) =>
    name && URL.canParse(`${protocol}//${name}`) ? [new URL(`${protocol}//${name}`)] : [],
  );
  if (configured && asked.some(({ host }) => host === configured.host)) return;
  const ofSocket = ({ hostname, port }: URL) =>
    Number(port || 80) === socket.localPort &&
    (isLoopback(hostname) || hostname.replace(/[[\]]/g, "") === socket.localAddress?.replace(/^::ffff:/, ""));
  if ((!configured || isLoopback(configured.hostname)) && asked.some(ofSocket)) return;
  throw new AppError(
    "misdirected",
    configured
      ? {
          english: `This server answers for ${configured.host}, as LECTERN_URL says. A proxy in front must pass on Host, or X-Forwarded-Host where TRUSTED_PROXIES counts it.`,
        }
      : {
          english:
            "This server answers for its own address only: set LECTERN_URL to the address that people use.",
        },
  );
}

const forwardedHosts = (headers: IncomingHttpHeaders): string[] =>
  [headers["x-forwarded-host"] ?? []].flat().flatMap((value) => value.split(",").map((name) => name.trim()));

/** Headers that only a proxy of ours may write; a caller's are removed. */
const proxyHeaders = [
  "forwarded",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-forwarded-server",
  "x-real-ip",
];

/**
 * Leaves in the headers only what is true: who asks (the last entry of X-Forwarded-For is always the socket's own address; the
 * ones before count only where proxies of ours wrote them), and for which address, in the words of LECTERN_URL.
 */
export function settleProxyHeaders(headers: IncomingHttpHeaders, socketAddress: string): void {
  const { LECTERN_URL, TRUSTED_PROXIES, COUNTRY_HEADER } = env();
  const before = TRUSTED_PROXIES > 0 ? headers["x-forwarded-for"] : undefined;
  headers["x-forwarded-for"] = before ? `${before}, ${socketAddress}` : socketAddress;
  for (const name of proxyHeaders) delete headers[name];
  if (TRUSTED_PROXIES === 0) delete headers[COUNTRY_HEADER];
  if (!LECTERN_URL) return;
  const { host, protocol } = new URL(LECTERN_URL);
  headers.host = host;
  headers["x-forwarded-proto"] = protocol.slice(0, -1);
}

/** Next answers a part of a file that is not there with a 500, as it does a condition that fails: then the file is sent whole. */
export function settleFileRequest({ method, headers }: IncomingMessage, size: number): void {
  if (method !== "GET" && method !== "HEAD")
    throw new AppError("method_not_allowed", { english: "A file can only be read." });
  delete headers["if-match"];
  delete headers["if-unmodified-since"];
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? "") ?? [];
  const last = to === "" ? Number.POSITIVE_INFINITY : Number(to);
  const isThere =
    from === "" ? to !== "" && last > 0 && size > 0 : Number(from) < size && Number(from) <= last;
  if (!isThere) delete headers.range;
}
