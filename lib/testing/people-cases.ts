import { exampleRoster } from "@/lib/domain/people/imports/fixtures";
import { newId } from "@/lib/platform/ids";
import { adminReach, adminsOnly, type Case, everyone, teachingOnly, teachingReach } from "./access-outcomes";

/** The routes of people and their accounts, for lib/testing/access-cases.ts. */
export const peopleCases: Record<string, Case> = {
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
  "PATCH /api/account": { expected: everyone("ok"), sent: () => ({ body: { address: "Rua do Cais 7" } }) },
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
  "GET /api/users": { expected: adminsOnly },
  "POST /api/users": {
    expected: adminReach,
    sent: ({ school_id }) => ({ body: { school_id, name: "Test" } }),
  },
  // Everybody else reads only themself.
  "GET /api/users/{userId}": {
    expected: adminReach,
    sent: ({ personId }) => ({ params: { userId: personId } }),
  },
  "PATCH /api/users/{userId}": {
    expected: adminReach,
    sent: ({ personId }) => ({ params: { userId: personId }, body: { role: "student" } }),
  },
  "POST /api/users/{userId}/sign-out": {
    expected: adminReach,
    sent: ({ personId }) => ({ params: { userId: personId } }),
  },
  // A person is merged once, so each request has another one.
  "POST /api/users/{userId}/merge": {
    expected: adminReach,
    sent: ({ personId, duplicateIds }) => ({
      params: { userId: personId },
      body: { duplicate_id: duplicateIds.pop() ?? personId },
    }),
  },
  "GET /api/users/{userId}/exports": {
    expected: adminReach,
    sent: ({ personId }) => ({ params: { userId: personId } }),
  },
  "POST /api/users/{userId}/exports": {
    expected: adminReach,
    sent: ({ personId }) => ({ params: { userId: personId } }),
  },
  "GET /api/users/{userId}/exports/{exportId}": {
    expected: adminReach,
    sent: ({ personId, export_id }) => ({ params: { userId: personId, exportId: export_id } }),
  },
  // A person is erased once; in their place the name is wrong for all but the first.
  "POST /api/users/{userId}/erasure": {
    expected: adminReach,
    sent: ({ duplicateIds, personId }) => ({
      params: { userId: duplicateIds.pop() ?? personId },
      body: { name: "Duplicate" },
    }),
  },
  "POST /api/users/{userId}/links": {
    expected: adminReach,
    sent: ({ personId }) => ({ params: { userId: personId }, body: { purpose: "password" } }),
  },
  "POST /api/users/invitations": {
    expected: adminReach,
    sent: ({ school_id }) => ({ body: { school_id, emails: [`${newId()}@school.test`] } }),
  },
  // There are several schools, so that an admin of one does not run the installation.
  "POST /api/users/installation-admins": {
    expected: { ...everyone(403), installationAdmin: "ok" },
    sent: () => ({ body: { email: `${newId()}@installation.test` } }),
  },
  // Each person is answered by itself.
  "POST /api/users/invitations/again": {
    expected: adminsOnly,
    sent: ({ personId }) => ({ body: { ids: [personId] } }),
  },
  "GET /api/users/open-invitations": { expected: adminsOnly },
  "POST /api/users/open-invitations": {
    expected: adminReach,
    sent: ({ school_id }) => ({ body: { school_id, domain: "school.test" } }),
  },
  "DELETE /api/users/open-invitations/{linkId}": {
    expected: adminReach,
    sent: ({ openLinkId }) => ({ params: { linkId: openLinkId } }),
  },
  "GET /api/admin/roster/imports": { expected: adminsOnly },
  "POST /api/admin/roster/imports": {
    expected: adminReach,
    sent: ({ school_id }) => ({
      query: { school_id, commit: "true" },
      body: { file: new TextEncoder().encode(exampleRoster) },
    }),
  },
  // An import can be undone once, so each request has another one.
  "DELETE /api/admin/roster/imports/{importId}": {
    expected: adminReach,
    sent: ({ rosterImportIds, course_id }) => ({ params: { importId: rosterImportIds.pop() ?? course_id } }),
  },
  "GET /api/admin/roster/imports/{importId}": {
    expected: adminReach,
    sent: ({ roster_import_id: importId }) => ({ params: { importId } }),
  },
  // Nobody here has a password.
  "POST /api/account/email": {
    expected: everyone(403),
    sent: () => ({ body: { email: `${newId()}@school.test`, password: "guess" } }),
  },
  // Everybody who has the link may ask, signed in or not.
  "POST /api/auth/join": {
    expected: everyone(["ok", "ok", "ok", 400]),
    sent: ({ joinSecret }) => ({ body: { secret: joinSecret, email: `${newId()}@school.test` } }),
  },
  "POST /api/auth/forgotten-password": {
    expected: everyone("ok"),
    sent: () => ({ body: { email: `${newId()}@school.test` } }),
  },
};
