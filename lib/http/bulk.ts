import "server-only";
import { z } from "zod";
import type { Language } from "@/lib/language/language";
import { asAppError, fieldErrorIn } from "@/lib/platform/errors";
import { parse } from "@/lib/platform/problem";

/* Several things in one request: each is parsed and saved by itself, and a wrong one stops no other. */

/** The most things in one request, where its route names no fewer. */
const itemsMax = 500;

/** A body of such items. They are parsed one by one, so the document describes them and the body's schema lets them through. */
export function bulkBody(item: z.ZodType, max = itemsMax) {
  const { $schema: _, ...described } = z.toJSONSchema(item, { io: "input", unrepresentable: "any" });
  return z.object({ items: z.array(z.unknown().meta(described)).min(1).max(max) });
}

const failed = z.object({
  index: z.number().int(),
  status: z.number().int(),
  code: z.string(),
  message: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** A result for each item, in order: what was saved, with 201 for what is new, or why it was not. */
export const bulkAnswer = z.object({
  success: z.literal(true),
  results: z.array(
    z.union([
      z.object({
        index: z.number().int(),
        status: z.union([z.literal(200), z.literal(201)]),
        id: z.string(),
      }),
      failed,
    ]),
  ),
});
type Results = z.infer<typeof bulkAnswer>["results"];

/** Saves each item, in a transaction of its own. */
export async function saveEach<Item extends z.ZodType>(
  { items }: { items: unknown[] },
  item: Item,
  language: Language,
  save: (item: z.output<Item>) => Promise<{ id: string; created: boolean }>,
): Promise<z.infer<typeof bulkAnswer>> {
  const results: Results = [];
  for (const [index, given] of items.entries())
    try {
      const { id, created } = await save(parse(item, given, { root: `items[${index}]`, language }));
      results.push({ index, status: created ? 201 : 200, id });
    } catch (error) {
      const failure = asAppError(error);
      // What is no fault of the item (the database is away) fails the request, which can be sent again.
      if (failure.status >= 500) throw error;
      const errors = failure.options.errors?.map((one) => fieldErrorIn(language, one));
      results.push({
        index,
        status: failure.status,
        code: failure.code,
        message: failure.detailIn(language),
        ...(errors ? { errors } : {}),
      });
    }
  return { success: true, results };
}
