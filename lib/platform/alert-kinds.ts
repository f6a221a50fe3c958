/* Pure: pages in the browser know them too. */

/** What the installation is alerted about; lib/domain/alerts/alerts.ts says when. Each has its words in the catalogue, "alerts.kinds". */
export const installationKinds = [
  "error_rate",
  "slow_requests",
  "failed_processing",
  "bus_lost",
  "database_lost",
] as const;

/** What a school is alerted about. */
export const schoolKinds = [
  "low_attendance",
  "quiet_learner",
  "many_attended",
  "best_session",
  "class_completed",
] as const;

export const alertKinds = [...installationKinds, ...schoolKinds] as const;
export type AlertKind = (typeof alertKinds)[number];
