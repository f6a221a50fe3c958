import { z } from "zod";
import { routeTable } from "@/app/api/route-table";
import { openApi } from "@/lib/http/openapi";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "This description, as OpenAPI 3.1",
  auth: "public",
  answer: z.looseObject({ openapi: z.literal("3.1.0"), paths: z.looseObject({}) }),
  example: { answer: { openapi: "3.1.0", paths: {} } },
  handler: async ({ request }) => openApi(await routeTable(), new URL(request.url).origin),
});
