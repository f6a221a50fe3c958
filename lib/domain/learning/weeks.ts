import { z } from "zod";
import { day, whole } from "@/lib/http/contract";
import { cohorts } from "./cohorts";
import { trendsFilter } from "./engagement";

/* A school's learners by whole weeks, Monday to Sunday: how many were active, who came back, and how many are expected. */

export const learnerWeeksQuery = z.object({
  /** How many whole weeks, up to the last one that is over. */
  weeks: z.coerce.number().int().min(2).max(52).default(12),
  ...trendsFilter,
});
export type LearnerWeeksQuery = z.output<typeof learnerWeeksQuery>;

export const learnerWeeksAnswer = z.object({
  success: z.literal(true),
  time_zone: z.string(),
  /** The last 365 days of the whole school, the last one today, which is not over. */
  days: z.array(z.object({ day, active_learners: whole })),
  weeks: z.array(
    z.object({
      /** Its Monday. */
      week: day,
      /** Students who had a learning event, began a view or attended a session in it. */
      active_learners: whole,
      /** Those of them who were active in the next week too; null for the last one. */
      active_next_week: whole.nullable(),
    }),
  ),
  cohorts,
  /** Of the active learners in the next weeks, as far ahead as four past forecasts can be compared with what came; from eight weeks on. */
  forecast: z.array(
    z.object({
      week: day,
      expected: whole,
      /** Where four of five past forecasts this far ahead would have held. */
      low: whole,
      high: whole,
      /** How many past forecasts were compared, and by how many learners they were off on average. */
      compared: whole,
      mean_error: z.number(),
    }),
  ),
});
export type LearnerWeeks = Omit<z.output<typeof learnerWeeksAnswer>, "success">;
