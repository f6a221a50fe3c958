import type { Cohort } from "@/lib/domain/learning/cohorts";
import { learnerWeeksQuery } from "@/lib/domain/learning/weeks";
import { assertEnough, narrowingOf } from "@/lib/flows/overview/narrowing";
import { learnerWeeks } from "@/lib/flows/overview/weeks";
import { csvRoute } from "@/lib/http/csv";
import type { CsvColumn } from "@/lib/platform/csv";

/** A column for each later week; empty where the week is not over, and in the row of a cohort that is not shown. */
const columnsFor = (weeks: number): CsvColumn<Cohort>[] => [
  { header: "First active in the week of", value: ({ week }) => week },
  { header: "Students", value: ({ learners }) => learners },
  ...Array.from({ length: weeks - 1 }, (_, index) => ({
    header: `Active in week ${index + 1}`,
    value: ({ active }: Cohort) => active[index] ?? null,
  })),
];

export const GET = csvRoute({
  summary:
    "Your school’s learners by the week in which they were active first, and how many came back, as CSV",
  auth: "admin",
  query: learnerWeeksQuery,
  example: {
    query: { weeks: 2 },
    answer: "First active in the week of,Students,Active in week 1\r\n2026-11-09,7,5\r\n2026-11-16,,\r\n",
  },
  action: "cohorts.export",
  async file({ ctx: { scope, now }, query }) {
    const narrowing = await narrowingOf(scope, query);
    assertEnough(narrowing);
    const { cohorts } = await learnerWeeks(scope, query.weeks, now, narrowing);
    return { name: "cohorts", columns: columnsFor(query.weeks), batches: [cohorts.weeks] };
  },
});
