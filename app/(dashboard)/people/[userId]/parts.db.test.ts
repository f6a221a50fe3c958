import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { learnerDays } from "@/lib/flows/learning/days";
import { myLearning } from "@/lib/flows/learning/my-learning";
import { standingOf } from "@/lib/flows/learning/own";
import { languageIn } from "@/lib/platform/catalogues";
import { newId } from "@/lib/platform/ids";
import { playback } from "@/lib/testing/beacons";
import {
  enroll,
  makeAssessment,
  makeCourse,
  makeResult,
  makeSchool,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { inEnglish } from "@/lib/testing/in-english";
import { LearnerNumbers, LearnerRecent, shownDays } from "./parts";

const { writer } = testDatabase();
const now = new Date("2026-11-20T12:00:00Z");

/** Marks become a bar each, so that a text is what a reader sees. */
const textOf = (markup: string) =>
  markup
    .replaceAll(/<[^>]*>/g, "|")
    .replaceAll(/\|+/g, "|")
    .replaceAll("\u00a0", " ");

test("an instructor reads a learner's numbers of what they teach, an admin XP too", async () => {
  const school = await makeSchool({ time_zone: "UTC" });
  const student = await makeUser({ school_id: school.id });
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  await enroll(course.id, student.id);
  const video = await makeVideo({ school_id: school.id, course_id: course.id, title: "Fitting a line" });
  const received_at = new Date("2026-11-19T10:00:00Z");
  const watched = playback(video.id, `u:${student.id}`, { played: [[0, 120]], position_seconds: 120 });
  // One beacon proves what its time allows: five minutes after the view.
  await applyBeacons(writer, [
    { ...watched, progress: null, received_at, day: "2026-11-19" },
    { ...watched, view: null, received_at: new Date("2026-11-19T10:05:00Z"), day: "2026-11-19" },
  ]);
  for (const points of [60, 80, 90]) {
    const quiz = await makeAssessment({ course_id: course.id, title: `Quiz ${points}` });
    await makeResult({ assessment_id: quiz.id, user_id: student.id, attempt: 1, points, submitted_at: null });
  }
  const event = { school_id: school.id, occurred_at: received_at, received_at, day: "2026-11-19" };
  await applyLearningEvents(writer, [
    {
      ...{ ...event, actor: await actorOf(school.id, student.id), id: newId(), event_type: "xp_earned" },
      properties: { amount: 340, reason: "a talk" },
    },
  ]);
  const person = { user_id: student.id, school_id: school.id, time_zone: "UTC" };
  const readBy = async (reader: Person) => {
    const scope = scopeOf(reader);
    const [learning, days, standing] = await Promise.all([
      myLearning(scope, now, person),
      learnerDays(scope, person, now),
      standingOf(scope, person),
    ]);
    const shown = shownDays(
      { from: "2026-11-16", to: "2026-11-16", first: "2026-11-16", last: "2026-11-16" },
      days,
    );
    // The week of Monday 16 November, until today.
    expect(shown).toEqual({ from: "2026-11-16", to: "2026-11-20" });
    const recent = await LearnerRecent({
      scope,
      person,
      learning,
      days,
      standing,
      language: languageIn("en"),
      now,
    });
    const numbers = createElement(LearnerNumbers, { learning, days, standing, shown, zone: "UTC" });
    return {
      numbers: textOf(renderToStaticMarkup(inEnglish(numbers))),
      recent: textOf(renderToStaticMarkup(inEnglish(recent))),
    };
  };
  const taught = await readBy(teacher);
  expect(taught.numbers).toContain("|Last seen|19 Nov|active on 1 of 5 days|");
  expect(taught.numbers).toContain("|Sessions attended|—|");
  expect(taught.numbers).toContain("|Watch time|2|min|0 of 1 video completed|");
  // (60 + 80 + 90) ÷ 3.
  expect(taught.numbers).toContain("|Average quiz score|76.7|%|3 of 3 quizzes scored|");
  // It ended yesterday, and today may still continue it.
  expect(taught.numbers).toContain("|XP|340|level 3|260 to level 4; streak 1 day in what you teach|");
  expect(taught.recent).toContain("Recent activity|yesterday, 10:00|Watched |Fitting a line|2 min|");
  // What earned it belongs to no course.
  expect(taught.recent).not.toContain("XP");
  expect(taught.recent).not.toContain("achievements");

  const all = await readBy(admin);
  // Level 3 begins with 300 XP, level 4 with 600.
  expect(all.numbers).toContain("|XP|340|level 3|260 to level 4; streak 1 day|");
  expect(all.recent).toContain("Earned XP: |a talk|340 XP|");
  expect(all.recent).toContain("No achievements yet");
});
