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

/** What a webhook's receiver understands; `generic` is signed JSON (Standard Webhooks). */
export const webhookKinds = ["generic", "slack", "discord"] as const;
export type WebhookKind = (typeof webhookKinds)[number];

/** What is posted of an alert. */
export const deliveryEvents = ["raised", "resolved", "test"] as const;
export type DeliveryEvent = (typeof deliveryEvents)[number];

export const deliveryStates = ["waiting", "delivered", "failed"] as const;

/** Why a receiver gave no answer. Their words are in the catalogue, "alerts.webhooks.failures". */
export const deliveryFailures = ["timeout", "unreachable", "not_public", "no_secret"] as const;
export type DeliveryFailure = (typeof deliveryFailures)[number];

/** Of what a digest tells. */
export const digestKinds = ["week", "month"] as const;
export type DigestKind = (typeof digestKinds)[number];
