import type { CheckAnswer, SetupAnswer } from "./schema";

export const exampleSetup: SetupAnswer = {
  success: true,
  school: {
    id: "0192f3a4-5a01-7a10-9d00-1b5a0e7c3901",
    name: "Harbour College",
    time_zone: "Europe/Lisbon",
  },
  started_at: "2026-11-18T09:12:00.000Z",
  closed_at: null,
  steps: { school: "done", course: "done", thing: "done", snippet: "open", beacon: "open" },
  course: {
    id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a11",
    title: "Statistics for everyone",
    external_id: "statistics-for-everyone",
    enrolled: 0,
  },
  thing: { kind: "video", id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11", title: "How this course works" },
  beacon_at: null,
};

export const exampleCheck: CheckAnswer = {
  success: true,
  accepted: 3,
  accepted_at: "2026-11-18T09:31:37.000Z",
  refused: 0,
  refused_at: null,
  refused_reason: null,
  refused_field: null,
  refused_origin: null,
  mistaken: [
    {
      id: "residual-plots",
      refused: 1,
      refused_at: "2026-11-18T09:29:41.000Z",
      refused_reason: "unknown_video",
      refused_field: "video_id",
      refused_origin: "https://learn.harbour.example",
    },
  ],
};
