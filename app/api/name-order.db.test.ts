import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { newApiToken } from "@/lib/auth/bearer";
import { db } from "@/lib/db/client";
import { apiTokens } from "@/lib/db/tables/people";
import { attendees } from "@/lib/db/tables/sessions";
import { viewerProgress } from "@/lib/db/tables/videos";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { numberFormat } from "@/lib/language/numbers";
import { newId } from "@/lib/platform/ids";
import { type Caller, signedIn } from "@/lib/testing/access-world";
import { playback } from "@/lib/testing/beacons";
import {
  enroll,
  makeAddress,
  makeAssessment,
  makeCourse,
  makeResult,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { send } from "@/lib/testing/requests";
import { routeTable } from "./route-table";

const { writer } = testDatabase();

/** As people look for them. */
const names = ["Alex", "Álex", "alice", "Ärzte", "Bruno", "Emil", "Émile", "part 2", "part 10", "Zoë"];
/** In another order, so that none is right by chance. */
const shuffled = [7, 2, 9, 0, 4, 8, 1, 6, 3, 5].map((at) => names[at]!);

let caller: Caller;
/** The installation's admin, who reaches the schools with these names. */
let operator: Caller;
const schoolsWord = "named-in-order";
let ids: Record<string, string>;

/** A school in which everything has these names: courses, sessions, videos, addresses, tokens, and the people of one course, session, video and assessment. */
beforeAll(async () => {
  const school_id = (await makeSchool()).id;
  const admin = await makeUser({ school_id, role: "admin" });
  const course = await makeCourse({ school_id });
  const held = { school_id, course_id: course.id, instructor_id: admin.id, status: "ended" as const };
  const made: { sessionId: string; videoId: string }[] = [];
  for (const title of shuffled) {
    await makeAddress({ school_id, address: title });
    await makeCourse({ school_id, title });
    made.push({
      sessionId: (await makeSession({ ...held, title })).id,
      videoId: (await makeVideo({ school_id, course_id: course.id, title })).id,
    });
  }
  // Videos are listed once somebody has watched them.
  const watched = made.map(({ videoId }) => playback(videoId, "v:somebody", { played: [[0, 9]] }));
  await applyBeacons(writer, watched);
  ids = { ...made[0]!, courseId: course.id };
  const session_id = made[0]!.sessionId;
  const now = new Date();
  const assessment = await makeAssessment({ course_id: course.id });
  for (const [index, name] of shuffled.entries()) {
    await makeSchool({ name, external_id: `${schoolsWord}-${index}` });
    const { id } = await makeUser({ school_id, name, email: `${newId()}@lectern.test` });
    await enroll(course.id, id);
    await makeResult({ assessment_id: assessment.id, user_id: id, points: 50 });
    await db()
      .insert(attendees)
      .values({ session_id, id: newId(), display_name: name, registered_at: now, created_at: now });
    await db()
      .insert(viewerProgress)
      .values({ video_id: made[0]!.videoId, viewer_id: `u:${id}`, playbacks: 1, last_watched_at: now });
    const { hash, prefix } = newApiToken();
    await db()
      .insert(apiTokens)
      .values({
        user_id: admin.id,
        name,
        scopes: ["read"],
        hash,
        prefix,
        expires_at: new Date("2096-01-01"),
      });
  }
  caller = await signedIn(admin);
  operator = await signedIn(await makeUser({ school_id: null, role: "admin" }));
});

const orders = ["title", "name", "address"];
const sorted = (await routeTable()).flatMap((line) => {
  const { query, answerType } = line.handler.declaration;
  if (line.method !== "GET" || answerType || !(query instanceof z.ZodObject)) return [];
  const { sort } = query.shape as Record<string, z.ZodDefault<z.ZodEnum>>;
  const by = sort?.unwrap().options.find((option) => orders.includes(String(option)));
  return by ? [{ path: line.path, by: String(by), line }] : [];
});

describe("a list sorted by name follows the alphabet, whatever the letters' marks and case", () => {
  it("is every list that can be sorted so", () => {
    expect(sorted.map(({ path }) => path).length).toBeGreaterThanOrEqual(5);
  });

  it.each(sorted)("$path by $by", async ({ path, line, by }) => {
    for (const order of ["asc", "desc"]) {
      const query = { sort: by, order, limit: 100 };
      const ofSchools = path === "/api/schools";
      const response = await send(
        line,
        { params: ids, query: ofSchools ? { ...query, q: schoolsWord } : query },
        ofSchools ? operator : caller,
      );
      const answer = await response.json();
      expect(response.status, JSON.stringify(answer)).toBe(200);
      const rows: Record<string, string>[] = answer.items ?? answer.popular_videos;
      // The visitor who watched the videos has a name of ours.
      const seen = rows
        .map((row) => row.title ?? row.name ?? row.address ?? "")
        .filter((name) => names.includes(name));
      expect(seen).toEqual(order === "asc" ? names : names.toReversed());
    }
  });

  it("is the same for rows that are sorted without the database", () => {
    expect(shuffled.toSorted(numberFormat("en").compareNames)).toEqual(names);
  });
});
