import { z } from "zod";
import { route } from "@/lib/http/route";
import { AppError } from "@/lib/platform/errors";

/** Unknown API addresses get a problem+json instead of an HTML page. */
const missing = route({
  summary: "Answer an unknown route",
  auth: "public",
  answer: z.never(),
  example: { answer: undefined as never },
  undocumented: true,
  handler: (): Response => {
    throw new AppError("not_found", { english: "Unknown route. See /api/openapi.json." });
  },
});

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT };
