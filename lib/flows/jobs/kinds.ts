import "server-only";
import { z } from "zod";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { replaceInBackground, replacement } from "@/lib/domain/videos/mutations/replace";
import { deleteTestData } from "@/lib/domain/videos/mutations/test-data";
import { removeUnusedMedia } from "@/lib/domain/videos/mutations/upload";
import { testDataQuery } from "@/lib/domain/videos/test-data";
import type { Context } from "@/lib/http/context";
import { digestKinds } from "@/lib/platform/alert-kinds";
import { AppError } from "@/lib/platform/errors";
import type { WorkKind, WorkUnit } from "@/lib/platform/work";
import { mailAlerts } from "../alerts/mail";
import { sendDeliveries } from "../alerts/webhooks";
import { loadDemo } from "../demo/load";
import { removeDemo } from "../demo/remove";
import { mailDigests } from "../digest/mail";
import { moveLateFacts } from "../merging/merge-people";
import { eraseLateFacts, erasePerson } from "../privacy/erase-person";
import { exportPerson } from "../privacy/export-person";
import { rotateKey } from "../privacy/rotate-key";
import { rebuildAll, recountLearning, recountSessions, recountVideos } from "../rollups/rebuild";
import { runRosterImport } from "../roster/import-roster";

/** What a run gets. */
export type Run<Input> = {
  input: Input;
  /** Who began it, with what they may do now; no scope for the system, and once they are disabled. */
  ctx: Context<Scope | null>;
  now: Date;
  /** How much is done of how much; throws `WorkCancelled`. */
  progress: (done: number, total?: number) => void;
  cancelled: () => boolean;
};

/** A kind of work in the background (lib/db/work-queue.ts). */
export type WorkDeclaration<Schema extends z.ZodType = z.ZodType> = {
  input: Schema;
  /** What its progress counts. */
  unit: WorkUnit;
  run: (run: Run<z.output<Schema>>) => Promise<void>;
  /** Removes what waits for it outside the database, once it has ended without being done, perhaps without having begun. */
  discard?: (input: z.output<Schema>) => Promise<void>;
};

/** Infers the input of `run` from the schema. */
const declare = <Schema extends z.ZodType>(work: WorkDeclaration<Schema>): WorkDeclaration =>
  work as unknown as WorkDeclaration;

export const workDeclarations: Record<WorkKind, WorkDeclaration> = {
  rebuild_rollups: declare({
    input: z.object({ school_id: z.string().nullish() }),
    unit: "videos",
    run: async ({ input, progress }) => {
      await rebuildAll({ ...input, onProgress: progress });
    },
  }),
  delete_test_data: declare({
    input: testDataQuery,
    unit: "videos",
    run: async ({ ctx, input, progress }) => {
      if (!ctx.scope || !isAdmin(ctx.scope)) throw new AppError("forbidden", "errors.general.role");
      await deleteTestData(ctx.scope, input, progress);
    },
  }),
  replace_video: declare({
    input: replacement,
    unit: "rows",
    run: async ({ ctx: { scope, ...ctx }, input, progress }) => {
      if (!scope) throw new AppError("forbidden", "errors.general.role");
      await replaceInBackground({ ...ctx, scope }, input, progress);
    },
    discard: ({ file }) => removeUnusedMedia([file.media_file]),
  }),
  merge_people: declare({
    input: z.object({ duplicate_id: z.string(), email: z.string().nullable() }),
    unit: "people",
    run: ({ input }) => moveLateFacts(input),
  }),
  export_person: declare({
    input: z.object({ export_id: z.string() }),
    unit: "rows",
    run: ({ input, now, progress }) => exportPerson(input.export_id, now, progress),
  }),
  erase_person: declare({
    input: z.object({ user_id: z.string(), successor_id: z.string().nullable() }),
    unit: "rows",
    run: ({ ctx, input, progress }) => erasePerson(ctx, input, progress),
  }),
  erase_late_facts: declare({
    input: z.object({ user_id: z.string(), school_id: z.string().nullable() }),
    unit: "rows",
    run: ({ input }) => eraseLateFacts(input),
  }),
  rotate_key: declare({
    input: z.object({ school_id: z.string() }),
    unit: "people",
    run: ({ input, progress }) => rotateKey(input.school_id, progress),
  }),
  import_roster: declare({
    input: z.object({ import_id: z.string() }),
    unit: "rows",
    run: ({ ctx, input, progress }) => runRosterImport(ctx, input.import_id, progress),
  }),
  load_demo: declare({
    input: z.object({ password_hash: z.string(), scale: z.number().default(1) }),
    unit: "videos",
    run: ({ input, ctx, now, progress, cancelled }) =>
      // The same seed for each attempt.
      loadDemo({ ...input, seed: ctx.request.id, now: now.toISOString() }, { progress, cancelled }),
  }),
  remove_demo: declare({
    input: z.object({}),
    unit: "videos",
    run: ({ progress }) => removeDemo(progress),
  }),
  mail_alerts: declare({
    input: z.object({ school_id: z.string().nullable() }),
    unit: "people",
    run: ({ input, now }) => mailAlerts(input.school_id, now),
  }),
  send_webhook: declare({
    input: z.object({ webhook_id: z.string() }),
    unit: "rows",
    run: ({ input, now }) => sendDeliveries(input.webhook_id, now),
  }),
  mail_digest: declare({
    input: z.object({
      school_id: z.string().nullable(),
      time_zone: z.string(),
      period: z.object({
        ...{ kind: z.enum(digestKinds), from: z.string(), to: z.string() },
        before: z.object({ from: z.string(), to: z.string() }),
      }),
    }),
    unit: "people",
    run: ({ input, now }) => mailDigests(input, now),
  }),
  recount_videos: declare({
    input: z.object({ school_id: z.string() }),
    unit: "videos",
    run: ({ input, progress }) => recountVideos(input.school_id, progress),
  }),
  recount_learning: declare({
    input: z.object({ school_id: z.string() }),
    unit: "people",
    run: ({ input }) => recountLearning(input.school_id),
  }),
  recount_sessions: declare({
    input: z.object({ school_id: z.string() }),
    unit: "sessions",
    run: ({ input, now, progress }) => recountSessions(input.school_id, now, progress),
  }),
};
