import { examplePicture } from "@/lib/domain/videos/fixtures";
import {
  adminReach,
  type Case,
  everyone,
  type Ids,
  staffOnly,
  staffReach,
  teachingOnly,
  teachingReach,
} from "./access-outcomes";

/** The routes of videos, with the request and its outcome for each person. */
export const videoCases: Record<string, Case> = {
  "GET /api/admin/analytics/videos": { expected: staffOnly },
  "GET /api/admin/analytics/videos/export": { expected: staffOnly },
  "GET /api/admin/analytics/videos/course/{courseId}": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  ...Object.fromEntries(
    [
      "videos/{videoId}",
      "videos/{videoId}/retention",
      "videos/{videoId}/retention/export",
      "videos/{videoId}/delivered",
      "videos/{videoId}/live-viewers",
      "videos/{videoId}/check",
      "videos/{videoId}/related",
      "videos/{videoId}/viewers",
      "videos/{videoId}/viewers/export",
      "heatmap/{videoId}",
      "heatmap/{videoId}/export",
    ].map((path) => [
      `GET /api/admin/analytics/${path}`,
      {
        expected: path === "videos/{videoId}/viewers/export" ? teachingReach : staffReach,
        sent: ({ video_id: videoId }: Ids) => ({ params: { videoId } }),
      },
    ]),
  ),
  "GET /api/admin/analytics/videos/{videoId}/suspects": {
    expected: staffReach,
    sent: ({ video_id: videoId }) => ({ params: { videoId } }),
  },
  "PATCH /api/admin/analytics/videos/{videoId}/suspects/{suspectId}": {
    expected: teachingReach,
    sent: ({ video_id: videoId, suspect_id: suspectId }) => ({
      params: { videoId, suspectId },
      body: { decision: "left_out" },
    }),
  },
  "GET /api/admin/analytics/addresses": { expected: staffOnly },
  // Each item has its own outcome.
  "POST /api/admin/analytics/addresses": {
    expected: teachingOnly,
    sent: ({ address_id }) => ({ body: { items: [{ address_id, ignored: true }] } }),
  },
  "PATCH /api/admin/analytics/addresses/{addressId}": {
    expected: teachingReach,
    sent: ({ address_id: addressId, video_id }) => ({ params: { addressId }, body: { video_id } }),
  },
  "POST /api/admin/analytics/addresses/{addressId}/video": {
    expected: teachingReach,
    sent: ({ address_id: addressId, course_id }) => ({
      params: { addressId },
      body: { title: "Test", course_id },
    }),
  },
  "GET /api/admin/analytics/origins": {
    expected: adminReach,
    sent: ({ school_id }) => ({ query: { school_id } }),
  },
  "PUT /api/admin/analytics/origins": {
    expected: adminReach,
    sent: ({ school_id }) => ({ body: { school_id, origins: ["https://moodle.test"] } }),
  },
  "PATCH /api/admin/analytics/videos/{videoId}": {
    expected: teachingReach,
    sent: ({ video_id: videoId }) => ({ params: { videoId }, body: { duration_seconds: 90 } }),
  },
  // Each item has its own outcome.
  "POST /api/admin/analytics/videos": {
    expected: teachingOnly,
    sent: ({ course_id }) => ({ body: { items: [{ title: "Test", course_id }] } }),
  },
  // Everybody has their own uploads: here there is none yet to read, or only their own.
  "GET /api/admin/analytics/uploads/{uploadId}": {
    expected: { ...everyone(404), student: 403, assistant: 403 },
    sent: ({ session_id: uploadId }) => ({ params: { uploadId } }),
  },
  "PUT /api/admin/analytics/uploads/{uploadId}": {
    expected: teachingOnly,
    sent: ({ video_id: uploadId }) => ({
      params: { uploadId },
      query: { offset: 0 },
      body: { file: new TextEncoder().encode("a piece") },
    }),
  },
  "DELETE /api/admin/analytics/uploads/{uploadId}": {
    expected: teachingOnly,
    sent: ({ session_id: uploadId }) => ({ params: { uploadId } }),
  },
  "POST /api/admin/analytics/videos/{videoId}/versions": {
    expected: teachingReach,
    sent: ({ video_id: videoId }) => ({ params: { videoId }, body: { source_url: "/clip.mp4" } }),
  },
  "PUT /api/admin/analytics/videos/{videoId}/poster": {
    expected: teachingReach,
    sent: ({ video_id: videoId }) => ({ params: { videoId }, body: { file: examplePicture } }),
  },
  "DELETE /api/admin/analytics/videos/{videoId}/poster": {
    expected: teachingReach,
    sent: ({ video_id: videoId }) => ({ params: { videoId } }),
  },
  "PUT /api/admin/analytics/videos/{videoId}/chapters": {
    expected: teachingReach,
    sent: ({ video_id: videoId }) => ({ params: { videoId }, body: { text: "0:00 Welcome" } }),
  },
  "PUT /api/admin/analytics/videos/{videoId}/captions/{language}": {
    expected: teachingReach,
    sent: ({ video_id: videoId }) => ({
      params: { videoId, language: "en" },
      body: { file: new TextEncoder().encode("WEBVTT\n\n00:01.000 --> 00:04.000\nHello\n") },
    }),
  },
  "DELETE /api/admin/analytics/videos/{videoId}/captions/{language}": {
    expected: teachingReach,
    sent: ({ video_id: videoId }) => ({ params: { videoId, language: "en" } }),
  },
  // A video can be deleted once, so each request has another one.
  "DELETE /api/admin/analytics/videos/{videoId}": {
    expected: teachingReach,
    sent: ({ videoIds, session_id }) => ({ params: { videoId: videoIds.pop() ?? session_id } }),
  },
};
