import { randomBytes } from "node:crypto";
import { actorOf } from "@/lib/auth/pseudonym";
import { createNote } from "@/lib/domain/learners/notes/mutations";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { registerBody } from "@/lib/domain/sessions/forms";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { registerPeople } from "@/lib/domain/sessions/mutations/registrations";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { newId } from "@/lib/platform/ids";
import { apiTokenOf } from "./access-world";
import { playback } from "./beacons";
import {
  enroll,
  makeAssessment,
  makeCourse,
  makeDevices,
  makeResult,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "./database";

/* A school in which two learners did the same of everything, each under a word that stands nowhere else. */

export const now = new Date("2026-11-20T10:00:00Z");
export const contextOf = (person: Person) => ({
  ...{ scope: scopeOf(person), now },
  request: { id: "request-1", address: "192.0.2.7" },
});
const start = Date.parse("2026-11-18T18:00:00Z");

/** What a learner does, with a word of theirs in every text that they or others can write of them. */
export async function makePrivacyWorld() {
  const { sql, writer } = testDatabase();
  const school = await makeSchool();
  const admin = await makeUser({ school_id: school.id, role: "admin", name: "Teresa Lencastre" });
  const teacher = await makeUser({ school_id: school.id, role: "instructor", name: "Ines Carvalho" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  const assessment = await makeAssessment({ course_id: course.id, kind: "quiz", title: "Quiz 1" });
  const video = await makeVideo({ school_id: school.id, course_id: course.id, duration_ms: 120_000 });
  const session = await makeSession({
    ...{ school_id: school.id, course_id: course.id, instructor_id: teacher.id, status: "scheduled" },
  });
  const learner = async () => {
    const word = `zq${randomBytes(6).toString("hex")}`;
    const user = await makeUser({
      ...{ school_id: school.id, name: `Ana ${word}`, first_name: "Ana", last_name: word },
      ...{ email: `${word}@mail.test`, external_id: `X-${word}`, username: word, address: `Rua ${word} 7` },
    });
    return { word, user, actor: await actorOf(school.id, user.id) };
  };
  const [ana, bo] = [await learner(), await learner()];
  for (const { word, user } of [ana, bo]) {
    await enroll(course.id, user.id);
    await makeDevices(user.id, 1);
    await sql`update devices set name = ${`Firefox ${word}`} where user_id = ${user.id}`;
    await apiTokenOf(user.id, ["read"]);
    await createNote(contextOf(teacher), user.id, { text: `${word} needs more exercises` });
    await makeResult({
      ...{ assessment_id: assessment.id, user_id: user.id, points: 70, submitted_at: now },
      answers: [{ question_id: "q1", answer: `It is ${word}`, points: 1 }],
    });
    await registerPeople(
      contextOf(admin),
      session.id,
      registerBody.parse({ people: [{ user_id: user.id }] }),
    );
  }
  await sql`update sessions set status = 'live', started_at = scheduled_start where id = ${session.id}`;
  for (const [at, { word, user, actor }] of [ana, bo].entries()) {
    const event = (minute: number) => ({
      session_id: session.id,
      who: { identity: `u:${user.id}`, name: user.name, email: user.email, user_id: user.id },
      at: start + minute * 60_000,
      received_at: new Date(start + minute * 60_000),
    });
    for (let minute = 0; minute <= 30; minute += 0.5)
      await applyEvents(writer, [
        { ...event(minute), kind: "presence", event: "heartbeat", client_id: `client-${word}` },
      ]);
    await applyEvents(writer, [
      { ...event(5), kind: "message", id: newId(), text: `Why is ${word} so?` },
      { ...event(6), kind: "reaction", id: newId(), type: "👏" },
    ]);
    await applyEvents(writer, [
      { ...event(29), kind: "feedback", rating: 4 + at, comment: `${word} was clear to me` },
    ]);
    await applyBeacons(writer, [
      {
        ...playback(video.id, `u:${user.id}`, { played: [[0, 90]], position_seconds: 90 }),
        received_at: now,
      },
      {
        ...playback(video.id, `u:${user.id}`, { played: [[60, 120]], position_seconds: 120 }),
        received_at: now,
      },
      { ...playback(video.id, `s:X-${word}`, { played: [[0, 10]], position_seconds: 10 }), received_at: now },
    ]);
    const learned = (event_type: string, properties: Record<string, unknown>) => ({
      ...{ actor, id: newId(), school_id: school.id, event_type, properties },
      ...{ occurred_at: now, received_at: now, day: "2026-11-20" },
    });
    await applyLearningEvents(writer, [
      learned("session_start", { session_id: newId() }),
      learned("material_view", { material_id: `material-${word}` }),
      learned("xp_earned", { amount: 80 }),
      learned("ai_message_sent", { session_id: newId() }),
    ]);
  }
  await sql`update sessions set status = 'ended', ended_at = started_at + interval '1 hour' where id = ${session.id}`;
  return { school, admin, teacher, course, video, session, ana, bo };
}
export type PrivacyWorld = Awaited<ReturnType<typeof makePrivacyWorld>>;
