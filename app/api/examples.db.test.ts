import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashSecret } from "@/lib/auth/bearer";
import { hashPassword } from "@/lib/auth/passwords";
import { db } from "@/lib/db/client";
import { funnels } from "@/lib/db/tables/funnels";
import { customEventTypes } from "@/lib/db/tables/learning";
import { learnerNotes } from "@/lib/db/tables/notes";
import { devices, rosterImports, users } from "@/lib/db/tables/people";
import { dataExports, privacyRequests } from "@/lib/db/tables/privacy";
import { schools } from "@/lib/db/tables/schools";
import { attendees, imports } from "@/lib/db/tables/sessions";
import { playbacks, videoSuspects } from "@/lib/db/tables/videos";
import { backgroundWork } from "@/lib/db/tables/work";
import { exampleAlert } from "@/lib/domain/alerts/fixtures";
import { exampleOldWebhook, exampleWebhook } from "@/lib/domain/alerts/webhooks/fixtures";
import { exampleRequest } from "@/lib/domain/compliance/fixtures";
import { exampleMaterial, exampleResult } from "@/lib/domain/courses/fixtures";
import { exampleNote } from "@/lib/domain/learners/notes/fixtures";
import { exampleEventType } from "@/lib/domain/learning/event-types/schema";
import { exampleFunnel, newFunnel } from "@/lib/domain/learning/funnels/schema";
import {
  exampleCounts,
  exampleCourseImport,
  exampleRosterImport,
} from "@/lib/domain/people/imports/fixtures";
import { exampleExport } from "@/lib/domain/privacy/fixtures";
import { exampleSchool } from "@/lib/domain/schools/fixtures";
import { exampleInfo, exampleMessage, exampleSecondId } from "@/lib/domain/sessions/fixtures";
import { exampleImportRow } from "@/lib/domain/sessions/imports/fixtures";
import { exampleAddress, exampleSuspect, exampleUpload } from "@/lib/domain/videos/fixtures";
import { receiveUpload } from "@/lib/domain/videos/mutations/upload";
import { openApi } from "@/lib/http/openapi";
import { newId } from "@/lib/platform/ids";
import { apiTokenOf, type Caller, signedIn } from "@/lib/testing/access-world";
import { makeAlert, makeWebhooks } from "@/lib/testing/alert-world";
import {
  enroll,
  makeAddress,
  makeAssessment,
  makeClass,
  makeCourse,
  makeLesson,
  makeLogo,
  makeMaterial,
  makeMessage,
  makeOpenInvitation,
  makeResult,
  makeSchool,
  makeSession,
  makeTerm,
  makeUser,
  makeVideo,
  type Person,
  testDatabase,
} from "@/lib/testing/database";
import { mailServer } from "@/lib/testing/mail-server";
import { send, textOf } from "@/lib/testing/requests";
import { routeTable } from "./route-table";

testDatabase();
await mailServer();
const table = await routeTable();
const documented = table.filter((line) => !line.handler.declaration.undocumented);
let caller: Caller;
/** The installation's admin. */
let operator: Person;
const byOperator = [
  "POST /api/schools",
  "POST /api/users/installation-admins",
  ...["GET", "POST", "DELETE"].map((one) => `${one} /api/schools/demo`),
];
/** What an example needs that another ended. */
const before: Record<string, () => Promise<unknown>> = {
  "POST /api/schools/demo": async () => {
    await db().delete(backgroundWork).where(eq(backgroundWork.kind, "remove_demo"));
    await db().delete(schools).where(eq(schools.demo, true));
  },
  "DELETE /api/schools/demo": async () => {
    await db().delete(backgroundWork).where(eq(backgroundWork.kind, "load_demo"));
    await makeSchool({ demo: true });
  },
};
const passwordHash = await hashPassword("correct horse battery staple");

/** The school that the examples speak of. */
beforeAll(async () => {
  const school = await makeSchool({
    id: exampleSchool.id,
    name: "Harbour College",
    external_id: "harbour-college",
  });
  await makeLogo(school.id);
  // Another name than that of the example that defines one.
  await db()
    .insert(customEventTypes)
    .values({
      ...exampleEventType,
      name: "x_seminar",
      school_id: school.id,
      archived_at: null,
      created_at: new Date(),
    });
  // The second is the one that an example deletes.
  for (const id of [exampleFunnel.id, exampleFunnel.id.replace(/1$/, "2")])
    await db()
      .insert(funnels)
      .values({ ...newFunnel.parse({ ...exampleFunnel, course_id: null }), id, school_id: school.id });
  operator = await makeUser({ school_id: null, role: "admin" });
  const ines = await makeUser({
    id: exampleInfo.instructor_id,
    school_id: school.id,
    role: "admin",
    name: "Inês Carvalho",
    email: "ines.carvalho@harbour.example",
    password_hash: passwordHash,
  });
  await makeUser({ school_id: school.id, external_id: "S-20999", name: "Rui Alves" });
  const helena = await makeUser({ id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02", school_id: school.id });
  // The second is the one that an example deletes.
  for (const id of [exampleNote.id, exampleNote.id.replace(/1$/, "2")])
    await db()
      .insert(learnerNotes)
      .values({ id, school_id: school.id, user_id: helena.id, written_by: ines.id, text: exampleNote.text });
  const course = await makeCourse({
    school_id: school.id,
    title: "Statistics for everyone",
    external_id: "statistics-for-everyone",
    instructorIds: [ines.id],
  });
  const lesson = await makeLesson({ course_id: course.id, number: "7.2", external_id: "reading-residuals" });
  const term = await makeTerm({ school_id: school.id, external_id: "autumn-2026" });
  await makeTerm({ school_id: school.id, external_id: "spring-2027" });
  await makeClass({ course_id: course.id, external_id: "monday", term_id: term.id });
  const learner = await makeUser({ school_id: school.id, external_id: "s2042" });
  await enroll(course.id, learner.id);
  await makeAssessment({
    course_id: course.id,
    external_id: "residuals-quiz",
    maximum_points: 20,
    questions: [{ id: "q1", title: "Which residual is the largest?", maximum_points: 2 }],
  });
  // Of an assessment that no example deletes.
  const { id: assessment_id } = await makeAssessment({ course_id: course.id, external_id: "spread-quiz" });
  await makeResult({ id: exampleResult.id, assessment_id, user_id: learner.id, points: 15 });
  await makeMaterial({ id: exampleMaterial.id, lesson_id: lesson.id, external_id: "quiz-7" });
  const video = await makeVideo({
    school_id: school.id,
    course_id: course.id,
    lesson_id: lesson.id,
    external_id: "residual-plot",
    title: "Reading a residual plot",
    duration_ms: 914_000,
  });
  await makeVideo({ school_id: school.id, course_id: course.id, external_id: "outliers" });
  const live = await makeSession({
    ...{ school_id: school.id, course_id: course.id, instructor_id: ines.id, status: "live" },
    ...{ external_id: "statistics-week-7", title: "Residuals, live" },
    scheduled_start: new Date(Date.now() - 600_000),
    scheduled_end: new Date(Date.now() + 3_000_000),
  });
  await makeSession({ school_id: school.id, instructor_id: ines.id, external_id: "statistics-week-8" });
  const of = { school_id: school.id, course_id: course.id, instructor_id: ines.id };
  const held = { ...of, status: "ended" as const };
  for (const id of [exampleInfo.session_id, exampleSecondId]) await makeSession({ ...held, id });
  await makeAlert({ id: exampleAlert.id, school_id: school.id, session_id: exampleAlert.session_id });
  await makeWebhooks(school.id, [exampleWebhook.id, exampleOldWebhook]);
  await db().insert(attendees).values({
    session_id: live.id,
    id: "0192f3a4-7d10-7b21-8f00-6d1f0c7a9e01",
    display_name: "Guest",
    created_at: new Date(),
  });
  await makeMessage({ session_id: exampleInfo.session_id, id: exampleMessage.message_id });
  await db().insert(imports).values({
    id: exampleImportRow.id,
    school_id: school.id,
    session_id: live.id,
    user_id: ines.id,
    format: exampleImportRow.format,
    file_name: exampleImportRow.file_name,
    file_hash: exampleImportRow.id,
    presence: exampleImportRow.presence,
    people: exampleImportRow.people,
    made_session: false,
  });
  const { id: rosterImportId, format, file_name } = exampleRosterImport;
  await db()
    .insert(rosterImports)
    .values({
      ...{ id: rosterImportId, school_id: school.id, user_id: ines.id, format, file_name },
      ...{ file_hash: rosterImportId, imported_at: new Date(), counts: exampleCounts },
    });
  await db()
    .insert(rosterImports)
    .values({
      ...{ id: exampleCourseImport, school_id: school.id, course_id: course.id, user_id: ines.id, format },
      ...{ file_name, file_hash: exampleCourseImport, imported_at: new Date(), counts: exampleCounts },
    });
  const { days_left: _, person: __, ...asked } = exampleRequest;
  await db()
    .insert(privacyRequests)
    .values({ ...asked, school_id: school.id });
  await db()
    .insert(videoSuspects)
    .values({ video_id: video.id, id: exampleSuspect.id, found_at: new Date() });
  const { id, address, course_reference, page_url } = exampleAddress;
  await makeAddress({ id, school_id: school.id, address, course_reference, page_url });
  const { id: export_id, user_id } = exampleExport;
  await db()
    .insert(dataExports)
    .values({
      ...{ id: export_id, user_id, rows: 0, bytes: 0 },
      ...{ ready_at: new Date(), expires_at: new Date("2096-01-01") },
    });
  await db().insert(backgroundWork).values({
    id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10",
    school_id: school.id,
    kind: "rebuild_rollups",
    input: {},
    state: "running",
    created_by: ines.id,
  });
  // A playback of which only progress has come: no number includes it.
  const heard = new Date("2026-11-01T09:00:00Z");
  await db().insert(playbacks).values({
    video_id: video.id,
    playback_id: newId(),
    day: "2026-11-01",
    first_heard_at: heard,
    last_heard_at: heard,
  });
  await enroll(course.id, ines.id);
  await receiveUpload(ines.id, exampleUpload, 0, new Blob(["first bytes"]).stream());
  const secret = "k3Jx9QmVbT0uWc7Ydq2sRfhNzLpA1eGi8oXr5vKtB4E";
  await makeOpenInvitation(school.id, { secret, hash: hashSecret(secret) }, { domain: "harbour.example" });
  await makeOpenInvitation(school.id, undefined, { id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b31" });
  await apiTokenOf(ines.id, ["read"], { id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b10" });
});

/** Some examples end her sessions, or change her password: she signs in again before each, with the one that the examples have. */
beforeEach(async () => {
  const [ines] = await db()
    .update(users)
    .set({ password_hash: passwordHash })
    .where(eq(users.id, exampleInfo.instructor_id))
    .returning();
  if (!ines) throw new Error("she does not exist");
  await db()
    .insert(devices)
    .values({
      id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b21",
      user_id: ines.id,
      device_id: newId(),
      name: "Firefox on Windows",
      address: "192.0.2.14",
      signed_in_at: new Date(),
      expires_at: new Date(Date.now() + 3600_000),
    })
    .onConflictDoNothing();
  caller = await signedIn(ines);
});

describe.each(documented.map((line) => [`${line.method} ${line.path}`, line] as const))("%s", (_, line) => {
  const { example, otherBodies = {}, answer, answerType, status = 200 } = line.handler.declaration;

  it("shows an answer that its schema allows", () => {
    expect(() => answer.parse(example.answer)).not.toThrow();
  });

  it("answers its example request as documented", async () => {
    await before[`${line.method} ${line.path}`]?.();
    const sender = byOperator.includes(`${line.method} ${line.path}`) ? await signedIn(operator) : caller;
    const response = await send(line, example, sender);
    const text = await textOf(response);
    expect(response.status, text).toBe(status);
    expect(response.headers.get("x-request-id")).toBeTruthy();
    if (status === 204) return;
    expect(response.headers.get("content-type")).toContain(answerType ?? "application/json");
    if (answerType) return;
    const given: unknown = JSON.parse(text);
    // What is not declared would be an undocumented promise: parsing must take nothing away.
    expect(answer.parse(given)).toEqual(given);
  });

  if (Object.keys(otherBodies).length > 0)
    it.each(Object.entries(otherBodies))("accepts %s", async (_, body) => {
      const response = await send(line, { ...example, body }, caller);
      expect(response.status, await textOf(response)).toBe(status);
    });
});

describe("the OpenAPI document", () => {
  it("describes every documented route, and has no broken reference", () => {
    const document = openApi(table, "http://stats.test");
    for (const { method, path } of documented)
      expect(document.paths[path], path).toHaveProperty(method.toLowerCase());
    const text = JSON.stringify(document);
    for (const [, reference = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = reference
        .split("/")
        .reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], document);
      expect(found, reference).toBeDefined();
    }
  });

  it("declares every parameter that a path has", () => {
    const { paths } = openApi(table, "http://stats.test");
    for (const [path, methods] of Object.entries(paths))
      for (const operation of Object.values(methods)) {
        const { parameters } = operation as { parameters: { name: string; in: string }[] };
        const declared = parameters.filter((one) => one.in === "path").map((one) => one.name);
        expect(declared, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      }
  });
});
