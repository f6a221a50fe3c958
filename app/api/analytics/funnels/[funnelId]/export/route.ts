import { funnelById } from "@/lib/domain/learning/funnels/queries";
import {
  exampleFunnel,
  type FunnelCounts,
  funnelParams,
  funnelQuery,
  type ShownStep,
} from "@/lib/domain/learning/funnels/schema";
import { countFunnel } from "@/lib/flows/overview/funnel";
import { csvRoute } from "@/lib/http/csv";
import type { CsvColumn } from "@/lib/platform/csv";

type Row = ShownStep & FunnelCounts & { number: number };

/** A row for each step. A number of fewer people than the school's smallest group is empty. */
const funnelColumns: CsvColumn<Row>[] = [
  { header: "Step", value: (row) => row.number },
  { header: "Kind", value: (row) => row.kind },
  { header: "Event type", value: (row) => row.event_type },
  { header: "Title", value: (row) => row.title },
  { header: "People", value: (row) => row.people },
  { header: "Of first %", value: (row) => row.of_first?.percentage ?? null },
  { header: "Of first % from", value: (row) => row.of_first?.low_percentage ?? null },
  { header: "Of first % to", value: (row) => row.of_first?.high_percentage ?? null },
  { header: "Of previous %", value: (row) => row.of_previous?.percentage ?? null },
  { header: "Of previous % from", value: (row) => row.of_previous?.low_percentage ?? null },
  { header: "Of previous % to", value: (row) => row.of_previous?.high_percentage ?? null },
  { header: "Median seconds from previous", value: (row) => row.median_seconds },
];

export const GET = csvRoute({
  summary: "A funnel as CSV: a row for each step with its people, shares and median time",
  auth: "staff",
  params: funnelParams,
  query: funnelQuery,
  example: {
    params: { funnelId: exampleFunnel.id },
    answer: "Step,Kind,Event type,Title,People\r\n1,video,,,61\r\n",
  },
  action: "funnel.export",
  async file({ ctx, params: { funnelId: id }, query }) {
    const { school_id, time_zone } = await funnelById(ctx.scope, id);
    const { steps } = await countFunnel(ctx.scope, id, query, ctx.now);
    return {
      target: { type: "funnel", id, school_id, time_zone },
      name: `funnel-${id}`,
      columns: funnelColumns,
      batches: [steps.map((step, index) => ({ ...step, number: index + 1 }))],
    };
  },
});
