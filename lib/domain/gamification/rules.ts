import { z } from "zod";

/* Which acts give experience points (XP), how many, and how many a day at most. */

export const acts = [
  "session_attended",
  "video_completed",
  "assessment_submitted",
  "material_completed",
  "first_activity",
] as const;
export type Act = (typeof acts)[number];

/** The XP that an act gives each time, 0 for none, and the most that it gives a day of the school; null: no limit. */
export const xpRule = z.object({
  xp: z.number().int().min(0).max(10_000),
  daily_max: z.number().int().min(1).max(100_000).nullable(),
});
export const xpRules = z.record(z.enum(acts), xpRule);
export type XpRules = z.output<typeof xpRules>;

export const defaultRules: XpRules = {
  session_attended: { xp: 40, daily_max: null },
  video_completed: { xp: 25, daily_max: 100 },
  assessment_submitted: { xp: 30, daily_max: 90 },
  material_completed: { xp: 10, daily_max: 50 },
  first_activity: { xp: 5, daily_max: 5 },
};

/** The school's rules; an act for which it has stored none has the default. */
export const rulesOf = (stored: Readonly<Record<string, XpRules[Act]>>): XpRules => ({
  ...defaultRules,
  ...stored,
});
