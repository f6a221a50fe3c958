import type { Alert } from "./schema";

/** An alert as the examples of the API show it. */
export const exampleAlert: Alert = {
  id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b61",
  kind: "low_attendance",
  state: "open",
  title: "41.7 % attended “Residuals and what they tell you”",
  text: "5 of the 12 people who registered attended: 41.7 %. The threshold is 50 %. The session ended on Wed 18 Nov 2026, 19:00.",
  advice:
    "Send the recording to those who did not attend, and ask them whether another time suits them better.",
  href: "/sessions/0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77",
  school_id: "0192f3a4-5a01-7a10-9d00-1b5a0e7c3901",
  session_id: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77",
  course_id: null,
  class_id: null,
  user_id: null,
  value: 41.7,
  threshold: 50,
  happened_at: "2026-11-18T19:00:00.000Z",
  raised_at: "2026-11-18T19:00:30.000Z",
  resolved_at: null,
  snoozed_until: null,
  done_at: null,
};
