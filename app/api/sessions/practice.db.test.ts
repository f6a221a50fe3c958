import { beforeEach, describe, expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { examplePracticeInput } from "@/lib/domain/practice/fixtures";
import type { PracticeRow } from "@/lib/domain/practice/schema";
import { rebuildAll } from "@/lib/flows/rollups/rebuild";
import { routePatterns } from "@/lib/http/route-patterns";
import { apiTokenOf, type Caller, signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeUser, type Person, testDatabase } from "@/lib/testing/database";
import { send } from "@/lib/testing/requests";
import { routeTable } from "../route-table";

const { sql } = testDatabase();
const table = await routeTable();
const lineOf = (name: string) => table.find(({ method, path }) => `${method} ${path}` === name)!;

let school: { id: string };
let student: Person;
let caller: Caller;
beforeEach(async () => {
  school = await makeSchool();
  student = await makeUser({ school_id: school.id });
  caller = await signedIn(student);
});

const withKey = ({ headers }: Caller, key: string): Caller => ({
  headers: { ...headers, "idempotency-key": key },
});
const save = (body: object, as = caller) => send(lineOf("POST /api/sessions/save"), { body }, as);
const rows = () => sql`select * from practice_sessions where user_id = ${student.id} order by created_at, id`;
/** Which fields an answer refuses. */
const refused = async (response: Response) => {
  const { errors } = (await response.json()) as { errors: { path: string }[] };
  return [response.status, ...errors.map(({ path }) => path)];
};

it("has its own routes: they come before a session of that name", () => {
  const names = ["save", "history", "stats", "warmup", "export"];
  const pages = [
    "/api/sessions/[sessionId]/presence",
    "/api/sessions/[sessionId]",
    ...names.map((name) => `/api/sessions/${name}`),
  ];
  const patternOf = routePatterns(pages);
  for (const name of names) {
    expect(patternOf(`/api/sessions/${name}`)).toBe(`/api/sessions/${name}`);
    expect(table.map(({ path }) => path)).toContain(`/api/sessions/${name}`);
  }
});

describe("saving a practice session", () => {
  it("stores what was sent, for the caller, and answers the row", async () => {
    const response = await save({ ...examplePracticeInput, topics: [" Your studies "] });
    expect(response.status).toBe(200);
    const { session } = (await response.json()) as { session: PracticeRow };
    expect(session).toMatchObject({ ...examplePracticeInput, topics: ["Your studies"] });
    expect(await rows()).toMatchObject([
      { id: session.id, school_id: school.id, user_id: student.id, metadata: { app: "speak-1.4" } },
    ]);
    expect((await rows())[0]?.created_at.toISOString()).toBe(session.created_at);
  });

  it("needs type, duration and words; the rest is unknown or empty without them", async () => {
    const response = await save({ session_type: "roleplay", duration_seconds: 60, words_spoken: 0 });
    const { session } = (await response.json()) as { session: PracticeRow };
    expect(session).toMatchObject({
      ...{ pronunciation_score: null, fluency_score: null, grammar_score: null },
      ...{ topics: [], vocabulary_learned: [], areas_to_improve: [], metadata: {} },
    });
    expect(await refused(await save({}))).toEqual([400, "session_type", "duration_seconds", "words_spoken"]);
  });

  const nested = (depth: number): unknown => (depth === 0 ? "x" : { a: nested(depth - 1) });
  it.each<[object, string]>([
    [{ session_type: "lecture" }, "session_type"],
    [{ duration_seconds: 0 }, "duration_seconds"],
    [{ duration_seconds: 60.5 }, "duration_seconds"],
    [{ duration_seconds: 86_401 }, "duration_seconds"],
    [{ duration_seconds: "60" }, "duration_seconds"],
    [{ words_spoken: -1 }, "words_spoken"],
    [{ fluency_score: 100.1 }, "fluency_score"],
    [{ grammar_score: -0.1 }, "grammar_score"],
    [{ pronunciation_score: "71" }, "pronunciation_score"],
    [{ topics: Array(21).fill("x") }, "topics"],
    [{ topics: ["x", "y".repeat(121)] }, "topics[1]"],
    [{ topics: ["a\u0000"] }, "topics[0]"],
    [{ vocabulary_learned: [" "] }, "vocabulary_learned[0]"],
    [{ vocabulary_learned: Array(101).fill("x") }, "vocabulary_learned"],
    [{ areas_to_improve: "grammar" }, "areas_to_improve"],
    [{ metadata: [] }, "metadata"],
    [{ metadata: { a: "\u0000" } }, "metadata"],
    [{ metadata: { "\u0000": 1 } }, "metadata"],
    [{ metadata: nested(7) }, "metadata"],
    [{ metadata: { a: "x".repeat(8000) } }, "metadata"],
    // A misspelled field would be lost without a word.
    [{ fluency: 70 }, ""],
  ])("refuses %j by its field, with nothing stored", async (wrong, field) => {
    expect(await refused(await save({ ...examplePracticeInput, ...wrong }))).toEqual([400, field]);
    expect(await rows()).toHaveLength(0);
  });

  it("takes the ends of each range", async () => {
    const ends = {
      pronunciation_score: 0,
      fluency_score: 100,
      duration_seconds: 86_400,
      metadata: nested(5),
    };
    expect((await save({ ...examplePracticeInput, ...ends })).status).toBe(200);
  });

  it("is done once for one key, also for two requests at once, and refuses the key for other data", async () => {
    const [first, second] = await Promise.all([
      save(examplePracticeInput, withKey(caller, "a")),
      save(examplePracticeInput, withKey(caller, "a")),
    ]);
    const answers = [await first.json(), await second.json()];
    expect(answers[0]).toEqual(answers[1]);
    // What is left out is what was stored for it, and the order of keys says nothing.
    const reordered = Object.fromEntries(Object.entries(examplePracticeInput).reverse());
    expect(await (await save(reordered, withKey(caller, "a"))).json()).toEqual(answers[0]);
    expect(await rows()).toHaveLength(1);
    const other = await save({ ...examplePracticeInput, words_spoken: 1 }, withKey(caller, "a"));
    expect(await refused(other)).toEqual([409, "Idempotency-Key"]);
    expect((await save(examplePracticeInput, withKey(caller, "b"))).status).toBe(200);
    expect((await save(examplePracticeInput)).status).toBe(200);
    expect((await save(examplePracticeInput)).status).toBe(200);
    expect(await rows()).toHaveLength(4);
    // Another person's keys are their own.
    const mate = await makeUser({ school_id: school.id });
    expect((await save(examplePracticeInput, withKey(await signedIn(mate), "a"))).status).toBe(200);
    expect(await refused(await save(examplePracticeInput, withKey(caller, "x y")))).toEqual([
      400,
      "Idempotency-Key",
    ]);
  });

  it("takes an API token that may send events, and no other", async () => {
    expect((await save(examplePracticeInput, (await apiTokenOf(student.id, ["events"])).caller)).status).toBe(
      200,
    );
    expect((await save(examplePracticeInput, (await apiTokenOf(student.id, ["read"])).caller)).status).toBe(
      403,
    );
  });

  it("counts once in the caller's day, for as long as it took, and the roll-ups agree with a rebuild", async () => {
    await save({ ...examplePracticeInput, duration_seconds: 900 }, withKey(caller, "a"));
    await save({ ...examplePracticeInput, duration_seconds: 900 }, withKey(caller, "a"));
    const [row] = await rows();
    const actor = await actorOf(school.id, student.id);
    expect(await sql`select events, active_ms::int from daily_activity where actor = ${actor}`).toEqual([
      { events: 1, active_ms: 900_000 },
    ]);
    expect(await sql`select id, event_type, properties from learning_events where actor = ${actor}`).toEqual([
      {
        ...{ id: row!.id, event_type: "practice_complete" },
        properties: { practice_id: row!.id, session_type: "conversation", duration_seconds: 900 },
      },
    ]);
    expect((await rebuildAll({ school_id: school.id })).differences).toEqual([]);
  });

  it("is no event that a client can send", async () => {
    const body = {
      event_type: "practice_complete",
      properties: { practice_id: student.id, session_type: "roleplay", duration_seconds: 1 },
    };
    for (const role of ["student", "admin"] as const) {
      const sender = await signedIn(await makeUser({ school_id: school.id, role }));
      const response = await send(lineOf("POST /api/analytics/events/track"), { body }, sender);
      expect(await refused(response)).toEqual([403, "event_type"]);
    }
  });
});
