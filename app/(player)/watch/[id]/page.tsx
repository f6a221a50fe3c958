import type { Metadata } from "next";
import { cache } from "react";
import { z } from "zod";
import { reached } from "@/app/reached";
import { PlayerHead } from "@/components/player/player-head";
import { Watch } from "@/components/player/watch";
import { Dotted } from "@/components/shell/page-head";
import { VideoMissing } from "@/components/videos/video-missing";
import { currentScope } from "@/lib/auth/session";
import { ownVideoProgress } from "@/lib/domain/videos/queries/progress";
import { videoForPlayer } from "@/lib/domain/videos/queries/reach";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { mediaTime } from "@/lib/platform/format";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

/** The second at which a link opens the video. */
const opened = z.object({ t: z.coerce.number().min(0).optional() });

const videoOfPage = cache(async (id: string) =>
  reached(videoForPlayer(await currentScope(), id), `/watch/${id}`),
);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await videoOfPage((await params).id)).title };
}

export default async function WatchPage({ params, searchParams }: Props) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const [scope, video] = await Promise.all([currentScope(), videoOfPage(id)]);
  const before = scope && video.source_url ? await ownVideoProgress(scope, video) : null;
  const lesson = video.lesson_number ? `, lesson ${video.lesson_number}` : "";
  return (
    <>
      <PlayerHead
        title={video.title}
        meta={
          <Dotted
            parts={[
              `${video.course_title}${lesson}`,
              ...(video.duration_ms === null ? [] : [mediaTime(video.duration_ms / 1000)]),
            ]}
          />
        }
        analyticsHref={video.mine ? `/videos/${video.id}` : null}
      >
        {video.mine ? (
          <>
            <b>Your own viewing is a preview:</b> it is sent and accepted, and left out of the analytics.
          </>
        ) : (
          <>
            <b>This page records what you watch,</b> second by second, as a course page does;{" "}
            {scope
              ? "your viewing is stored under your name."
              : "you are not signed in, so it is stored without a name."}
          </>
        )}
      </PlayerHead>
      {video.source_url ? (
        <Watch
          videoId={video.id}
          courseId={video.course_id}
          title={video.title}
          source={video.source_url}
          durationSeconds={video.duration_ms === null ? null : video.duration_ms / 1000}
          completionThreshold={video.completion_threshold}
          preview={video.mine}
          before={before?.watched ?? []}
          startAt={queryFromUrl(opened, search).t ?? null}
        />
      ) : (
        <VideoMissing
          provider={video.provider}
          // A page URL that points to this page is not shown.
          pageUrl={video.page_url === `/watch/${video.id}` ? null : video.page_url}
        />
      )}
    </>
  );
}
