import { learnerColumns } from "@/lib/domain/learners/export";
import { learnersQuery } from "@/lib/domain/learners/schema";
import { learnersInBatches, narrowingOf } from "@/lib/flows/learning/learner-list";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "The learners of your courses as CSV: all rows of the list that match",
  auth: "teaching",
  query: learnersQuery,
  example: {
    query: { sort: "name" },
    answer:
      "Name,Email,At risk,At risk in\r\nHelena Brito,helena.brito@harbour.example,Yes,R from the first line\r\n",
  },
  action: "learners.export",
  async file({ ctx: { scope, now }, query }) {
    const narrowing = await narrowingOf(scope, query);
    return {
      name: "learners",
      columns: learnerColumns,
      batches: learnersInBatches(scope, narrowing, query, now),
    };
  },
});
