import { z } from "zod";
import { message } from "@/lib/language/language";

/* Which acts give experience points (XP), how many, and how many a day at most. */

export const acts = [
  "session_attended",
  "video_completed",
  "assessment_submitted",
  "material_completed",
  "practice_completed",
  "first_activity",
] as const;
export type Act = (typeof acts)[number];

const within = (least: number, most: number) =>
  z.number().int().min(least, message("errors.field.at_least")).max(most, message("errors.field.at_most"));

/** The XP that an act gives each time, 0 for none, and the most that it gives a day of the school; null: no limit. */
export const xpRule = z
  .strictObject({ xp: within(0, 10_000), daily_max: within(1, 100_000).nullable() })
  .superRefine(({ xp, daily_max }, ctx) => {
    // A lower limit would give nobody the XP that the rule promises.
    if (daily_max !== null && daily_max < xp)
      ctx.addIssue({
        ...{ code: "custom", path: ["daily_max"], input: daily_max },
        ...{ message: message("errors.field.at_least").error, params: { minimum: xp } },
      });
  });
export type XpRules = Record<Act, z.output<typeof xpRule>>;

export const defaultRules: XpRules = {
  session_attended: { xp: 40, daily_max: null },
  video_completed: { xp: 25, daily_max: 100 },
  assessment_submitted: { xp: 30, daily_max: 90 },
  material_completed: { xp: 10, daily_max: 50 },
  practice_completed: { xp: 20, daily_max: 60 },
  first_activity: { xp: 5, daily_max: null },
};

/** An act that comes once a day, whatever its limit. */
export const isOnceADay = (act: Act): boolean => act === "first_activity";

/** The school's rules; an act for which it has stored none has the default. */
export const rulesOf = (stored: Readonly<Record<string, XpRules[Act]>>): XpRules => ({
  ...defaultRules,
  ...stored,
});
