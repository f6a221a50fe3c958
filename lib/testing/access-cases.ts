import { examplePracticeInput } from "@/lib/domain/practice/fixtures";
import { exampleLogo } from "@/lib/domain/schools/fixtures";
import { exampleReport } from "@/lib/domain/sessions/imports/fixtures";
import { newId } from "@/lib/platform/ids";

import { courseCases } from "./access-courses";
import {
  adminReach,
  adminsOnly,
  type Case,
  everyone,
  type Ids,
  ownInSchool,
  staffOnly,
  staffReach,
  teachingOnly,
  teachingReach,
} from "./access-outcomes";
import { videoCases } from "./access-video-cases";
import { administrationCases } from "./administration-cases";
import { peopleCases } from "./people-cases";

/* Every route with the request and its outcome for each person, for app/api/access.db.test.ts. */

const view = ({ video_id: videoId, course_id: courseId }: Ids) => ({
  session_id: newId(),
  video_id: videoId,
  course_id: courseId,
});

/** Every route except next-auth's: the request about a target, and its outcome for each person. */
/** An assistant of the course did not write the note. */
const writersOnly = { assistant: [403, 403, 404, 404] as [403, 403, 404, 404] };

export const cases: Record<string, Case> = {
  ...administrationCases,
  ...peopleCases,
  "POST /api/playback-tokens": {
    expected: teachingReach,
    sent: ({ video_id: videoId }) => ({ body: { video_id: videoId } }),
  },
  "POST /api/analytics/video-view": {
    expected: everyone(["ok", "ok", "ok", 404]),
    sent: (ids) => ({ body: view(ids) }),
  },
  "POST /api/analytics/video-progress": {
    expected: everyone(["ok", "ok", "ok", 404]),
    sent: ({ video_id: videoId }) => ({
      body: { session_id: newId(), video_id: videoId, current_position_seconds: 1 },
    }),
  },
  "POST /api/analytics/video-complete": {
    expected: everyone(["ok", "ok", "ok", 404]),
    sent: ({ video_id: videoId }) => ({
      body: { session_id: newId(), video_id: videoId, watch_time_seconds: 1, completion_percentage: 1 },
    }),
  },
  // Each item has its own outcome.
  "POST /api/analytics/video-batch": {
    expected: everyone("ok"),
    sent: (ids) => ({ body: [{ type: "view", ...view(ids) }] }),
  },
  "POST /api/analytics/events/track": {
    expected: everyone("ok"),
    sent: () => ({ body: [{ event_type: "session_start", properties: { session_id: newId() } }] }),
  },
  "GET /api/analytics/events/types": { expected: adminsOnly },
  // The installation's admin has no school that it could belong to.
  "POST /api/analytics/events/types": {
    expected: { ...adminsOnly, installationAdmin: 400 },
    sent: () => ({ body: { name: `x_${newId().slice(-12)}`, title: "Test", properties: [] } }),
  },
  "GET /api/analytics/events/types/{typeId}": {
    expected: adminReach,
    sent: ({ event_type_id: typeId }) => ({ params: { typeId } }),
  },
  "PATCH /api/analytics/events/types/{typeId}": {
    expected: adminReach,
    sent: ({ event_type_id: typeId }) => ({ params: { typeId }, body: { archived: true } }),
  },
  // A signed-in person takes part in their own school's sessions; these are also open without a sign-in.
  ...Object.fromEntries(
    Object.entries({
      presence: () => ({ event: "join", client_id: newId() }),
      messages: () => ({ id: newId(), text: "Hello", client_id: newId() }),
      reactions: () => ({ id: newId(), type: "👏", client_id: newId() }),
      feedback: () => ({ rating: 4, client_id: newId() }),
    }).map(([route, body]) => [
      `POST /api/sessions/{sessionId}/${route}`,
      {
        expected: ownInSchool,
        sent: ({ session_id: sessionId }: Ids) => ({ params: { sessionId }, body: body() }),
      },
    ]),
  ),
  "GET /api/admin/setup": {
    expected: adminReach,
    sent: ({ school_id }) => ({ query: { school_id } }),
  },
  "PATCH /api/admin/setup": {
    expected: adminReach,
    sent: ({ school_id }) => ({ query: { school_id }, body: { skip: "snippet" } }),
  },
  ...videoCases,
  // None is configured where the tests run.
  "POST /api/integrations/{name}/test": {
    expected: { ...teachingOnly, instructor: 403, otherInstructor: 403 },
    sent: () => ({ params: { name: "oidc" } }),
  },
  "GET /api/schools": { expected: { ...teachingOnly, instructor: 403, otherInstructor: 403 } },
  // A short name is used once, so each request has another one.
  "POST /api/schools": {
    expected: { ...everyone(403), installationAdmin: "ok" },
    sent: () => ({ body: { name: "Test", slug: newId(), time_zone: "Europe/Lisbon" } }),
  },
  // Somebody has an address of the demo's people, so that nothing is loaded here.
  "GET /api/schools/demo": { expected: { ...everyone(403), installationAdmin: "ok" } },
  "POST /api/schools/demo": { expected: { ...everyone(403), installationAdmin: 409 } },
  "DELETE /api/schools/demo": { expected: { ...everyone(403), installationAdmin: 404 } },
  "GET /api/schools/{schoolId}": {
    expected: adminReach,
    sent: ({ school_id: schoolId }) => ({ params: { schoolId } }),
  },
  "PATCH /api/schools/{schoolId}": {
    expected: adminReach,
    sent: ({ school_id: schoolId }) => ({ params: { schoolId }, body: { on_time_minutes: 6 } }),
  },
  // Everybody sees it on the sign-in page.
  "GET /api/schools/{schoolId}/logo": {
    expected: everyone(["ok", "ok", "ok", 404]),
    sent: ({ school_id: schoolId }) => ({ params: { schoolId } }),
  },
  "PUT /api/schools/{schoolId}/logo": {
    expected: adminReach,
    sent: ({ school_id: schoolId }) => ({ params: { schoolId }, body: { file: exampleLogo } }),
  },
  "DELETE /api/schools/{schoolId}/logo": {
    expected: adminReach,
    sent: ({ school_id: schoolId }) => ({ params: { schoolId } }),
  },
  "GET /api/admin/training/sessions": { expected: staffOnly },
  "POST /api/admin/training/sessions": {
    expected: teachingReach,
    sent: ({ course_id: courseId, ownerId }) => ({
      body: {
        title: "Test",
        course_id: courseId,
        instructor_id: ownerId,
        scheduled_start: "2026-11-25T18:00:00Z",
        scheduled_end: "2026-11-25T19:00:00Z",
      },
    }),
  },
  // Assistants start and end sessions by it, too.
  "PATCH /api/admin/training/sessions/{sessionId}": {
    expected: { ...staffReach, assistant: [403, 403, 404, 404] },
    sent: ({ session_id: sessionId }) => ({ params: { sessionId }, body: { title: "Test" } }),
  },
  "DELETE /api/admin/training/sessions/{sessionId}": {
    expected: teachingReach,
    sent: ({ plannedSessionId }) => ({ params: { sessionId: plannedSessionId } }),
  },
  "POST /api/admin/training/sessions/{sessionId}/registrations": {
    expected: staffReach,
    sent: ({ session_id: sessionId }) => ({ params: { sessionId }, body: { people: [{ name: "Test" }] } }),
  },
  "GET /api/admin/training/sessions/{sessionId}/people": {
    expected: staffReach,
    sent: ({ session_id: sessionId }) => ({ params: { sessionId }, query: { q: "test" } }),
  },
  "PATCH /api/admin/training/sessions/{sessionId}/attendees/{attendeeId}": {
    expected: staffReach,
    sent: ({ session_id: sessionId, attendee_id: attendeeId }) => ({
      params: { sessionId, attendeeId },
      body: { name: "Test" },
    }),
  },
  "PATCH /api/admin/training/sessions/{sessionId}/messages/{messageId}": {
    expected: staffReach,
    sent: ({ session_id: sessionId, message_id: messageId }) => ({
      params: { sessionId, messageId },
      body: { answered: true },
    }),
  },
  "GET /api/admin/training/sessions/export": { expected: staffOnly },
  "GET /api/admin/training/analytics/overview": { expected: staffOnly },
  "GET /api/admin/training/live": { expected: staffOnly },
  "GET /api/admin/training/imports": { expected: teachingOnly },
  "POST /api/admin/training/imports": {
    expected: teachingReach,
    sent: ({ session_id: sessionId }) => ({
      query: { session_id: sessionId },
      body: { file: new TextEncoder().encode(exampleReport) },
    }),
  },
  // An import can be undone once, so each request has another one.
  "DELETE /api/admin/training/imports/{importId}": {
    expected: teachingReach,
    sent: ({ importIds, session_id: sessionId }) => ({ params: { importId: importIds.pop() ?? sessionId } }),
  },
  "POST /api/admin/training/sessions/compare": {
    expected: staffReach,
    sent: ({ session_id: sessionId, secondSessionId }) => ({
      body: { session_ids: [sessionId, secondSessionId] },
    }),
  },
  "GET /api/admin/training/sessions/compare/export": {
    expected: staffReach,
    sent: ({ session_id: sessionId, secondSessionId }) => ({
      query: { ids: `${sessionId},${secondSessionId}` },
    }),
  },
  ...Object.fromEntries(
    [
      "check",
      "analytics",
      "attendance",
      "attendance/export",
      "engagement",
      "messages",
      "messages/export",
      "peak-viewers",
      "timeline/export",
      "score/export",
      "live",
    ].map((path) => [
      `GET /api/admin/training/sessions/{sessionId}/${path}`,
      {
        expected: /^(attendance|messages).export$/.test(path) ? teachingReach : staffReach,
        sent: ({ session_id: sessionId }: Ids) => ({ params: { sessionId } }),
      },
    ]),
  ),
  // Everybody may take part in their school's sessions.
  "GET /api/sessions/{sessionId}/calendar": {
    expected: ownInSchool,
    sent: ({ session_id: sessionId }) => ({ params: { sessionId } }),
  },
  // Everybody saves and reads their own practice; the installation's admin has no school that it could belong to.
  "POST /api/sessions/save": {
    expected: { ...everyone("ok"), installationAdmin: 403 },
    sent: () => ({ body: examplePracticeInput }),
  },
  ...Object.fromEntries(
    ["history", "stats", "warmup", "export"].map((path) => [
      `GET /api/sessions/${path}`,
      { expected: everyone("ok") },
    ]),
  ),
  // Everybody reads their own progress, in any video of their school.
  "GET /api/videos/{videoId}/progress": {
    expected: ownInSchool,
    sent: ({ video_id: videoId }) => ({ params: { videoId } }),
  },
  "GET /api/videos/progress": {
    expected: ownInSchool,
    sent: ({ course_id: courseId }) => ({ query: { course_id: courseId } }),
  },
  // The caller with the secret, which the tests' requests are signed with.
  "POST /api/webhooks/cloudflare": {
    expected: everyone("ok"),
    sent: () => ({
      body: { uid: "6b9e68b07dfee8cc2d116e4c51d6a957", readyToStream: true, status: { state: "ready" } },
    }),
  },
  ...courseCases,
  "GET /api/courses/{courseId}/roster": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "GET /api/courses/{courseId}/roster/export": {
    expected: teachingReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  "GET /api/learners": {
    expected: staffReach,
    sent: ({ course_id }) => ({ query: { course_id } }),
  },
  "GET /api/learners/export": {
    expected: teachingReach,
    sent: ({ course_id }) => ({ query: { course_id } }),
  },
  "GET /api/learners/{userId}": {
    expected: staffReach,
    sent: ({ enrolledId }) => ({ params: { userId: enrolledId } }),
  },
  "GET /api/learners/{userId}/notes": {
    expected: staffReach,
    sent: ({ noted_id }) => ({ params: { userId: noted_id } }),
  },
  "POST /api/learners/{userId}/notes": {
    expected: staffReach,
    sent: ({ noted_id }) => ({ params: { userId: noted_id }, body: { text: "Test" } }),
  },
  // Who did not write it reads it only; each note is deleted once.
  "PATCH /api/learners/{userId}/notes/{noteId}": {
    expected: {
      ...staffReach,
      ...writersOnly,
      schoolAdmin: [403, 403, 404, 404],
      installationAdmin: [403, 403, 403, 404],
    },
    sent: ({ noted_id, note_id }) => ({
      params: { userId: noted_id, noteId: note_id },
      body: { text: "Test" },
    }),
  },
  "DELETE /api/learners/{userId}/notes/{noteId}": {
    expected: { ...staffReach, ...writersOnly },
    sent: ({ noted_id, noteIds, note_id }) => ({
      params: { userId: noted_id, noteId: noteIds.pop() ?? note_id },
    }),
  },
  "GET /api/find": { expected: everyone("ok"), sent: () => ({ query: { q: "video" } }) },
  "GET /api/health/live": { expected: everyone("ok") },
  "GET /api/health/ready": { expected: everyone("ok") },
  "GET /api/metrics": { expected: adminsOnly },
  "GET /api/openapi.json": { expected: everyone("ok") },
};
