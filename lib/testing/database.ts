import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, inject } from "vitest";
import { newSecret } from "@/lib/auth/bearer";
import { mintScope, type Scope } from "@/lib/auth/scope";
import { addressFor } from "@/lib/db/app-role";
import { clientOptions, closeDatabase, type Db, db } from "@/lib/db/client";
import { databaseUrl } from "@/lib/db/embedded";
import {
  classes,
  courseInstructors,
  courses,
  enrollments,
  lessons,
  materials,
} from "@/lib/db/tables/courses";
import { videoAddresses } from "@/lib/db/tables/pending-beacons";
import { accountLinks, devices, users } from "@/lib/db/tables/people";
import { dataExportParts, dataExports, privacyRequests } from "@/lib/db/tables/privacy";
import { assessments, results } from "@/lib/db/tables/results";
import { schoolLogos, schools, terms } from "@/lib/db/tables/schools";
import { attendees, messages, sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { openWriter, type Writer } from "@/lib/db/writer";
import { exampleLogo } from "@/lib/domain/schools/fixtures";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

/*
 * The test file's own database. It is made when this module is loaded (once a test file, for Vitest runs each in a
 * separate process), before anything reads the settings, so that `db()` works as in production.
 */
const url = await makeDatabase();
process.env.DATABASE_URL = addressFor(url, inject("databaseRole"));
process.env.LECTERN_SECRET = randomBytes(32).toString("hex");
process.env.MEDIA_DIR = mkdtempSync(join(tmpdir(), "lectern-media-"));
process.env.CLOUDFLARE_WEBHOOK_SECRET = randomBytes(16).toString("hex");

/** The driver's client for the tests' own statements, as the owner of the tables; instants come as `Date`. */
const sql = postgres(url, { ...clientOptions, max: 10 });
/** A writer connection, like the ingest's. */
const writer = openWriter();

afterAll(async () => {
  await writer.close();
  await closeDatabase();
  await sql.end({ timeout: 5 });
  const server = inject("databaseServer");
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  await admin`drop database if exists ${admin(new URL(url).pathname.slice(1))} with (force)`;
  await admin.end();
});

async function makeDatabase(): Promise<string> {
  const server = inject("databaseServer");
  if (!server)
    throw new Error("This test needs a database, and the run was started with TEST_DATABASE_URL=none.");
  const template = inject("databaseTemplate");
  const name = `${template}_${randomBytes(4).toString("hex")}`;
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await admin`create database ${admin(name)} template ${admin(template)}`;
    // A distant zone with a quarter-hour offset: SQL that depends on the connection's zone fails.
    await admin`alter database ${admin(name)} set timezone to 'Asia/Kathmandu'`;
  } finally {
    await admin.end({ timeout: 5 });
  }
  return databaseUrl(server, name);
}

/** The test file's own migrated, empty database: its address and the clients that the code under test uses. */
export function testDatabase(): { db: Db; sql: postgres.Sql; writer: Writer; url: string } {
  return { db: db(), sql, writer, url };
}

const unique = (word: string) => `${word} ${randomBytes(4).toString("hex")}`;

function only<Row>(rows: Row[]): Row {
  const [row] = rows;
  if (rows.length !== 1 || row === undefined) throw new Error(`expected one row, got ${rows.length}`);
  return row;
}

type NewRow<Table extends { $inferInsert: object }> = Table["$inferInsert"];

/** A fresh school in Lisbon's zone. */
export async function makeSchool(overrides: Partial<NewRow<typeof schools>> = {}) {
  const values = { name: unique("School"), time_zone: "Europe/Lisbon", ...overrides };
  return only(await db().insert(schools).values(values).returning());
}

/** Gives a school a logo. */
export const makeLogo = (schoolId: string) =>
  db()
    .insert(schoolLogos)
    .values({ school_id: schoolId, type: "image/png", body: exampleLogo })
    .onConflictDoNothing();

/** A fresh person; a student when no role is given. `schoolId: null` with the role admin is the installation's admin. */
export async function makeUser(
  given: Partial<NewRow<typeof users>> & Pick<NewRow<typeof users>, "school_id">,
) {
  const name = given.name ?? unique("Person");
  const values = {
    name,
    email: `${name.replaceAll(" ", ".").toLowerCase()}@${randomBytes(4).toString("hex")}.test`,
    role: "student" as const,
    ...given,
  };
  return { ...only(await db().insert(users).values(values).returning()), email: values.email ?? "" };
}

export type Person = Awaited<ReturnType<typeof makeUser>>;

/** The scope that a person's sign-in would give. */
export const scopeOf = ({ id, ...user }: Person): Scope =>
  mintScope({ user_id: id, name: user.name, role: user.role, school_id: user.school_id });

/** How an attempt ended: `done`, or the code and field of its error. */
export const endOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "done",
    (error: unknown) =>
      error instanceof AppError
        ? [error.code, error.options.errors?.[0]?.path].filter(Boolean).join(" ")
        : Promise.reject(error),
  );

/** A fresh course, taught by these instructors. */
export async function makeCourse({
  instructorIds = [],
  ...given
}: Partial<NewRow<typeof courses>> &
  Pick<NewRow<typeof courses>, "school_id"> & { instructorIds?: string[] }) {
  const course = only(
    await db()
      .insert(courses)
      .values({ title: unique("Course"), ...given })
      .returning(),
  );
  if (instructorIds.length)
    await db()
      .insert(courseInstructors)
      .values(instructorIds.map((userId) => ({ course_id: course.id, user_id: userId })));
  return course;
}

/** A fresh lesson of a course. */
export async function makeLesson(
  given: Partial<NewRow<typeof lessons>> & Pick<NewRow<typeof lessons>, "course_id">,
) {
  const values = { number: "1.1", position: 1, title: unique("Lesson"), ...given };
  return only(await db().insert(lessons).values(values).returning());
}

/** A fresh link in a lesson. */
export async function makeMaterial(
  given: Partial<NewRow<typeof materials>> & Pick<NewRow<typeof materials>, "lesson_id">,
) {
  const values = { type: "link" as const, title: unique("Material"), lesson_position: 1, ...given };
  return only(await db().insert(materials).values(values).returning());
}

/** A fresh class of a course. */
export async function makeClass(
  given: Partial<NewRow<typeof classes>> & Pick<NewRow<typeof classes>, "course_id">,
) {
  const values = { name: unique("Class"), ...given };
  return only(await db().insert(classes).values(values).returning());
}

/** A fresh quiz of 100 points of a course. */
export async function makeAssessment(
  given: Partial<NewRow<typeof assessments>> & Pick<NewRow<typeof assessments>, "course_id">,
) {
  const values = { kind: "quiz" as const, title: unique("Quiz"), ...given };
  return only(await db().insert(assessments).values(values).returning());
}

/** A fresh result of a person. */
export async function makeResult(given: NewRow<typeof results>) {
  return only(await db().insert(results).values(given).returning());
}

/** A fresh term of a school, in autumn 2026. */
export async function makeTerm(
  given: Partial<NewRow<typeof terms>> & Pick<NewRow<typeof terms>, "school_id">,
) {
  const values = { name: unique("Term"), starts_on: "2026-09-01", ends_on: "2026-12-18", ...given };
  return only(await db().insert(terms).values(values).returning());
}

/** A fresh video, by default ready, published and ten minutes long, in a new course. */
export async function makeVideo({
  course_id: courseId,
  ...given
}: Partial<NewRow<typeof videos>> & Pick<NewRow<typeof videos>, "school_id">) {
  const values = {
    id: newId(),
    course_id: courseId ?? (await makeCourse({ school_id: given.school_id })).id,
    title: unique("Video"),
    status: "ready" as const,
    duration_ms: 600_000,
    published_at: new Date("2026-10-21T08:00:00Z"),
    ...given,
  };
  return only(await db().insert(videos).values(values).returning());
}

/** A fresh address at which a page plays a video that nobody has mapped. */
export async function makeAddress(
  given: Partial<NewRow<typeof videoAddresses>> & Pick<NewRow<typeof videoAddresses>, "school_id">,
) {
  const now = new Date();
  const address = `https://moodle.test/${newId()}.mp4`;
  const values = { address, first_seen_at: now, last_seen_at: now, ...given };
  return only(await db().insert(videoAddresses).values(values).returning());
}

/** A link by which students with an address at school.test join. */
export async function makeOpenInvitation(
  schoolId: string,
  { secret, hash } = newSecret(),
  given: Partial<typeof accountLinks.$inferInsert> = {},
) {
  const [row] = await db()
    .insert(accountLinks)
    .values({
      purpose: "open_invitation",
      school_id: schoolId,
      domain: "school.test",
      uses_max: 1000,
      hash,
      expires_at: new Date(Date.now() + 3600_000),
      ...given,
    })
    .returning({ id: accountLinks.id });
  if (!row) throw new Error("an insert returned no row");
  return { id: row.id, secret };
}

/** Browsers of a user, the latest of all, so that a test's own sign-ins do not push them out: their ids. */
export async function makeDevices(userId: string, count: number): Promise<string[]> {
  const browsers = Array.from({ length: count }, () => ({
    user_id: userId,
    device_id: randomUUID(),
    name: "Firefox on Linux",
    address: "192.0.2.1",
    signed_in_at: new Date("2096-01-01"),
    expires_at: new Date("2096-01-15"),
  }));
  const rows = await db().insert(devices).values(browsers).returning({ id: devices.id });
  return rows.map(({ id }) => id);
}

/** A student with a complete file of their data and an open request. */
export async function makeExport(school_id: string) {
  const { id: personId } = await makeUser({ school_id });
  const made = { ready_at: new Date(), expires_at: new Date("2096-01-01"), rows: 0, bytes: 1 };
  const [row] = await db()
    .insert(dataExports)
    .values({ user_id: personId, school_id, ...made })
    .returning();
  const part = { export_id: row!.id, number: 1, body: Buffer.from("x") };
  await db().insert(dataExportParts).values(part);
  const [request] = await db()
    .insert(privacyRequests)
    .values({
      ...{ school_id, user_id: personId, kind: "access", law: "gdpr" },
      ...{ received_on: "2026-01-02", due_on: "2026-02-02" },
    })
    .returning();
  return { personId, export_id: row!.id, request_id: request!.id };
}

/** Makes a user a learner of a course. */
export async function enroll(courseId: string, userId: string, classId: string | null = null): Promise<void> {
  await db().insert(enrollments).values({ course_id: courseId, user_id: userId, class_id: classId });
}

/** A fresh session, by default planned, of an hour from 18:00 UTC on 18 November 2026, with a new instructor. */
export async function makeSession({
  instructor_id: instructorId,
  ...given
}: Partial<NewRow<typeof sessions>> & Pick<NewRow<typeof sessions>, "school_id">) {
  const values = {
    id: newId(),
    instructor_id:
      instructorId ?? (await makeUser({ school_id: given.school_id, role: "instructor" as const })).id,
    title: unique("Session"),
    scheduled_start: new Date("2026-11-18T18:00:00Z"),
    scheduled_end: new Date("2026-11-18T19:00:00Z"),
    ...given,
  };
  return only(await db().insert(sessions).values(values).returning());
}

/** A fresh question in a session, by a new guest; `question: false` makes it another message. */
export async function makeMessage(
  given: Partial<NewRow<typeof messages>> & Pick<NewRow<typeof messages>, "session_id">,
) {
  const sent_at = given.sent_at ?? new Date();
  const guest = { session_id: given.session_id, id: newId(), display_name: "Guest", created_at: sent_at };
  if (!given.attendee_id) await db().insert(attendees).values(guest);
  const values = { id: newId(), attendee_id: guest.id, text: "Why?", question: true, sent_at, ...given };
  return only(await db().insert(messages).values(values).returning());
}
