import type { Metadata } from "next";
import Link from "next/link";
import { cache, type ReactNode } from "react";
import { reached } from "@/app/reached";
import { PlayerHead } from "@/components/player/player-head";
import { Watch } from "@/components/player/watch";
import { ClientMessages } from "@/components/shell/client-messages";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { requireStaff } from "@/lib/auth/session";
import { playedFrom, reachVideo } from "@/lib/domain/videos/queries/reach";
import type { Search } from "@/lib/http/list-url";

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

/** The length of the sample clip (app/film), in seconds. */
const sampleSeconds = 130;

const videoOfPage = cache(async (id: string) => reached(reachVideo(await requireStaff(), id)));
const bold = (text: ReactNode) => <b>{text}</b>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("setup.try.title") };
}

/** A page as a course has it, with a sample clip in place of the video: its beacons arrive as those of a learner do. */
export default async function TryPage({ params, searchParams }: Props) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const [video, scope, { t }] = await Promise.all([videoOfPage(id), requireStaff(), currentLanguage()]);
  const counted = search.count === "yes";
  const { duration_ms: length } = video;
  const { source: own, poster } = playedFrom(scope, video);
  // The tracker reports the length that it sees, and a sample's must not become that of the video.
  const source =
    own ?? (length === null ? null : `/film/${Math.min(sampleSeconds, Math.ceil(length / 1000))}.mp4`);
  const page = `/try/${video.id}`;
  return (
    <>
      <PlayerHead
        title={t("setup.try.heading", { title: video.title, sample: own ? "no" : "yes" })}
        meta={t("setup.try.about")}
        analyticsHref={`/videos/${video.id}/snippet`}
        linkLabel={t("setup.snippet_page.title")}
      >
        {t.rich(counted ? "setup.try.counted" : "setup.try.not_counted", {
          b: bold,
          link: (text) => (
            <Link href={counted ? page : `${page}?count=yes`} className="underline">
              {text}
            </Link>
          ),
        })}
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
            key={String(counted)}
            videoId={video.id}
            courseId={video.course_id}
            title={video.title}
            source={source}
            durationSeconds={length === null ? null : length / 1000}
            completionThreshold={video.completion_threshold}
            preview={!counted}
            before={[]}
            startAt={null}
            poster={poster}
            chapters={[]}
            captions={[]}
          />
        </ClientMessages>
      ) : (
        <Empty
          place="page"
          title={t("setup.try.no_length")}
          actions={<LinkButton href={`/videos/${video.id}`}>{t("setup.snippet_page.open_video")}</LinkButton>}
        >
          {t("setup.try.no_length_about")}
        </Empty>
      )}
    </>
  );
}
