import { rosterBodyMax } from "@/lib/domain/people/imports/schema";
import { logoBytesMax } from "@/lib/domain/schools/logo";
import { importBytesMax } from "@/lib/domain/sessions/imports/schema";
import { pictureBytesMax } from "@/lib/domain/videos/schema";

const bulkBytesMax = 1024 * 1024;

/**
 * Routes that take larger bodies than the usual 64 KiB. The server's front reads the others before Next sees them; these read
 * their own, after they know who asks.
 */
export const largerBodies = {
  // 500 videos with their addresses.
  "/api/admin/analytics/videos": 1024 * 1024,
  // A piece of a video, which its route writes as it arrives.
  "/api/admin/analytics/uploads/{uploadId}": 8 * 1024 * 1024,
  "/api/admin/analytics/videos/{videoId}/captions/{language}": 1024 * 1024,
  "/api/admin/analytics/videos/{videoId}/poster": pictureBytesMax,
  "/api/admin/roster/imports": rosterBodyMax,
  "/api/admin/training/imports": importBytesMax,
  // 2,000 people with a name, an address and an id each.
  "/api/admin/training/sessions/{sessionId}/registrations": 1024 * 1024,
  // A form around the picture, and its boundaries.
  "/api/schools/{schoolId}/logo": logoBytesMax + 4096,
  // 500 things, of a few hundred characters each.
  "/api/courses": bulkBytesMax,
  "/api/courses/{courseId}/lessons": bulkBytesMax,
  "/api/courses/{courseId}/lessons/{lessonId}/materials": bulkBytesMax,
  "/api/courses/{courseId}/classes": bulkBytesMax,
  "/api/courses/{courseId}/enrollments": bulkBytesMax,
  "/api/courses/{courseId}/assessments": bulkBytesMax,
  "/api/courses/{courseId}/results": bulkBytesMax,
  "/api/courses/{courseId}/results/imports": rosterBodyMax,
  "/api/terms": bulkBytesMax,
} as const;

const patterns = Object.entries(largerBodies).map(([path, bytes]) => ({
  pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
  bytes,
}));

/** How many bytes a path's route declares, where that is more than usual. */
export const largerBodyOf = (path: string): number | undefined =>
  patterns.find(({ pattern }) => pattern.test(path))?.bytes;
