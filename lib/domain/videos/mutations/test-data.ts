import "server-only";
import { and, eq } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { pendingBeacons, playbackRoutes } from "@/lib/db/tables/pending-beacons";
import { playbacks } from "@/lib/db/tables/videos";
import { queriesOf, transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { lockVideos } from "../ingest/lock";
import { rebuildLocked } from "../ingest/rebuild";
import { countTestData, isTestData } from "../queries/test-data";
import type { TestData } from "../test-data";

/** Begins the deletion of views, in the background. Throws `conflict` when there are not as many as were shown. */
export async function beginDeletion(ctx: Context, { views, ...filter }: TestData & { views: number }) {
  const counted = await countTestData(ctx.scope, filter);
  if (counted.views !== views)
    throw new AppError("conflict", "errors.work.other_count", { values: { count: counted.views } });
  return transaction(async (tx) => {
    const id = await enqueueWork(tx, ctx, {
      kind: "delete_test_data",
      input: filter,
      title: { from: filter.from, to: filter.to, count: views },
    });
    await audit(tx, ctx, {
      action: "test_data.delete",
      target: { type: "work", id },
      detail: { ...filter, ...counted },
    });
    return { id };
  });
}

/** Deletes the views video by video and counts each one's numbers again; what a run has done, the next one finds gone. */
export async function deleteTestData(
  scope: Scope,
  filter: TestData,
  progress: (done: number, of: number) => void,
): Promise<void> {
  const found = await db()
    .selectDistinct({ video_id: playbacks.video_id })
    .from(playbacks)
    .where(isTestData(scope, filter));
  for (const [index, { video_id }] of found.entries()) {
    await transaction(async (tx) => {
      await lockVideos(queriesOf(tx), [video_id]);
      const gone = await tx
        .delete(playbacks)
        .where(and(eq(playbacks.video_id, video_id), isTestData(scope, filter)))
        .returning({ id: playbacks.playback_id });
      const ids = gone.map(({ id }) => id);
      await tx.delete(playbackRoutes).where(isAnyOf(playbackRoutes.playback_id, ids));
      await tx.delete(pendingBeacons).where(isAnyOf(pendingBeacons.playback_id, ids));
      await rebuildLocked(queriesOf(tx), video_id);
    });
    progress(index + 1, found.length);
  }
}
