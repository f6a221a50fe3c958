import type { DataExport } from "./schema";

const user_id = "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02";
const id = "0192f3a4-9c01-7d31-8a00-1b2c3d4e5f60";

/** A complete file of a learner's data, as the routes' examples show it. */
export const exampleExport: DataExport = {
  id,
  user_id,
  state: "ready",
  created_at: "2026-11-20T14:30:00.000Z",
  ready_at: "2026-11-20T14:30:04.000Z",
  expires_at: "2026-11-27T14:30:04.000Z",
  rows: 1843,
  bytes: 214_512,
  done: 1843,
  total: 1843,
  url: `/api/users/${user_id}/exports/${id}`,
};
