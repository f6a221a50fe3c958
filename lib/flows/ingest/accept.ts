import type { ZodType } from "zod";
import type { TokenScope } from "@/lib/auth/token-scopes";
import type { CheckedThing } from "@/lib/domain/setup/ingest/checks";
import { parseJson } from "@/lib/http/body";
import { asAppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { toProblem } from "@/lib/platform/problem";
import { currentNote, noteFailure } from "@/lib/platform/request-note";
import type { Caller, SenderClaims } from "./caller";
import { countResults, type Result, type Troubles } from "./counters";
import { acceptItems } from "./items";
import { addressLimit, countBeacons } from "./limits";
import { bodyRefusals, type Refusal, reasonOf, refused, textIn } from "./refusals";
import type { RequestHeaders } from "./request-facts";

/** One tracking request, whichever transport brought it. */
export type TrackingRequest = {
  id: string;
  headers: RequestHeaders;
  /** The caller's network: an IPv4 address, or all that one IPv6 caller has. */
  address: string;
  received_at: Date;
  /** Throws when the body is larger, or does not arrive. */
  readBody: (bytesMax: number) => Promise<Uint8Array>;
};
export type Answer = { status: number; headers: Record<string, string>; body: string };

/** A parsed tracking address: one of its source's routes and, if it names a subject, a reference to it. */
export type Target = { route: string; reference: string };

/** One parsed item of a request. */
export type Item<Kind extends string = string, Beacon extends SenderClaims = SenderClaims> = {
  kind: Kind;
  beacon: Beacon;
  target: Target;
  request: TrackingRequest;
};

/** The fields of an item's subject that every source has. */
export type Subject = { school_id: string; address_limit_per_minute: number };

export type Outcome =
  /**
   * `clipped`: what of the item was impossible or undeclared and is not stored, one reason for each. `troubles`: what it says of its sender's
   * delivery that no earlier one said.
   */
  | { kind: "stored"; clipped?: readonly string[]; troubles?: Troubles }
  | { kind: "duplicate" }
  | { kind: "refused"; reason: string }
  /** Nothing was stored because the subject became known in the meantime: accept the item again from the first step. */
  | { kind: "subject_found" };

type Route = {
  /** The items' kind in the counters; in a batch each item has its own. */
  kind: string;
  body: ZodType;
  /** For a batch: the schema of one item, so that a bad item does not fail the others. `or_one`: a body may also be one item. */
  batch?: { item: ZodType; items_max: number; or_one?: boolean; kindOf: (item: unknown) => string };
  /** Beacons a minute from one sender. */
  per_minute: number;
};

/** A source of tracking data: its addresses and bodies, and what it does at each step of `acceptItem`. A new one is a file in sources/, listed in transports.ts. */
export interface Source<
  SourceItem extends Item = Item,
  SourceSubject extends Subject = Subject,
  Sender = unknown,
  Row = unknown,
  SourceOutcome extends Outcome = Outcome,
> {
  /** Parses an address; null when it is not this source's. */
  match(path: string): Target | null;
  bodyBytesMax: number;
  routes: Record<string, Route>;
  /** What a personal API token must be allowed. */
  tokenScope?: TokenScope;
  /** The item's subject. Throws when it does not exist; null when only later items name it. */
  subject(item: SourceItem, caller: Caller): Promise<SourceSubject | null>;
  /** Items of one caller for which this is the same have the same subject and sender, which are looked up once. */
  alike?(item: SourceItem): string;
  /** Throws when this caller may not write this about the subject. */
  authorize(item: SourceItem, subject: SourceSubject, caller: Caller): void;
  /** The item's sender, as the row stores it. */
  sender(item: SourceItem, subject: SourceSubject | null, caller: Caller): Promise<Sender>;
  /** The key that the route's limit counts by, and its name in the error. */
  limited: { key(item: SourceItem, subject: SourceSubject | null, sender: Sender): string; who: string };
  /** What an address may not begin too many of at one place, where callers need no proof: the plural, and how one is told from another. */
  newcomer?: {
    what: string;
    place(subject: SourceSubject): string;
    key(item: SourceItem, subject: SourceSubject, sender: Sender): string;
  };
  toRow(item: SourceItem, subject: SourceSubject | null, sender: Sender, caller: Caller): Row;
  /** Resolves with each row's own outcome, in order, after its commit. */
  store(rows: readonly Row[]): Promise<PromiseSettledResult<SourceOutcome>[]>;
  refusals: Record<string, Refusal>;
  /** The event of the bus for a stored row, its type and payload; null for what comes too often to tell every process. */
  announced(
    item: SourceItem,
    subject: SourceSubject | null,
    row: Row,
  ): { type: string; [field: string]: unknown } | null;
  /** What staff see arrive when this item does. `raw` is the item as it was sent, and can be anything. */
  checked(sent: Sent, subject: SourceSubject | null): CheckedThing[];
  answer(
    item: SourceItem,
    subject: SourceSubject | null,
    sender: Sender,
    outcome: SourceOutcome,
  ): Promise<object>;
  /** Answers the queued items, refuses new ones (503), and closes the connections. */
  close(): Promise<void>;
}

/** An item before it is parsed, and who sent it, as far as that is known. */
export type Sent = { raw: unknown; target: Target; origin: string | null; school_id: string | null };

/** Turns a request into committed facts and an answer. It is independent of a framework and never throws: every error is a problem+json. */
export async function accept(source: Source, target: Target, request: TrackingRequest): Promise<Answer> {
  const route = source.routes[target.route]!;
  let batch = route.batch !== undefined;
  let results: Result[];
  try {
    const body = await request.readBody(source.bodyBytesMax);
    const parsed = parseBody(body);
    batch = batch && !(route.batch?.or_one && !Array.isArray(parsed));
    const items = batch ? splitBatch(route, parsed) : [parsed];
    const raws = items.map((item, index) => ({ item, index: batch ? index : null }));
    results = await acceptItems(source, target, request, { raws, answered: !batch });
  } catch (error) {
    batch = false;
    results = [{ kind: route.kind, school_id: null, error: await limitedByAddress(request, error) }];
  }
  countResults(results);
  noteResults(results);
  logFailures(request, target, results);
  return batch ? batchAnswer(results, request.id) : singleAnswer(results[0]!, request.id);
}

/* ---- Steps that do not depend on the source ---- */

function parseBody(body: Uint8Array): unknown {
  try {
    return parseJson(body);
  } catch {
    throw refused(bodyRefusals, "not_json");
  }
}

/** The items of a batch. */
function splitBatch(route: Route, body: unknown): unknown[] {
  if (!Array.isArray(body)) throw refused(bodyRefusals, "not_a_list");
  if (body.length > route.batch!.items_max) throw refused(bodyRefusals, "too_many_items");
  return body;
}

/** The kind of a batch's item, for its counter: the type in this field, `unknown` without one. */
export const kindIn =
  (field: string, kinds: readonly string[]) =>
  (item: unknown): string => {
    const type = textIn(item, field);
    return type !== null && kinds.includes(type) ? type : "unknown";
  };

/** Why a request failed as a whole. It counts against the installation's ceiling for its address, and past that says so. */
const limitedByAddress = async ({ address }: TrackingRequest, error: unknown): Promise<unknown> =>
  (await countBeacons(addressLimit(address, null), 1))?.error ?? error;

/** Whose request it was, and why it failed: the first that failed speaks for a batch. */
function noteResults(results: Result[]): void {
  const note = currentNote();
  if (!note) return;
  note.school_id ??= results.find(({ school_id }) => school_id !== null)?.school_id ?? null;
  const failed = results.find((result) => "error" in result);
  if (failed && "error" in failed) noteFailure(failed.error);
}

/** Server errors are logged under the request's id, once per request. */
function logFailures(request: TrackingRequest, { route }: Target, results: Result[]): void {
  const errors = results.flatMap((result) =>
    "error" in result && asAppError(result.error).status >= 500 ? [result.error] : [],
  );
  if (errors.length > 0)
    log.error(
      { error: describeError(errors[0]), requestId: request.id, route, items: errors.length },
      "tracking failed",
    );
}

/* ---- Answers ---- */

function singleAnswer(result: Result, requestId: string): Answer {
  return "error" in result
    ? problemAnswer(result.error, requestId)
    : jsonAnswer(200, result.answer, requestId);
}

export function problemAnswer(error: unknown, requestId: string): Answer {
  const { problem, headers } = toProblem(error, requestId);
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}

/** 200 when at least one item was stored; else the status that all items share, for clients that do not read items. */
function batchAnswer(results: Result[], requestId: string): Answer {
  const errors = results.map((result) => ("error" in result ? asAppError(result.error) : null));
  const statuses = new Set(errors.map((error) => error?.status ?? 200));
  const [only] = statuses;
  const status = statuses.size === 1 && only !== undefined && only >= 429 ? only : 200;
  const body = {
    success: errors.every((error) => error === null),
    results: errors.map((error, index) =>
      error
        ? {
            index,
            status: error.status,
            code: reasonOf(error),
            detail: error.message,
          }
        : { index, status: 200 },
    ),
  };
  const retryAfter = Math.max(0, ...errors.map((error) => error?.options.retryAfterSeconds ?? 0));
  const answer = jsonAnswer(status, body, requestId);
  // Also when only some items are to come again.
  if (retryAfter > 0) answer.headers["retry-after"] = String(Math.ceil(retryAfter));
  return answer;
}

function jsonAnswer(status: number, body: object | null, requestId: string): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", "x-request-id": requestId },
    body: JSON.stringify(body),
  };
}
