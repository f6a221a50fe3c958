import "server-only";
import { z } from "zod";
import { audit } from "@/lib/auth/audit";
import { ownSchool } from "@/lib/auth/school";
import { transaction } from "@/lib/db/tx";
import { type CsvColumn, csvResponse, downloadResponse, jsonText } from "@/lib/platform/csv";
import { AppError } from "@/lib/platform/errors";
import { processSingleton } from "@/lib/platform/process";
import { inSteps } from "@/lib/platform/steps";
import { dayOf } from "@/lib/platform/time";
import type { Context } from "./context";
import { type Example, type Output, type RouteHandler, route, type Schema } from "./route";

/** A CSV file: its subject, its name before the day, and its columns and rows. */
type CsvFile<Row> = {
  /** The subject of the rows; without it the caller's school. */
  target?: { type: string; id: string; school_id: string; time_zone: string };
  name: string;
  columns: readonly CsvColumn<Row>[] | ((time_zone: string) => readonly CsvColumn<Row>[]);
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;
  /** The caller asked for the rows as JSON: an array of them, with all that they have. */
  json?: boolean;
};

/** The rows in short steps, also where the reader is fast. */
async function* rowsOf<Row>(batches: CsvFile<Row>["batches"]): AsyncGenerator<readonly Row[]> {
  for await (const rows of batches) yield* inSteps(rows);
}

/** Files that one person may download at once. */
export const exportsAtOnce = 3;

/** Counts a person's download of this process until the returned function is called, once. Throws `too_many_requests` for one too many. */
function beginExport(userId: string): () => void {
  const running = processSingleton("running exports", () => new Map<string, number>());
  const before = running.get(userId) ?? 0;
  if (before >= exportsAtOnce)
    throw new AppError("too_many_requests", "errors.general.downloads", {
      values: { count: exportsAtOnce },
      retryAfterSeconds: 10,
    });
  running.set(userId, before + 1);
  return () => {
    const left = (running.get(userId) ?? 1) - 1;
    if (left > 0) running.set(userId, left);
    else running.delete(userId);
  };
}

/** A route that answers with a CSV, for assistants too (`staff`) only if it names nobody, for everybody (`signed_in`) only of their own: recorded in the audit log before its first byte, then streamed. */
export function csvRoute<Row, P extends Schema = undefined, Q extends Schema = undefined>({
  action,
  file,
  ...declaration
}: {
  summary: string;
  auth: "signed_in" | "staff" | "teaching" | "admin";
  params?: P;
  query?: Q;
  example: { params?: Example<P>; query?: Example<Q>; answer: string };
  /** A noun and its verb, for the audit log: `video_viewers.export`. */
  action: `${string}.export`;
  file(input: { ctx: Context; params: Output<P>; query: Output<Q> }): Promise<CsvFile<Row>> | CsvFile<Row>;
}): RouteHandler {
  return route({
    ...declaration,
    answer: z.string(),
    answerType: "text/csv",
    async handler({ ctx, params, query }) {
      const { target, name, columns, batches, json } = await file({ ctx, params, query });
      const { time_zone } = target ?? (await ownSchool(ctx.scope));
      const fileName = `${name}-${dayOf(ctx.now, time_zone)}.${json ? "json" : "csv"}`;
      const ended = beginExport(ctx.scope.user_id);
      const noted = transaction((tx) =>
        audit(tx, ctx, {
          action,
          school_id: target?.school_id ?? ctx.scope.school_id,
          target: target ? { type: target.type, id: target.id } : { type: "school", id: ctx.scope.school_id },
          detail: { fileName },
        }),
      );
      await noted.catch((error: unknown) => {
        ended();
        throw error;
      });
      const shown = typeof columns === "function" ? columns(time_zone) : columns;
      if (json) return downloadResponse(fileName, "application/json", jsonText(rowsOf(batches)), ended);
      return csvResponse(fileName, shown, rowsOf(batches), ended);
    },
  });
}
