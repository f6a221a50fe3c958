/* Pure: pages in the browser know them too. */

/** What runs in the background; lib/flows/jobs/kinds.ts declares how. Each has its title in the catalogue, "work.kinds". */
export const workKinds = [
  "rebuild_rollups",
  "recount_videos",
  "recount_sessions",
  "recount_learning",
  "delete_test_data",
  "replace_video",
  "merge_people",
  "export_person",
  "erase_person",
  "erase_late_facts",
  "rotate_key",
  "import_roster",
  "load_demo",
  "remove_demo",
  "mail_alerts",
  "send_webhook",
  "mail_digest",
] as const;
export type WorkKind = (typeof workKinds)[number];

/** What the progress of a kind counts; their words are in the catalogue, "work.progress". */
export const workUnits = ["videos", "sessions", "people", "rows"] as const;
export type WorkUnit = (typeof workUnits)[number];

export const workStates = ["waiting", "running", "done", "failed", "cancelled"] as const;
export type WorkState = (typeof workStates)[number];

/** What each server process repeats (lib/flows/jobs). Each has its words in the catalogue, "system.jobs.names". */
export const jobNames = [
  "sessions",
  "addresses",
  "learning",
  "progress",
  "gamification",
  "delivered_minutes",
  "work",
  "work_recovery",
  "bus",
  "bus_outbox",
  "system",
  "audit_chain",
  "alerts",
  "digests",
  "data_exports",
  "retention",
] as const;
export type JobName = (typeof jobNames)[number];

/** Somebody has cancelled the work. */
export class WorkCancelled extends Error {
  override readonly name = "WorkCancelled";
}

/** Whether it waits for a time that is still to come. */
export const isPlanned = (
  { state, begins_at }: { state: WorkState; begins_at?: string | null },
  now: number,
): boolean => state === "waiting" && !!begins_at && Date.parse(begins_at) > now;

/** Whether it has not ended. */
export const isOpen = ({ state }: { state: WorkState }): boolean =>
  state === "waiting" || state === "running";
