import { exampleExport } from "@/lib/domain/privacy/fixtures";
import { beginExport } from "@/lib/domain/privacy/mutations";
import { exportsOf } from "@/lib/domain/privacy/queries";
import { dataExport, dataExportsAnswer, exportsParams } from "@/lib/domain/privacy/schema";
import { route } from "@/lib/http/route";

const params = { userId: exampleExport.user_id };

export const GET = route({
  summary:
    "The files of a person's data that were made in the last days: your own, or for an admin anybody's of the school",
  auth: "signed_in",
  params: exportsParams,
  answer: dataExportsAnswer,
  example: { params, answer: { items: [exampleExport] } },
  handler: async ({ ctx: { scope, now }, params: { userId } }) => ({
    items: await exportsOf(scope, userId, now),
  }),
});

export const POST = route({
  summary:
    "Begin a file of everything that is stored about a person: a ZIP of JSON and CSV files, made in the background",
  auth: "signed_in",
  tokenScope: "none",
  params: exportsParams,
  answer: dataExport,
  status: 201,
  example: {
    params,
    answer: {
      ...exampleExport,
      ...{ state: "preparing", ready_at: null, expires_at: null, rows: null, bytes: null },
      ...{ done: 0, total: null, url: null },
    },
  },
  handler: ({ ctx, params: { userId } }) => beginExport(ctx, userId),
});
