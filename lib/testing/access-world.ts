import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { newApiToken, signAccessToken } from "@/lib/auth/bearer";
import { sessionCookieName, sessionSeconds, sessionSecret } from "@/lib/auth/cookie";
import { endSession, openSession, type SignInFrom } from "@/lib/auth/devices";
import { identify } from "@/lib/auth/identity";
import type { Role } from "@/lib/auth/scope";
import { type TokenScope, tokenScopes } from "@/lib/auth/token-scopes";
import { signPlaybackToken } from "@/lib/auth/tokens";
import { db } from "@/lib/db/client";
import { apiTokens, rosterImports, users as usersTable } from "@/lib/db/tables/people";
import { imports } from "@/lib/db/tables/sessions";
import { videoSuspects, videos } from "@/lib/db/tables/videos";
import { backgroundWork } from "@/lib/db/tables/work";
import { exampleCounts } from "@/lib/domain/people/imports/fixtures";
import { newId } from "@/lib/platform/ids";
import { makeAlertWithWebhooks } from "./alert-world";
import { makeCourseParts, noCourseParts } from "./course-world";
import {
  enroll,
  makeAddress,
  makeDevices,
  makeExport,
  makeLogo,
  makeMessage,
  makeOpenInvitation,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
} from "./database";

/** A session token as next-auth writes it. */
export const encodeSession = (claims: { sub: string; sign_in_id: string }, maxAge = sessionSeconds) =>
  encode({ token: claims, secret: sessionSecret(), maxAge });

/** The address to which the tests send requests. */
export const origin = "http://stats.test";
export type Caller = { headers: Record<string, string> };

const bearer = (token: string): Caller => ({ headers: { authorization: `Bearer ${token}` } });

/** A working API token of a user. */
export async function apiTokenOf(
  userId: string,
  scopes: TokenScope[],
  overrides: { id?: string; revoked_at?: Date } = {},
) {
  const { token, hash, prefix } = newApiToken();
  const [row] = await db()
    .insert(apiTokens)
    .values({
      user_id: userId,
      name: "Test",
      scopes,
      hash,
      prefix,
      expires_at: new Date(Date.now() + 3600_000),
      ...overrides,
    })
    .returning({ id: apiTokens.id });
  if (!row) throw new Error("an insert returned no row");
  return { id: row.id, caller: bearer(token) };
}

export const signedIn = async (user: { id: string; version: number }) =>
  bearer(await signAccessToken({ user_id: user.id, version: user.version }));

/** The address from which the tests' people sign in. */
export const signInPlace = (given: { address?: string; device_id?: string | null } = {}): SignInFrom => ({
  device_id: given.device_id ?? null,
  name: "Firefox on Linux",
  request: { id: "request-1", address: given.address ?? "192.0.2.1" },
});

/** The cookie of a new session of a person. */
export async function sessionCookieOf(user: { id: string; version: number }): Promise<string> {
  const { sign_in_id } = await openSession(
    { user_id: user.id, version: user.version },
    signInPlace(),
    "password",
  );
  return `${sessionCookieName()}=${await encodeSession({ sub: user.id, sign_in_id })}`;
}

/** The same person in a browser: the session cookie, sent from one of our pages. */
export const inBrowser = async (user: { id: string; version: number }): Promise<Caller> => ({
  headers: { cookie: await sessionCookieOf(user), origin },
});

export const actorNames = [
  "student",
  "instructor",
  "otherInstructor",
  "assistant",
  "schoolAdmin",
  "otherSchoolAdmin",
  "installationAdmin",
] as const;
export type Actor = (typeof actorNames)[number];

/** The target of a request, seen from `instructor`: their own, a colleague's, another school's, or a missing one. */
export const targetNames = ["own", "others", "otherSchool", "missing"] as const;
export type Target = (typeof targetNames)[number];

/** An import can be undone, a browser signed out and a video deleted once: one of each per request about a target. */
const importsEach = 45;
const devicesEach = 35;
const videosEach = 45;
/** Work can be cancelled once, and a person merged. */
const workEach = 45;
const duplicatesEach = 90;

export type World = Awaited<ReturnType<typeof makeWorld>>;

/** Two schools: in the first, two instructors with a course, a video and an API token each, a student of both, an admin; an assistant in the first's course. */
export async function makeWorld() {
  const [school, elsewhere] = [await makeSchool(), await makeSchool()];
  const person = (role: Role, schoolId: string | null) => makeUser({ school_id: schoolId, role });
  const users = {
    student: await person("student", school.id),
    instructor: await person("instructor", school.id),
    otherInstructor: await person("instructor", school.id),
    assistant: await person("assistant", school.id),
    schoolAdmin: await person("admin", school.id),
    otherSchoolAdmin: await person("admin", elsewhere.id),
    installationAdmin: await person("admin", null),
  } satisfies Record<Actor, unknown>;

  async function corner(schoolId: string, owner: { id: string }, assistants: { id: string }[] = []) {
    const instructorIds = [owner, ...assistants].map(({ id }) => id);
    const { course_id, lesson_id, ...courseParts } = await makeCourseParts(schoolId, instructorIds);
    const video = await makeVideo({ school_id: schoolId, course_id, lesson_id });
    const learner = await person("student", schoolId);
    await enroll(course_id, learner.id);
    const running = {
      school_id: schoolId,
      course_id,
      instructor_id: owner.id,
      status: "live" as const,
      scheduled_start: new Date(Date.now() - 600_000),
      scheduled_end: new Date(Date.now() + 3_000_000),
      started_at: new Date(Date.now() - 600_000),
      anonymous_viewers: true,
    };
    const deletable = await db()
      .insert(videos)
      .values(
        Array.from({ length: videosEach }, () => ({
          school_id: schoolId,
          course_id,
          title: "To delete",
        })),
      )
      .returning({ id: videos.id });
    const session = await makeSession(running);
    const question = await makeMessage({ session_id: session.id });
    const reports = await db()
      .insert(imports)
      .values(
        Array.from({ length: importsEach }, () => ({
          ...{ school_id: schoolId, session_id: newId(), user_id: owner.id, format: "meet" },
          file_name: "report.csv",
          file_hash: newId(),
          presence: "spans",
          people: 0,
          made_session: true,
        })),
      )
      .returning({ id: imports.id });
    const rosters = await db()
      .insert(rosterImports)
      .values(
        Array.from({ length: importsEach }, () => ({
          ...{ school_id: schoolId, user_id: owner.id, format: "csv", file_name: "people.csv" },
          ...{ file_hash: newId(), imported_at: new Date(), counts: exampleCounts },
        })),
      )
      .returning({ id: rosterImports.id });
    await makeLogo(schoolId);
    const work = await db()
      .insert(backgroundWork)
      .values(
        Array.from({ length: workEach }, () => ({
          school_id: schoolId,
          kind: "rebuild_rollups" as const,
          input: {},
          created_by: owner.id,
        })),
      )
      .returning({ id: backgroundWork.id });
    const duplicates = await db()
      .insert(usersTable)
      .values(
        Array.from({ length: duplicatesEach }, () => ({
          school_id: schoolId,
          name: "Duplicate",
          role: "student" as const,
        })),
      )
      .returning({ id: usersTable.id });
    const suspect = { video_id: video.id, id: newId(), found_at: new Date() };
    await db().insert(videoSuspects).values(suspect);
    return {
      school_id: schoolId,
      address_id: (await makeAddress({ school_id: schoolId, course_reference: course_id })).id,
      suspect_id: suspect.id,
      videoIds: deletable.map(({ id }) => id),
      importIds: reports.map(({ id }) => id),
      roster_import_id: rosters.pop()!.id,
      rosterImportIds: rosters.map(({ id }) => id),
      deviceIds: await makeDevices(owner.id, devicesEach),
      work_id: work.pop()!.id,
      workIds: work.map(({ id }) => id),
      ...(await makeExport(schoolId)),
      duplicateIds: duplicates.map(({ id }) => id),
      ...{ enrolledId: learner.id, ownerId: owner.id },
      course_id,
      lesson_id,
      ...courseParts,
      video_id: video.id,
      apiTokenId: (await apiTokenOf(owner.id, ["read"])).id,
      openLinkId: (await makeOpenInvitation(schoolId)).id,
      joinSecret: (await makeOpenInvitation(schoolId)).secret,
      session_id: session.id,
      secondSessionId: (await makeSession(running)).id,
      plannedSessionId: (await makeSession({ ...running, status: "scheduled", started_at: null })).id,
      attendee_id: question.attendee_id,
      message_id: question.id,
      alert_id: (await makeAlertWithWebhooks({ school_id: schoolId, session_id: session.id })).id,
    };
  }
  const missing = "0192f3a4-0000-7000-8000-000000000000";
  const own = await corner(school.id, users.instructor, [users.assistant]);
  const targets = {
    own,
    others: await corner(school.id, users.otherInstructor),
    otherSchool: await corner(elsewhere.id, users.otherSchoolAdmin),
    missing: {
      ...(Object.fromEntries(Object.keys(own).map((name) => [name, missing])) as unknown as typeof own),
      videoIds: [],
      importIds: [],
      rosterImportIds: [],
      deviceIds: [],
      duplicateIds: [],
      ...noCourseParts,
      workIds: [],
      secondSessionId: missing.replace(/0$/, "1"),
    },
  };
  await enroll(targets.own.course_id, users.student.id);
  await enroll(targets.others.course_id, users.student.id);

  await makeUser({ school_id: school.id, role: "student", email: "student@lectern.test" });
  const disabled = await makeUser({ school_id: school.id, role: "admin", disabled_at: new Date() });
  const admin = users.schoolAdmin;
  const good = await signAccessToken({ user_id: admin.id, version: admin.version });
  const [head, , signature] = good.split(".");
  const claims = { sub: users.installationAdmin.id, version: 1, aud: "lectern:access", exp: 4102444800 };
  const now = new Date();
  /** Callers without access, each for a different reason. */
  const refusedCallers: Record<string, Caller> = {
    anonymous: { headers: {} },
    disabled: await signedIn(disabled),
    "of an earlier version": await signedIn({ id: admin.id, version: admin.version - 1 }),
    expired: bearer(
      await signAccessToken(
        { user_id: admin.id, version: admin.version },
        { now: new Date(now.getTime() - 7200_000) },
      ),
    ),
    tampered: bearer(`${head}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`),
    revoked: (await apiTokenOf(admin.id, ["read", "manage"], { revoked_at: now })).caller,
    "with a playback token": bearer(
      await signPlaybackToken({
        school_id: school.id,
        video_id: targets.own.video_id,
        session_id: null,
        subject: admin.id,
        issued_at: now,
        expires_at: new Date(now.getTime() + 3600_000),
      }),
    ),
  };
  Object.assign(refusedCallers, await endedCallers(school.id));
  return { school, elsewhere, users, targets, refusedCallers };
}

/** The ways in which a person's access ends; each ends all earlier access. */
const endings: Record<string, (userId: string) => PromiseLike<unknown>> = {
  "of another role since": (userId) => change(userId, { role: "instructor" }),
  "with another password since": (userId) => change(userId, { password_hash: "another" }),
  "deactivated and reactivated since": async (userId) => {
    await change(userId, { disabled_at: new Date() });
    await change(userId, { disabled_at: null });
  },
  "signed out everywhere since": (userId) => change(userId, { version: 2 }),
};
const change = (userId: string, set: Partial<typeof usersTable.$inferInsert>) =>
  db().update(usersTable).set(set).where(eq(usersTable.id, userId));

/** Admins whose access has ended, one for every kind of credential. */
async function endedCallers(schoolId: string): Promise<Record<string, Caller>> {
  const callers: Record<string, Caller> = {};
  for (const [how, end] of Object.entries(endings)) {
    const user = await makeUser({ school_id: schoolId, role: "admin" });
    callers[`by cookie, ${how}`] = await inBrowser(user);
    callers[`by access token, ${how}`] = await signedIn(user);
    callers[`by API token, ${how}`] = (await apiTokenOf(user.id, [...tokenScopes])).caller;
    await end(user.id);
  }
  const user = await makeUser({ school_id: schoolId, role: "admin" });
  const caller = await inBrowser(user);
  callers["by a copy of a cookie, signed out since"] = caller;
  const identity = await identify(new Headers(caller.headers));
  if (!identity?.credential_id) throw new Error("the session did not begin");
  await endSession(identity.credential_id, signInPlace().request);
  return callers;
}
