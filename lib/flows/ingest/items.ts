import { announceAll } from "@/lib/db/bus/bus";
import { measure } from "@/lib/http/measurements";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { parse } from "@/lib/platform/problem";
import { noteCaller } from "@/lib/platform/request-note";
import type { Item, Outcome, Sent, Source, Subject, Target, TrackingRequest } from "./accept";
import { type Caller, identify, type SenderClaims } from "./caller";
import { noteChecks } from "./checks";
import { countTroubles, type Result } from "./counters";
import { addressLimit, countBeacons, type Limit, limitNewcomer } from "./limits";
import { refused } from "./refusals";

/*
 * The items of a request, from what was sent to committed facts. All items take a step before any takes the next one, so that what they have in common
 * is looked up and counted once. Each step may refuse an item, which then takes no further one.
 */

/** An item as it was sent, and its place in a batch. */
export type RawItem = { item: unknown; index: number | null };

type Entry = {
  raw: RawItem;
  kind: string;
  sent: Sent;
  /** Why it takes no further step. */
  refusal: { error: unknown } | null;
  /* What the steps learn, in this order. */
  item: Item | null;
  caller: Caller | null;
  subject: Subject | null;
  sender: unknown;
  row: unknown;
  outcome: Outcome | null;
  answer: object | null;
};
/** After the steps that set these. */
type Identified = Entry & { item: Item; caller: Caller };
type Stored = Identified & { outcome: Outcome };

/** The results of a request's items, in order. `answered`: whether the caller reads what the source answers for each. */
export async function acceptItems(
  source: Source,
  target: Target,
  request: TrackingRequest,
  { raws, answered }: { raws: readonly RawItem[]; answered: boolean },
): Promise<Result[]> {
  const route = source.routes[target.route]!;
  const origin = request.headers.get("origin");
  const entries = raws.map(
    (raw): Entry => ({
      raw,
      kind: route.kind,
      sent: { raw: raw.item, target, origin, school_id: null },
      refusal: null,
      item: null,
      caller: null,
      subject: null,
      sender: null,
      row: null,
      outcome: null,
      answer: null,
    }),
  );
  await take(source, target, request, entries);
  if (answered)
    await lookUp(
      entries as Stored[],
      (entry) => entry,
      ({ item, subject, sender, outcome }) => source.answer(item, subject, sender, outcome),
      (entry, answer) => {
        entry.answer = answer;
      },
    );
  const results = entries.map(resultOf);
  tellOf(source, request, entries as Stored[]);
  for (const { sent, subject, refusal } of entries)
    noteChecks(source.checked(sent, subject), request.received_at, origin, refusal?.error);
  return results;
}

const schoolOf = ({ subject, sent }: Entry): string | null => subject?.school_id ?? sent.school_id;

function resultOf(entry: Entry): Result {
  const { kind, refusal, outcome, answer } = entry;
  const school_id = schoolOf(entry);
  if (refusal) return { kind, school_id, error: refusal.error };
  const clipped = (outcome?.kind === "stored" && outcome.clipped) || [];
  return { kind, school_id, outcome: outcome?.kind === "stored" ? "stored" : "duplicate", clipped, answer };
}

/** Takes the items through every step up to the commit. */
async function take(source: Source, target: Target, request: TrackingRequest, all: Entry[]): Promise<void> {
  const route = source.routes[target.route]!;
  each(all, (entry) => {
    const { raw } = entry;
    if (route.batch) entry.kind = route.batch.kindOf(raw.item);
    const schema = route.batch?.item ?? route.body;
    const beacon = parse(schema, raw.item, { root: raw.index === null ? "" : `[${raw.index}]` });
    entry.item = { kind: entry.kind, beacon: beacon as SenderClaims, target, request };
  });
  await lookUp(
    all as Identified[],
    ({ item }) => item.beacon.token ?? "",
    async ({ item }) => {
      const caller = await identify(request.headers, item.beacon.token, source.tokenScope);
      if (caller.scope) noteCaller(caller.scope);
      return caller;
    },
    (entry, caller) => {
      entry.caller = caller;
      entry.sent.school_id = caller.token?.school_id ?? caller.scope?.school_id ?? null;
    },
  );
  const alike = (entry: Identified) =>
    source.alike ? `${entry.item.beacon.token ?? ""} ${source.alike(entry.item)}` : entry;
  await lookUp(
    all as Identified[],
    alike,
    ({ item, caller }) => source.subject(item, caller),
    (entry, subject) => {
      entry.subject = subject;
    },
  );
  // What leads to no school counts against the installation's ceiling for its address, and past that says so.
  await count(
    all.filter((entry) => !isOpen(entry)),
    () => addressLimit(request.address, null),
  );
  const entries = all.filter(isOpen) as Identified[];
  await count(entries, ({ subject }) => addressLimit(request.address, subject));
  each(entries, ({ item, subject, caller }) => {
    if (subject) source.authorize(item, subject, caller);
  });
  await lookUp(
    entries,
    alike,
    ({ item, subject, caller }) => source.sender(item, subject, caller),
    (entry, sender) => {
      entry.sender = sender;
    },
  );
  const message = `Too many requests from ${source.limited.who}`;
  const { per_minute } = route;
  await count(entries.filter(isOpen) as Identified[], ({ item, subject, sender }) => ({
    ...{ name: target.route, per_minute, key: source.limited.key(item, subject, sender), message },
  }));
  const { newcomer } = source;
  if (newcomer)
    await lookUp(
      entries,
      (entry) => entry,
      ({ item, subject, sender }) => {
        if (!subject) return null;
        const { what } = newcomer;
        const [place, key] = [newcomer.place(subject), newcomer.key(item, subject, sender)];
        return limitNewcomer(request.address, subject, { what, place, key });
      },
      () => {},
    );
  each(entries, (entry) => {
    entry.row = source.toRow(entry.item, entry.subject, entry.sender, entry.caller);
  });
  await store(source, entries.filter(isOpen));
  const again = entries.filter(({ outcome }) => outcome?.kind === "subject_found");
  if (again.length > 0) await take(source, target, request, again);
}

/** Stores the rows, and takes what became of each from its commit. */
async function store(source: Source, entries: Identified[]): Promise<void> {
  if (entries.length === 0) return;
  const outcomes = await source.store(entries.map(({ row }) => row));
  for (const [index, entry] of entries.entries()) {
    const settled = outcomes[index]!;
    if (settled.status === "rejected") entry.refusal = { error: settled.reason };
    else if (settled.value.kind === "refused")
      entry.refusal = { error: refused(source.refusals, settled.value.reason) };
    else entry.outcome = settled.value;
  }
}

/** Tells of what is stored: the bus, the measurements. */
function tellOf(source: Source, { received_at }: TrackingRequest, entries: Stored[]): void {
  const taken = entries.filter(isOpen);
  announceAll(
    taken.flatMap((entry) => {
      const event =
        entry.outcome.kind === "stored" ? source.announced(entry.item, entry.subject, entry.row) : null;
      return event ? [{ type: event.type, payload: { ...event, school_id: schoolOf(entry) } }] : [];
    }),
  );
  const lag = Date.now() - received_at.getTime();
  const ofSchools = new Map<string | null, number>();
  for (const entry of taken) {
    const school = schoolOf(entry);
    ofSchools.set(school, (ofSchools.get(school) ?? 0) + 1);
    const { outcome } = entry;
    if (outcome.kind === "stored" && outcome.troubles) countTroubles(outcome.troubles, school);
  }
  for (const [school, times] of ofSchools) measure("ingest_lag", "", lag, school, { times });
}

/* ---- How a step is taken ---- */

const isOpen = ({ refusal }: Entry): boolean => refusal === null;

/** A step that does not wait: what it throws refuses the item. */
function each<E extends Entry>(entries: readonly E[], step: (entry: E) => void): void {
  for (const entry of entries)
    if (isOpen(entry))
      try {
        step(entry);
      } catch (error) {
        entry.refusal = { error };
      }
}

/** A step that waits, taken once for the items for which `alike` is the same. */
async function lookUp<E extends Entry, V>(
  entries: readonly E[],
  alike: (entry: E) => unknown,
  ask: (entry: E) => V | Promise<V>,
  learn: (entry: E, value: V) => void,
): Promise<void> {
  const groups = new Map<unknown, E[]>();
  for (const entry of entries) if (isOpen(entry)) getOrInsert(groups, alike(entry), () => []).push(entry);
  await Promise.all(
    [...groups.values()].map(async (group) => {
      try {
        const value = await ask(group[0]!);
        for (const entry of group) learn(entry, value);
      } catch (error) {
        for (const entry of group) entry.refusal = { error };
      }
    }),
  );
}

/** Counts items against their limits: of those with the same one, the last ones are refused that are past it. */
async function count<E extends Entry>(entries: readonly E[], limitOf: (entry: E) => Limit): Promise<void> {
  const groups = new Map<string, { limit: Limit; group: E[] }>();
  for (const entry of entries) {
    const limit = limitOf(entry);
    getOrInsert(groups, limit.key, () => ({ limit, group: [] })).group.push(entry);
  }
  for (const { limit, group } of groups.values()) {
    const past = await countBeacons(limit, group.length);
    if (past) for (const entry of group.slice(-past.beacons)) entry.refusal = { error: past.error };
  }
}
