import { exampleAlert } from "../fixtures";
import type { DeliveryRow, WebhookRow } from "./schema";

/** A webhook, for the routes' examples; the last character of its id is the only one that another example changes. */
export const exampleWebhook: WebhookRow = {
  id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2e01",
  school_id: "0192f3a4-5a01-7a10-9d00-1b5a0e7c3901",
  name: "Timetable office",
  kind: "generic",
  address: "https://hooks.harbour.example/…alert",
  alert_kinds: ["low_attendance", "quiet_learner"],
  with_names: false,
  is_on: true,
  gone_at: null,
  created_at: "2026-11-02T09:00:00.000Z",
};

/** The one that an example deletes. */
export const exampleOldWebhook = exampleWebhook.id.replace(/1$/, "2");

export const exampleSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw0f6yJ1nq3Xk=";

/** What was posted of the example's alert. */
export const exampleDelivery: DeliveryRow = {
  id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2f01",
  event: "raised",
  alert_id: exampleAlert.id,
  alert_kind: exampleAlert.kind,
  state: "delivered",
  attempts: 2,
  next_attempt_at: null,
  last_attempt_at: "2026-11-18T19:00:41.000Z",
  status: 200,
  answer: "ok",
  failure: null,
  created_at: "2026-11-18T19:00:30.000Z",
};
