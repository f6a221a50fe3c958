import type { Metadata } from "next";
import { cache, type ReactNode } from "react";
import { reached } from "@/app/reached";
import { PlayerHead } from "@/components/player/player-head";
import { Watch } from "@/components/player/watch";
import { ClientMessages } from "@/components/shell/client-messages";
import { Dotted } from "@/components/shell/page-head";
import { VideoMissing } from "@/components/videos/video-missing";
import { currentLanguage } from "@/lib/auth/language";
import { currentScope } from "@/lib/auth/session";
import { openedQuery } from "@/lib/domain/videos/filters";
import { ownVideoProgress } from "@/lib/domain/videos/queries/progress";
import { playedFrom, videoForPlayer } from "@/lib/domain/videos/queries/reach";
import { tracksOf } from "@/lib/domain/videos/queries/tracks";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { mediaTime } from "@/lib/language/numbers";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

const videoOfPage = cache(async (id: string) =>
  reached(videoForPlayer(await currentScope(), id), `/watch/${id}`),
);

const bold = (text: ReactNode) => <b>{text}</b>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await videoOfPage((await params).id)).title };
}

export default async function WatchPage({ params, searchParams }: Props) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const [scope, video, { t }] = await Promise.all([currentScope(), videoOfPage(id), currentLanguage()]);
  const { source, poster } = playedFrom(scope, video);
  const tracks = await tracksOf(scope, video);
  const before = scope && source ? await ownVideoProgress(scope, video) : null;
  return (
    <>
      <PlayerHead
        title={video.title}
        meta={
          <Dotted
            parts={[
              video.lesson_number
                ? t("ui.in_lesson", { course: video.course_title, lesson: video.lesson_number })
                : video.course_title,
              ...(video.duration_ms === null ? [] : [mediaTime(video.duration_ms / 1000)]),
            ]}
          />
        }
        analyticsHref={video.mine ? `/videos/${video.id}` : null}
      >
        {video.mine
          ? t.rich("player.pages.preview", { b: bold })
          : t.rich("player.pages.records_watching", { b: bold, signed_in: scope ? "yes" : "no" })}
      </PlayerHead>
      {source ? (
        <ClientMessages
          of={[
            "player.watch",
            "player.log",
            "glossary.play_count",
            "glossary.pause_count",
            "glossary.seek_count",
            "glossary.average_playback_speed",
          ]}
        >
          <Watch
            videoId={video.id}
            courseId={video.course_id}
            title={video.title}
            source={source}
            poster={poster}
            {...tracks}
            durationSeconds={video.duration_ms === null ? null : video.duration_ms / 1000}
            completionThreshold={video.completion_threshold}
            preview={video.mine}
            before={before?.watched ?? []}
            startAt={queryFromUrl(openedQuery, search).t ?? null}
          />
        </ClientMessages>
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
