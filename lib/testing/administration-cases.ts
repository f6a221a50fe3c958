import { unsubscribeToken } from "@/lib/auth/unsubscribe";
import { adminReach, adminsOnly, type Case, everyone, ownOrSchools, staffOnly } from "./access-outcomes";
import { webhookBeside } from "./alert-world";

const webhookParams = (alertId: string, index = 0) => ({
  params: { webhookId: webhookBeside(alertId, index) },
});
/** Each deletion is of another one. */
let deletedWebhooks = 0;

/** What runs an installation, for lib/testing/access-cases.ts. */
export const administrationCases: Record<string, Case> = {
  "GET /api/analytics/system/metrics": { expected: adminsOnly },
  "GET /api/analytics/trends/engagement": { expected: adminsOnly },
  "GET /api/analytics/trends/weeks": { expected: adminsOnly },
  "GET /api/analytics/trends/weeks/export": { expected: adminsOnly },
  "GET /api/analytics/trends/content": { expected: staffOnly },
  "GET /api/compliance/status": {
    expected: adminReach,
    sent: ({ school_id }) => ({ query: { school_id } }),
  },
  "GET /api/compliance/requests": {
    expected: adminReach,
    sent: ({ school_id }) => ({ query: { school_id } }),
  },
  "POST /api/compliance/requests": {
    expected: adminReach,
    sent: ({ school_id }) => ({
      body: { kind: "access", person_name: "Somebody", law: "gdpr", received_on: "2026-01-02", school_id },
    }),
  },
  "PATCH /api/compliance/requests/{requestId}": {
    expected: adminReach,
    sent: ({ request_id }) => ({ params: { requestId: request_id }, body: { state: "answered" } }),
  },
  "GET /api/compliance/retention": {
    expected: adminReach,
    sent: ({ school_id }) => ({ query: { school_id } }),
  },
  "PATCH /api/compliance/retention": {
    expected: adminReach,
    sent: ({ school_id }) => ({ body: { chat: 13, school_id } }),
  },
  "PUT /api/compliance/confirmations/{item}": {
    expected: adminReach,
    sent: ({ school_id }) => ({
      params: { item: "processors" },
      body: { confirmed_on: "2026-01-02", school_id },
    }),
  },
  "POST /api/compliance/key-rotation": {
    expected: adminReach,
    sent: ({ school_id }) => ({ body: { school_id } }),
  },
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
  "GET /api/alerts": { expected: staffOnly },
  "PATCH /api/alerts/{alertId}": {
    // An assistant reaches the sessions of their course.
    expected: { ...ownOrSchools, assistant: ["ok", 404, 404, 404] },
    sent: ({ alert_id }) => ({ params: { alertId: alert_id }, body: { done: true } }),
  },
  "POST /api/alerts/unsubscribe/{token}": {
    expected: everyone("ok"),
    sent: ({ ownerId }) => ({ params: { token: unsubscribeToken(ownerId) } }),
  },
  "GET /api/alerts/rules": { expected: adminsOnly },
  "PATCH /api/alerts/rules": { expected: adminsOnly, sent: () => ({ body: { rules: {} } }) },
  "GET /api/alerts/webhooks": { expected: adminsOnly },
  // A private address, so that the schools do not have the most of them after a few tries.
  "POST /api/alerts/webhooks": {
    expected: { ...everyone(403), schoolAdmin: 400, otherSchoolAdmin: 400, installationAdmin: 400 },
    sent: () => ({
      body: { name: "Office", kind: "slack", address: "https://127.0.0.1/", alert_kinds: ["low_attendance"] },
    }),
  },
  "PATCH /api/alerts/webhooks/{webhookId}": {
    expected: adminReach,
    sent: ({ alert_id }) => ({ ...webhookParams(alert_id), body: { name: "Office" } }),
  },
  "DELETE /api/alerts/webhooks/{webhookId}": {
    expected: adminReach,
    sent: ({ alert_id }) => webhookParams(alert_id, 1 + (deletedWebhooks++ % 127)),
  },
  "POST /api/alerts/webhooks/{webhookId}/test": {
    expected: adminReach,
    sent: ({ alert_id }) => webhookParams(alert_id),
  },
  "GET /api/alerts/webhooks/{webhookId}/deliveries": {
    expected: adminReach,
    sent: ({ alert_id }) => webhookParams(alert_id),
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
