import {
  adminsOnly,
  type Case,
  everyone,
  ownOrSchools,
  staffOnly,
  teachingOnly,
  teachingReach,
} from "./access-outcomes";

/* Cases of access-cases.ts: people's own account, and what runs an installation. */

export const administrationCases: Record<string, Case> = {
  "GET /api/tokens": { expected: teachingOnly },
  "POST /api/tokens": {
    expected: teachingOnly,
    sent: () => ({ body: { name: "Test", scopes: ["read"], expires_in_days: 1 } }),
  },
  "DELETE /api/tokens/{tokenId}": {
    expected: teachingReach,
    sent: ({ apiTokenId }) => ({ params: { tokenId: apiTokenId } }),
  },
  "GET /api/account": { expected: everyone("ok") },
  // Nobody here has a password.
  "POST /api/account/password": {
    expected: everyone(403),
    sent: () => ({ body: { current_password: "guess", new_password: "a long enough password" } }),
  },
  "POST /api/account/sign-out": { expected: everyone("ok") },
  // A browser can be forgotten once, so each request has another one; everybody has their own.
  "DELETE /api/account/devices/{deviceId}": {
    expected: {
      ...everyone(404),
      instructor: ["ok", 404, 404, 404],
      otherInstructor: [404, "ok", 404, 404],
      otherSchoolAdmin: [404, 404, "ok", 404],
    },
    sent: ({ deviceIds, ownerId }) => ({ params: { deviceId: deviceIds.pop() ?? ownerId } }),
  },
  "GET /api/analytics/system/metrics": { expected: adminsOnly },
  "GET /api/admin/audit": { expected: adminsOnly },
  "GET /api/admin/audit/export": { expected: adminsOnly },
  "GET /api/admin/test-data": {
    expected: adminsOnly,
    sent: () => ({ query: { from: "2026-11-01", to: "2026-11-02" } }),
  },
  "POST /api/admin/test-data": {
    expected: adminsOnly,
    sent: () => ({ body: { from: "1999-01-01", to: "1999-01-02", views: 0 } }),
  },
  "GET /api/admin/work": { expected: staffOnly },
  "POST /api/admin/work": { expected: adminsOnly, sent: () => ({ body: { kind: "rebuild_rollups" } }) },
  "GET /api/admin/work/{workId}": {
    expected: ownOrSchools,
    sent: ({ work_id }) => ({ params: { workId: work_id } }),
  },
  "POST /api/admin/work/{workId}/cancel": {
    expected: ownOrSchools,
    sent: ({ workIds, course_id }) => ({ params: { workId: workIds.pop() ?? course_id } }),
  },
};
