import type { z } from "zod";
import { type Day, daysInclusive, plusDays } from "@/lib/platform/time";
import { type MinutesGroup, minutesAnswer, minutesQuery, pageRows, viewsAnswer } from "./wire";

/* Reads what Cloudflare Stream measures: minutes delivered, and live viewers. Days are Cloudflare's, in UTC. */

/** The account, and the address of the API. */
export type Account = { account_id: string; token: string; api_url: string };

/** The most days that one query may cover, and how long Cloudflare keeps them. */
export const daysPerQuery = 31;
export const daysKept = 90;

const timeoutMs = { minutes: 20_000, viewers: 5_000 };
/** A full page has about 150 kB. */
const answerBytesMax = 4 * 1024 * 1024;

const reasons = {
  no_access: "Cloudflare does not accept the token for this account",
  rate_limited: "Cloudflare's limit of queries was reached",
  timeout: "Cloudflare did not answer in time",
  unreachable: "Cloudflare cannot be reached",
  failed: "Cloudflare answered with an error",
  unreadable: "Cloudflare's answer could not be read",
} as const;
export type FailureReason = keyof typeof reasons;

/** Why Cloudflare gave no number. Its message names no token and no account. */
export class CloudflareError extends Error {
  override readonly name = "CloudflareError";
  constructor(
    readonly reason: FailureReason,
    detail?: string,
    readonly retry_after_seconds: number | null = null,
  ) {
    super(detail ? `${reasons[reason]}: ${detail}` : reasons[reason]);
  }
}

/** Minutes of one video that were delivered to one country on one day. `country`: two letters, '' when unknown. */
export type DeliveredRow = { provider_id: string; day: Day; country: string; minutes: number };

/**
 * What was delivered of these videos from one day to another, both included and at most `daysPerQuery`. Throws a
 * `CloudflareError`.
 */
export async function deliveredMinutes(
  account: Account,
  { uids, from, to }: { uids: readonly string[]; from: Day; to: Day },
): Promise<DeliveredRow[]> {
  if (daysInclusive(from, to) > daysPerQuery)
    throw new RangeError(`a query covers ${daysPerQuery} days at most`);
  const rows: DeliveredRow[] = [];
  for (let after = ""; ; ) {
    const page = await minutesPage(account, { uids, from, to, after });
    const last = page.at(-1)?.dimensions.uid;
    if (last === undefined || page.length < pageRows) return [...rows, ...page.map(toRow)];
    // The last video's rows may continue on the next page, which begins with a whole video.
    const complete = page.filter(({ dimensions }) => dimensions.uid !== last);
    rows.push(...complete.map(toRow));
    const before = complete.at(-1)?.dimensions.uid;
    if (before !== undefined) after = before;
    else
      return [...rows, ...(await inHalves(account, { uids: uids.filter((uid) => uid >= last), from, to }))];
  }
}

/** One video fills a page by itself: each half of the days is read alone. */
async function inHalves(account: Account, { uids, from, to }: { uids: string[]; from: Day; to: Day }) {
  const days = daysInclusive(from, to);
  if (days < 2) throw new CloudflareError("unreadable", "a day of one video has more rows than countries");
  const middle = plusDays(from, days >> 1);
  return [
    ...(await deliveredMinutes(account, { uids, from, to: plusDays(middle, -1) })),
    ...(await deliveredMinutes(account, { uids, from: middle, to })),
  ];
}

async function minutesPage(
  { account_id, token, api_url }: Account,
  { uids, from, to, after }: { uids: readonly string[]; from: Day; to: Day; after: string },
): Promise<MinutesGroup[]> {
  const variables = { account: account_id, from, before: plusDays(to, 1), uids, after };
  const { data, errors } = await ask(
    new URL("/client/v4/graphql", api_url),
    minutesAnswer,
    timeoutMs.minutes,
    {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ query: minutesQuery, variables }),
    },
  );
  const [error] = errors ?? [];
  if (error) throw graphqlError(error.message);
  const [one] = data?.viewer.accounts ?? [];
  if (!one) throw new CloudflareError("no_access");
  const asked = new Set(uids);
  const page = one.streamMinutesViewedAdaptiveGroups;
  // Otherwise a wrong answer could send us from page to page for ever, or into days that we did not mean to replace.
  for (const { dimensions } of page)
    if (
      !asked.has(dimensions.uid) ||
      dimensions.uid <= after ||
      dimensions.date < from ||
      dimensions.date > to
    )
      throw new CloudflareError("unreadable", "it has rows that were not asked for");
  return page;
}

const toRow = ({ sum, dimensions }: MinutesGroup): DeliveredRow => ({
  provider_id: dimensions.uid,
  day: dimensions.date,
  country: /^[A-Z][A-Z0-9]$/.test(dimensions.clientCountryName ?? "") ? dimensions.clientCountryName! : "",
  minutes: sum.minutesViewed,
});

/** How many people watch a live video now; null when Cloudflare has no such live video. Throws a `CloudflareError`. */
export async function liveViewers(streamUrl: string, uid: string): Promise<number | null> {
  const address = new URL(`/${encodeURIComponent(uid)}/views`, streamUrl);
  try {
    return (await ask(address, viewsAnswer, timeoutMs.viewers)).liveViewers;
  } catch (error) {
    if (error instanceof MissingError) return null;
    throw error;
  }
}

class MissingError extends CloudflareError {}

async function ask<S extends z.ZodType>(
  address: URL,
  schema: S,
  timeout: number,
  request: RequestInit = {},
): Promise<z.output<S>> {
  let bytes: Uint8Array;
  try {
    // A redirect would carry the token to another address.
    const init: RequestInit = { ...request, redirect: "error", signal: AbortSignal.timeout(timeout) };
    const response = await fetch(address, init);
    if (!response.ok) {
      await response.body?.cancel();
      throw statusError(response);
    }
    bytes = await bodyOf(response);
  } catch (error) {
    if (error instanceof CloudflareError) throw error;
    const late = error instanceof Error && error.name === "TimeoutError";
    throw new CloudflareError(late ? "timeout" : "unreachable");
  }
  const parsed = schema.safeParse(jsonOf(bytes));
  if (!parsed.success) throw new CloudflareError("unreadable", parsed.error.issues[0]?.path.join("."));
  return parsed.data;
}

function statusError({ status, headers }: Response): CloudflareError {
  const seconds = Number(headers.get("retry-after"));
  if (status === 404) return new MissingError("failed", "status 404");
  if (status === 401 || status === 403) return new CloudflareError("no_access");
  if (status === 429) return new CloudflareError("rate_limited", undefined, seconds > 0 ? seconds : null);
  return new CloudflareError("failed", `status ${status}`);
}

/** The kinds of errors that the documentation names are told by their messages. */
function graphqlError(message: string): CloudflareError {
  if (/limit reached|quota exceeded|budget depleted/i.test(message))
    return new CloudflareError("rate_limited");
  if (/does not have access|not authori[sz]ed|authentication/i.test(message))
    return new CloudflareError("no_access");
  return new CloudflareError("failed", message.slice(0, 200));
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > answerBytesMax) throw new CloudflareError("unreadable", "it is too large");
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new CloudflareError("unreadable", "it is not JSON");
  }
}
