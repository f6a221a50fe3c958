import { exampleResultsFile } from "@/lib/domain/people/imports/fixtures";
import {
  adminReach,
  adminsOnly,
  type Case,
  type Expected,
  everyone,
  type Ids,
  ownInSchool,
  staffOnly,
  staffReach,
  teachingOnly,
  teachingReach,
} from "./access-outcomes";
import type { Sent } from "./requests";

/* The cases of the routes of courses (access-cases.ts). */

/** A request about a lesson or its material, with this body. */
const inLesson =
  (body?: (ids: Ids) => unknown) =>
  (ids: Ids): Sent => ({
    params: { courseId: ids.course_id, lessonId: ids.lesson_id, materialId: ids.material_id },
    ...(body ? { body: body(ids) } : {}),
  });

/** A course's funnels are read by its staff; nobody else is told that there are any. */
const funnelReach: Expected = {
  ...staffReach,
  instructor: ["ok", 404, 404, 404],
  otherInstructor: [404, "ok", 404, 404],
  assistant: ["ok", 404, 404, 404],
};
const funnelParams = ({ funnel_id: funnelId }: Ids): Sent => ({ params: { funnelId } });

export const courseCases: Record<string, Case> = {
  "GET /api/analytics/funnels": { expected: staffOnly },
  // The installation's admin has no school that it could belong to.
  "POST /api/analytics/funnels": {
    expected: {
      ...teachingReach,
      instructor: ["ok", 404, 404, 404],
      otherInstructor: [404, "ok", 404, 404],
      installationAdmin: 400,
    },
    sent: ({ course_id }) => ({
      body: { name: "Test", course_id, window_days: 7, steps: [{ kind: "video" }, { kind: "session" }] },
    }),
  },
  "GET /api/analytics/funnels/{funnelId}": { expected: funnelReach, sent: funnelParams },
  "GET /api/analytics/funnels/{funnelId}/export": { expected: funnelReach, sent: funnelParams },
  "PATCH /api/analytics/funnels/{funnelId}": {
    expected: { ...funnelReach, assistant: 403 },
    sent: (ids) => ({ ...funnelParams(ids), body: { name: "Test" } }),
  },
  "DELETE /api/analytics/funnels/{funnelId}": {
    expected: { ...funnelReach, assistant: 403 },
    sent: ({ funnelIds, funnel_id }) => ({ params: { funnelId: funnelIds.pop() ?? funnel_id } }),
  },
  "GET /api/admin/analytics/courses/{courseId}/lessons": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "GET /api/admin/analytics/courses/{courseId}/lessons/export": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "GET /api/courses": { expected: staffOnly },
  // Each item has its own outcome.
  "POST /api/courses": {
    expected: teachingOnly,
    sent: ({ school_id }) => ({ body: { items: [{ title: "Test", school_id }] } }),
  },
  "GET /api/courses/{courseId}": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "PATCH /api/courses/{courseId}": {
    expected: teachingReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId }, body: { title: "Test" } }),
  },
  "POST /api/courses/{courseId}/duplicate": {
    expected: teachingReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId }, body: { title: "Test" } }),
  },
  "GET /api/courses/{courseId}/lessons": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "POST /api/courses/{courseId}/lessons": {
    expected: teachingReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId }, body: { items: [{ title: "Test" }] } }),
  },
  "PUT /api/courses/{courseId}/lessons": {
    expected: teachingReach,
    sent: ({ course_id: courseId, lesson_id }) => ({
      params: { courseId },
      body: { lesson_ids: [lesson_id] },
    }),
  },
  "GET /api/courses/{courseId}/lessons/{lessonId}": { expected: staffReach, sent: inLesson() },
  "PATCH /api/courses/{courseId}/lessons/{lessonId}": {
    expected: teachingReach,
    sent: inLesson(() => ({ title: "Test" })),
  },
  "PUT /api/courses/{courseId}/lessons/{lessonId}/items": {
    expected: teachingReach,
    sent: inLesson(({ material_id, video_id }) => ({
      items: [
        { kind: "material", id: material_id },
        { kind: "video", id: video_id },
      ],
    })),
  },
  "GET /api/courses/{courseId}/lessons/{lessonId}/materials": { expected: staffReach, sent: inLesson() },
  "POST /api/courses/{courseId}/lessons/{lessonId}/materials": {
    expected: teachingReach,
    sent: inLesson(() => ({ items: [{ type: "link", title: "Test", url: "https://school.test" }] })),
  },
  "GET /api/courses/{courseId}/lessons/{lessonId}/materials/{materialId}": {
    expected: staffReach,
    sent: inLesson(),
  },
  "PATCH /api/courses/{courseId}/lessons/{lessonId}/materials/{materialId}": {
    expected: teachingReach,
    sent: inLesson(() => ({ title: "Test" })),
  },
  "GET /api/courses/{courseId}/classes": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "POST /api/courses/{courseId}/classes": {
    expected: teachingReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId }, body: { items: [{ name: "Test" }] } }),
  },
  "GET /api/courses/{courseId}/classes/{classId}": {
    expected: staffReach,
    sent: ({ course_id: courseId, class_id: classId }) => ({ params: { courseId, classId } }),
  },
  "PATCH /api/courses/{courseId}/classes/{classId}": {
    expected: teachingReach,
    sent: ({ course_id: courseId, class_id: classId }) => ({
      params: { courseId, classId },
      body: { name: "Test" },
    }),
  },
  "GET /api/courses/{courseId}/enrollments": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  // Each person has their own outcome.
  "POST /api/courses/{courseId}/enrollments": {
    expected: teachingReach,
    sent: ({ course_id: courseId, personId }) => ({
      params: { courseId },
      body: { people: [{ user_id: personId }] },
    }),
  },
  "DELETE /api/courses/{courseId}/enrollments/{userId}": {
    expected: teachingReach,
    sent: ({ course_id: courseId, learnerIds, personId }) => ({
      params: { courseId, userId: learnerIds.pop() ?? personId },
    }),
  },
  "GET /api/courses/{courseId}/assessments": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "POST /api/courses/{courseId}/assessments": {
    expected: teachingReach,
    sent: ({ course_id: courseId }) => ({
      params: { courseId },
      body: { items: [{ title: "Test", kind: "quiz" }] },
    }),
  },
  "GET /api/courses/{courseId}/assessments/{assessmentId}": {
    expected: staffReach,
    sent: ({ course_id: courseId, assessment_id: assessmentId }) => ({ params: { courseId, assessmentId } }),
  },
  "GET /api/courses/{courseId}/assessments/{assessmentId}/questions": {
    expected: staffReach,
    sent: ({ course_id: courseId, assessment_id: assessmentId }) => ({ params: { courseId, assessmentId } }),
  },
  "PATCH /api/courses/{courseId}/assessments/{assessmentId}": {
    expected: teachingReach,
    sent: ({ course_id: courseId, assessment_id: assessmentId }) => ({
      params: { courseId, assessmentId },
      body: { title: "Test" },
    }),
  },
  // An assessment can be deleted once, and a result, so each request has another one.
  "DELETE /api/courses/{courseId}/assessments/{assessmentId}": {
    expected: teachingReach,
    sent: ({ course_id: courseId, assessmentIds, assessment_id }) => ({
      params: { courseId, assessmentId: assessmentIds.pop() ?? assessment_id },
    }),
  },
  "DELETE /api/courses/{courseId}/results/{resultId}": {
    expected: teachingReach,
    sent: ({ course_id: courseId, resultIds, result_id: resultId }) => ({
      params: { courseId, resultId: resultIds.pop() ?? resultId },
    }),
  },
  "GET /api/courses/{courseId}/results": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  // Each item has its own outcome.
  "POST /api/courses/{courseId}/results": {
    expected: teachingReach,
    sent: ({ course_id: courseId, assessment_id, enrolledId: user_id }) => ({
      params: { courseId },
      body: { items: [{ assessment_id, user_id, points: 50 }] },
    }),
  },
  "GET /api/courses/{courseId}/results/export": {
    expected: teachingReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "GET /api/courses/{courseId}/results/imports": {
    expected: teachingReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "POST /api/courses/{courseId}/results/imports": {
    expected: teachingReach,
    sent: ({ course_id: courseId }) => ({
      params: { courseId },
      body: { file: new TextEncoder().encode(exampleResultsFile) },
    }),
  },
  "GET /api/courses/{courseId}/results/imports/{importId}": {
    expected: teachingReach,
    sent: ({ course_id: courseId, course_import_id: importId }) => ({ params: { courseId, importId } }),
  },
  // An import can be undone once, so each request has another one.
  "DELETE /api/courses/{courseId}/results/imports/{importId}": {
    expected: teachingReach,
    sent: ({ course_id: courseId, courseImportIds, course_import_id }) => ({
      params: { courseId, importId: courseImportIds.pop() ?? course_import_id },
    }),
  },
  // Everybody reads their own, whatever course they name.
  "GET /api/results": {
    expected: everyone("ok"),
    sent: ({ course_id }) => ({ query: { course_id } }),
  },
  "GET /api/analytics/learning/overview": { expected: everyone("ok") },
  "GET /api/analytics/learning/heatmap": { expected: everyone("ok") },
  "GET /api/analytics/weekly_xp": { expected: everyone("ok") },
  "GET /api/analytics/gamification/progress": { expected: everyone("ok") },
  "GET /api/analytics/overview": { expected: everyone("ok") },
  "GET /api/analytics/realtime": { expected: everyone("ok") },
  "GET /api/analytics/dashboard": { expected: staffOnly },
  // A class of a course that somebody does not teach is not there for them.
  "GET /api/analytics/summary": {
    expected: {
      ...staffReach,
      instructor: ["ok", 404, 404, 404],
      otherInstructor: [404, "ok", 404, 404],
      assistant: ["ok", 404, 404, 404],
    },
    sent: ({ class_id }) => ({ query: { class_id } }),
  },
  "GET /api/analytics/subject_mastery": { expected: everyone("ok") },
  // Of somebody else, whom a student may not read.
  "GET /api/analytics/student-progress": {
    expected: { ...staffReach, student: [403, 403, 404, 404] },
    sent: ({ enrolledId }) => ({ query: { student_id: enrolledId } }),
  },
  // The student takes both courses of their school.
  "GET /api/gamification/leaderboard": {
    expected: { ...staffReach, student: ["ok", "ok", 404, 404] },
    sent: ({ course_id }) => ({ query: { course_id } }),
  },
  // The installation's admin has no school.
  "GET /api/gamification/settings": { expected: { ...everyone("ok"), installationAdmin: 403 } },
  "PATCH /api/gamification/settings": {
    expected: { ...adminsOnly, installationAdmin: 403 },
    sent: () => ({ body: { rankings: true } }),
  },
  "GET /api/terms": { expected: staffOnly },
  // Each item has its own outcome.
  "POST /api/terms": {
    expected: adminsOnly,
    sent: ({ school_id }) => ({
      body: { items: [{ name: "Test", starts_on: "2026-09-01", ends_on: "2026-12-18", school_id }] },
    }),
  },
  "GET /api/terms/{termId}": {
    expected: { ...ownInSchool, student: 403 },
    sent: ({ term_id: termId }) => ({ params: { termId } }),
  },
  "PATCH /api/terms/{termId}": {
    expected: adminReach,
    sent: ({ term_id: termId }) => ({ params: { termId }, body: { name: "Test" } }),
  },
  "DELETE /api/terms/{termId}": {
    expected: adminReach,
    sent: ({ termIds, term_id }) => ({ params: { termId: termIds.pop() ?? term_id } }),
  },
};
