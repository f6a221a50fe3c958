import type { Act } from "./rules";

/* What earns an achievement: so many of one thing. Each is earned once, and stays. */

/** Acts that are counted, of which each thing counts once. */
export type CountedAct = Exclude<Act, "material_completed" | "first_activity">;
/** An act so many times, so many active days or days of practice in a row, or a level. */
export type Measure = CountedAct | "streak" | "practice_streak" | "level";

/** In the order in which they are shown. */
export const achievements = [
  { id: "first_session", of: "session_attended", at_least: 1 },
  { id: "sessions_10", of: "session_attended", at_least: 10 },
  { id: "first_video", of: "video_completed", at_least: 1 },
  { id: "videos_10", of: "video_completed", at_least: 10 },
  { id: "videos_50", of: "video_completed", at_least: 50 },
  { id: "first_assessment", of: "assessment_submitted", at_least: 1 },
  { id: "assessments_10", of: "assessment_submitted", at_least: 10 },
  { id: "first_practice", of: "practice_completed", at_least: 1 },
  { id: "practices_10", of: "practice_completed", at_least: 10 },
  { id: "practice_streak_7", of: "practice_streak", at_least: 7 },
  { id: "streak_7", of: "streak", at_least: 7 },
  { id: "streak_30", of: "streak", at_least: 30 },
  { id: "level_5", of: "level", at_least: 5 },
  { id: "level_10", of: "level", at_least: 10 },
] as const satisfies readonly { id: string; of: Measure; at_least: number }[];

export type Achievement = (typeof achievements)[number];

export const isCounted = (one: Achievement): one is Extract<Achievement, { of: CountedAct }> =>
  !["streak", "practice_streak", "level"].includes(one.of);

/** One that Lectern awards itself; staff and programs may award others. */
export const achievementOf = (id: string): Achievement | undefined =>
  achievements.find((one) => one.id === id);
