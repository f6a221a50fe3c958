import { learnerWeeksAnswer, learnerWeeksQuery } from "@/lib/domain/learning/weeks";
import { assertEnough, narrowingOf } from "@/lib/flows/overview/narrowing";
import { learnerWeeks } from "@/lib/flows/overview/weeks";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Your school's learners by whole weeks: active, coming back by cohort, and expected in the next four",
  auth: "admin",
  query: learnerWeeksQuery,
  answer: learnerWeeksAnswer,
  example: {
    query: { weeks: 2 },
    answer: {
      success: true,
      time_zone: "Europe/Lisbon",
      days: [{ day: "2026-11-23", active_learners: 81 }],
      weeks: [
        { week: "2026-11-09", active_learners: 194, active_next_week: 151 },
        { week: "2026-11-16", active_learners: 200, active_next_week: null },
      ],
      cohorts: {
        weeks: [
          { week: "2026-11-09", learners: 7, active: [5] },
          { week: "2026-11-16", learners: 6, active: [] },
        ],
        all: { learners: 13, active: [{ learners: 7, active: 5 }] },
      },
      forecast: [{ week: "2026-11-23", expected: 203, low: 196, high: 211, compared: 8, mean_error: 5.1 }],
    },
  },
  async handler({ ctx: { scope, now }, query }) {
    const narrowing = await narrowingOf(scope, query);
    assertEnough(narrowing);
    return { success: true as const, ...(await learnerWeeks(scope, query.weeks, now, narrowing)) };
  },
});
