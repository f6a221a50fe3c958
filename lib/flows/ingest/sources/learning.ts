import { and, eq, isNull, sql } from "drizzle-orm";
import type { z } from "zod";
import { type Writing, writingOf } from "@/lib/auth/pseudonym";
import { isAdmin, isTeaching } from "@/lib/auth/scope";
import { personNamed } from "@/lib/auth/token-subjects";
import { builtOnce, db } from "@/lib/db/client";
import { customEventTypes } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import { schemaOfProperties } from "@/lib/domain/learning/event-types/schema";
import {
  clockBackDays,
  customName,
  eventTypes,
  familyOf,
  isActivity,
  isEventType,
  type LearningBeacon,
  learningBatchMax,
  learningBody,
  learningBodyBytesMax,
  learningEvent,
} from "@/lib/domain/learning/events";
import {
  announcementOf,
  applyLearningEvents,
  type NewEvent,
} from "@/lib/domain/learning/ingest/apply-events";
import { actorBucket } from "@/lib/domain/learning/ingest/rows";
import { newId } from "@/lib/platform/ids";
import { parse } from "@/lib/platform/problem";
import { processSingleton } from "@/lib/platform/process";
import type { Item, Outcome, Source, Subject } from "../accept";
import { cachedDayOf, cachedRows } from "../cache";
import { type Caller, callerRefusals, personOf } from "../caller";
import { createWriterQueue } from "../queue";
import { type Refusal, refused, textIn } from "../refusals";

/* Learning events: what learners do, and what systems and staff award them; single or in batches. The sender's proof names the school. */

type LearningItem = Item<string, LearningBeacon>;
type School = Subject & { time_zone: string; types: ReadonlyMap<string, z.ZodObject> };
/** An event, and what of it is not stored as it was sent. */
type Row = { event: NewEvent; clipped: string[] };

const refusals = {
  ...callerRefusals,
  no_school: {
    code: "forbidden",
    path: "user_id",
    message: "events belong to a school: send them with an account of the school",
  },
  not_about_others: {
    code: "forbidden",
    path: "user_id",
    message: "only instructors, administrators and their API tokens can send events about others",
  },
  not_by_learners: {
    code: "forbidden",
    path: "event_type",
    message: "only instructors, administrators and their API tokens can send XP, awards and system events",
  },
  not_about_oneself: {
    code: "forbidden",
    path: "user_id",
    message: "name whom XP and awards are for; nobody can award them to themselves",
  },
  not_sent: {
    code: "forbidden",
    path: "event_type",
    message: "is stored with the practice that POST /api/sessions/save saves",
  },
  unknown_person: {
    code: "not_found",
    path: "user_id",
    message: "this person does not exist in your school, or not among those whom you teach",
  },
  unknown_type: {
    code: "invalid",
    path: "event_type",
    message: "your school has not defined this type, or has archived it",
  },
  too_old: {
    code: "invalid",
    path: "occurred_at",
    message: "your school no longer keeps events of this time",
  },
  no_person: {
    code: "forbidden",
    path: "token",
    message: "this playback token names nobody with an account in the school",
  },
} as const satisfies Record<string, Refusal>;

const isAward = (type: string): boolean => familyOf(type) === "gamification";

/** Of the school's own types only that they are: it can have any number of them. */
function kindOf(item: unknown): string {
  const type = textIn(item, "event_type") ?? "";
  if (isEventType(type)) return type;
  return customName.test(type) ? "custom" : "unknown";
}

const routes = {
  "events/track": {
    kind: "event",
    body: learningBody,
    batch: {
      item: learningEvent,
      items_max: learningBatchMax,
      kindOf,
      or_one: true,
    },
    per_minute: 600,
  },
};
const prefix = "/api/analytics/";

export type LearningRoute = keyof typeof routes;

export const learningSource = {
  match(path) {
    const route = path.startsWith(prefix) ? path.slice(prefix.length) : "";
    return Object.hasOwn(routes, route) ? { route, reference: "" } : null;
  },
  bodyBytesMax: learningBodyBytesMax,
  routes,
  tokenScope: "events",
  async subject(_, { token, scope }) {
    const schoolId = token?.school_id ?? scope?.school_id;
    if (schoolId === undefined) throw refused(refusals, "proof_needed");
    const [school] = schoolId === null ? [] : await schoolsById(schoolId);
    if (!school) throw refused(refusals, "no_school");
    return school;
  },
  alike: ({ beacon: { event_type, user_id } }) => `${isAward(event_type)} ${user_id ?? ""}`,
  authorize({ beacon: { event_type, user_id } }, _, { scope, token }) {
    if (familyOf(event_type) === "practice") throw refused(refusals, "not_sent");
    if (scope && isTeaching(scope)) {
      if (isAward(event_type) && user_id === undefined) throw refused(refusals, "not_about_oneself");
      return;
    }
    if (!isActivity(event_type)) throw refused(refusals, "not_by_learners");
    if (user_id !== undefined && user_id !== scope?.user_id && user_id !== token?.subject)
      throw refused(refusals, "not_about_others");
  },
  async sender({ beacon: { event_type, user_id } }, school, caller) {
    const { school_id } = school!;
    const person = await personOfEvent(user_id, school_id, caller);
    if (isAward(event_type) && person.id === caller.scope?.user_id)
      throw refused(refusals, "not_about_oneself");
    return writingOf(school_id, person.id);
  },
  limited: { key: (_item, _school, { actor }) => actor, who: "this learner" },
  toRow({ beacon, request }, school, of) {
    const { event_type, id = newId(), properties: sent = {} } = beacon;
    const { received_at } = request;
    const schema = isEventType(event_type)
      ? eventTypes[event_type].properties
      : school!.types.get(event_type);
    if (!schema) throw refused(refusals, "unknown_type");
    const properties: Record<string, unknown> = parse(schema, sent, { root: "properties" });
    const occurred_at = clamped(beacon.occurred_at, received_at);
    const undeclared = Object.keys(sent).some((name) => !Object.hasOwn(schema.shape, name));
    const { school_id, time_zone } = school!;
    const day = cachedDayOf(occurred_at.at, time_zone);
    return {
      event: {
        of,
        actor: of.actor,
        id,
        school_id,
        event_type,
        properties,
        occurred_at: occurred_at.at,
        received_at,
        day,
      },
      clipped: [
        ...(undeclared ? ["undeclared_property"] : []),
        ...(occurred_at.skewed ? ["clock_skew"] : []),
      ],
    };
  },
  async store(rows) {
    const outcomes = await eventQueue().submitAll(rows.map(({ event }) => event));
    return outcomes.map((settled, index) => {
      if (settled.status === "rejected") return settled;
      const { event, clipped } = rows[index]!;
      const { kind } = settled.value;
      if (kind === "too_old") return { status: "rejected", reason: refused(refusals, kind) };
      return { status: settled.status, value: { kind, clipped, id: event.id } };
    });
  },
  refusals,
  announced: (_item, _school, { event }) => announcementOf(event),
  checked: () => [],
  answer: async (_item, _school, _actor, { id }) => ({ success: true, id }),
  close: () => eventQueue().close(),
} satisfies Source<LearningItem, School, Writing, Row, Outcome & { id: string }>;

const eventQueue = () =>
  processSingleton("learning queue", () =>
    createWriterQueue({
      what: "learning events",
      shards: 2,
      shardOf: ({ actor }: NewEvent) => actorBucket(actor),
      flush: applyLearningEvents,
    }),
  );

/* ---- Which school ---- */

const schoolRow = () =>
  builtOnce("learning schools", () =>
    db()
      .select({
        school_id: schools.id,
        time_zone: schools.time_zone,
        address_limit_per_minute: schools.address_limit_per_minute,
      })
      .from(schools)
      .where(eq(schools.id, sql.placeholder("id"))),
  );

const typeRows = () =>
  builtOnce("learning types", () =>
    db()
      .select({ name: customEventTypes.name, properties: customEventTypes.properties })
      .from(customEventTypes)
      .where(
        and(eq(customEventTypes.school_id, sql.placeholder("id")), isNull(customEventTypes.archived_at)),
      ),
  );

const schoolsById = cachedRows<School>("learning schools", async (id) => {
  const [rows, types] = await Promise.all([schoolRow().execute({ id }), typeRows().execute({ id })]);
  const ofSchool = new Map(types.map(({ name, properties }) => [name, schemaOfProperties(properties)]));
  return rows.map((row) => ({ ...row, types: ofSchool }));
});

/* ---- Whom an event is about ---- */

/** The sender, or whom they name: anybody of an admin's school, of an instructor's whom they know. */
async function personOfEvent(
  named: string | undefined,
  school_id: string,
  caller: Caller,
): Promise<{ id: string }> {
  const { scope } = caller;
  if (named === undefined || named === scope?.user_id || named === caller.token?.subject) {
    const person = await personOf(caller);
    if (!person?.user) throw refused(refusals, "no_person");
    return person.user;
  }
  const instructor_id = !scope || isAdmin(scope) ? undefined : scope.user_id;
  const { user } = await personNamed(named, { school_id, instructor_id });
  if (!user) throw refused(refusals, "unknown_person");
  if (user.disabled) throw refused(refusals, "deactivated");
  return user;
}

/** When it happened: the sender's time, clamped to the week before the receipt; without it the receipt. */
function clamped(occurredAt: string | undefined, receivedAt: Date): { at: Date; skewed: boolean } {
  if (occurredAt === undefined) return { at: receivedAt, skewed: false };
  const given = Math.floor(Date.parse(occurredAt));
  const received = receivedAt.getTime();
  const at = Math.min(received, Math.max(received - clockBackDays * 86_400_000, given));
  return { at: new Date(at), skewed: at !== given };
}
