import { changeXpSettings } from "@/lib/domain/gamification/mutations";
import { xpSettings } from "@/lib/domain/gamification/queries";
import { defaultRules } from "@/lib/domain/gamification/rules";
import { xpSettingsAnswer, xpSettingsInput } from "@/lib/domain/gamification/schema";
import { route } from "@/lib/http/route";
import { AppError } from "@/lib/platform/errors";

export const GET = route({
  summary:
    "How much XP each act gives in your school, the most that it gives a day, and whether the school ranks",
  auth: "signed_in",
  answer: xpSettingsAnswer,
  example: { answer: { rules: defaultRules, rankings: true, revision: 3 } },
  handler: async ({ ctx: { scope } }) => {
    const settings = await xpSettings(scope);
    // The installation's admin has no school.
    if (!settings) throw new AppError("forbidden", "errors.general.role");
    return settings;
  },
});

export const PATCH = route({
  summary: "Change what acts give, for what is awarded from then on, or whether your school ranks",
  auth: "admin",
  body: xpSettingsInput,
  answer: xpSettingsAnswer,
  example: {
    body: { rules: { video_completed: { xp: 40, daily_max: 120 } } },
    answer: {
      rules: { ...defaultRules, video_completed: { xp: 40, daily_max: 120 } },
      ...{ rankings: true, revision: 4 },
    },
  },
  handler: ({ ctx, body }) => changeXpSettings(ctx, body),
});
