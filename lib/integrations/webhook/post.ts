import { lookup as lookUp } from "node:dns/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { DeliveryFailure } from "@/lib/platform/alert-kinds";
import { isPublicAddress, literalAddress } from "@/lib/platform/public-address";

/*
 * Posts to an address that somebody typed in. The name is resolved once, all its addresses are checked, and the connection goes to those and to no
 * others: what the name resolves to afterwards has no effect. Redirects are not followed. The status decides; of the text only the beginning is read.
 */

/** How names become addresses, and which of them may be connected to. `ca`: which certificates are trusted, if not the usual ones. */
export type Network = {
  resolve: (host: string) => Promise<string[]>;
  isAllowed: (address: string) => boolean;
  ca?: string;
};

const internet: Network = {
  resolve: async (host) => (await lookUp(host, { all: true, verbatim: true })).map(({ address }) => address),
  isAllowed: isPublicAddress,
};

export type PostAnswer = { status: number; text: string; retry_after: string | null };
export type PostOutcome = PostAnswer | { failure: DeliveryFailure };

/** For all of it: to find the address, to connect, to send, and to read the answer. */
const timeoutMs = 10_000;
const answerBytesMax = 4096;
const headerBytesMax = 16_384;

class NotPublic extends Error {}

/** Posts once; throws nothing. */
export function post(
  address: URL,
  { headers, body }: { headers: Record<string, string>; body: string },
  { resolve, isAllowed, ca }: Network = internet,
  waitMs = timeoutMs,
): Promise<PostOutcome> {
  const literal = literalAddress(address);
  if (address.protocol !== "https:" || (literal !== null && !isAllowed(literal)))
    return Promise.resolve({ failure: "not_public" });

  const lookup: LookupFunction = (host, { all }, done) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || !addresses.every(isAllowed)) done(new NotPublic(host), "", 0);
        else if (all)
          done(
            null,
            addresses.map((one) => ({ address: one, family: isIP(one) })),
          );
        else done(null, first, isIP(first));
      },
      (error: NodeJS.ErrnoException) => done(error, "", 0),
    );
  };
  const signal = AbortSignal.timeout(waitMs);
  const bytes = Buffer.from(body);
  return new Promise((done) => {
    const fail = (error: Error) => {
      if (error instanceof NotPublic) done({ failure: "not_public" });
      else done({ failure: signal.aborted ? "timeout" : "unreachable" });
    };
    const sent = request(address, {
      method: "POST",
      headers: { "user-agent": "Lectern", ...headers, "content-length": bytes.length },
      // A connection of its own: one that is kept would go to an address that was checked for another name.
      agent: false,
      lookup,
      maxHeaderSize: headerBytesMax,
      signal,
      ...(ca ? { ca } : {}),
    });
    sent.on("error", fail);
    sent.on("response", (response) => {
      // What goes wrong from here on ends the reading; the status stays.
      sent.off("error", fail).on("error", () => {});
      beginningOf(response).then((text) => {
        done({
          status: response.statusCode ?? 0,
          text,
          retry_after: response.headers["retry-after"] ?? null,
        });
        sent.destroy();
      });
    });
    sent.end(bytes);
  });
}

/** The beginning of an answer, as far as it came in time. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size >= answerBytesMax) break;
    }
  } catch {
    // It ended early or took too long: what has come is shown.
  }
  return Buffer.concat(parts).toString("utf8").slice(0, answerBytesMax);
}
