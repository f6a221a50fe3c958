import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { Watch } from "@/components/player/watch";
import { LinkButton } from "@/components/ui/link-button";
import { VideoMissing } from "@/components/videos/video-missing";
import { currentScope } from "@/lib/auth/session";
import { ownVideoProgress } from "@/lib/domain/videos/queries/progress";
import { videoForPlayer } from "@/lib/domain/videos/queries/reach";
import { AppError } from "@/lib/platform/errors";
import { mediaTime } from "@/lib/platform/format";

type Props = { params: Promise<{ id: string }> };

const videoOfPage = cache(async (id: string) => {
  try {
    return await videoForPlayer(await currentScope(), id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    if (error instanceof AppError && error.code === "unauthenticated")
      redirect(`/sign-in?callbackUrl=${encodeURIComponent(`/watch/${id}`)}`);
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await videoOfPage((await params).id)).title };
}

export default async function WatchPage({ params }: Props) {
  const { id } = await params;
  const [scope, video] = await Promise.all([currentScope(), videoOfPage(id)]);
  const before = scope && video.source_url ? await ownVideoProgress(scope, video) : null;
  const lesson = video.lesson_number ? `, lesson ${video.lesson_number}` : "";
  return (
    <>
      <div className="flex items-start justify-between gap-8 pt-3 max-desk:block max-desk:pt-5">
        <div>
          <h1 className="text-title text-balance max-desk:text-[22px] max-desk:leading-7">{video.title}</h1>
          <p className="mt-1 text-body text-ink-2">
            {video.course_title}
            {lesson}
            {video.duration_ms === null ? null : (
              <>
                <span aria-hidden="true" className="px-1.5 text-line-strong">
                  ·
                </span>
                {mediaTime(video.duration_ms / 1000)}
              </>
            )}
          </p>
        </div>
        {video.mine ? (
          <LinkButton href={`/videos/${video.id}`} className="max-desk:mt-3">
            Analytics
          </LinkButton>
        ) : null}
      </div>
      <p className="mt-4 max-w-(--plot) text-found text-balance text-ink-2 max-desk:text-[16px] max-desk:leading-6">
        {video.mine ? (
          <>
            <b className="text-ink">Your own viewing is a preview:</b> it is sent and accepted, and left out
            of the analytics.
          </>
        ) : (
          <>
            <b className="text-ink">This page records what you watch,</b> second by second, as a course page
            does;{" "}
            {scope
              ? "your viewing is stored under your name."
              : "you are not signed in, so it is stored without a name."}
          </>
        )}
      </p>
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
        />
      ) : (
        <div className="mt-6 max-w-(--plot)">
          <VideoMissing
            provider={video.provider}
            // A page URL that is this page leads nowhere else.
            pageUrl={video.page_url === `/watch/${video.id}` ? null : video.page_url}
          />
        </div>
      )}
    </>
  );
}
