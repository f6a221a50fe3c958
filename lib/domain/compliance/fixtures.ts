import type { KeptFacts } from "./retention/schema";
import type { PrivacyRequest } from "./schema";

/** A request that is overdue, as the routes' examples show it. */
export const exampleRequest: PrivacyRequest = {
  id: "0192f3a4-9d01-7d31-8a00-1b2c3d4e5f60",
  kind: "erasure",
  law: "gdpr",
  user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02",
  person: "Tiago Bento",
  received_on: "2026-10-16",
  due_on: "2026-11-16",
  state: "open",
  closed_on: null,
  days_left: -4,
};

/** Chat of which the last night has deleted some. */
export const exampleKept: KeptFacts = {
  kind: "chat",
  months: 12,
  stored: 9402,
  due: 118,
  oldest_at: "2025-11-20T09:50:00.000Z",
  last_run_at: "2026-11-20T03:10:48.000Z",
  last_rows: 214,
  last_before: "2025-11-20T00:00:00.000Z",
  failed_at: null,
  deleted: 2019,
};
