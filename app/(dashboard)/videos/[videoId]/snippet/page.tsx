import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { Snippet } from "@/components/setup/snippet";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { requireScope } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { measuredVideo } from "@/lib/flows/snippets/measured";
import type { Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("setup.snippet_page.title") };
}

type Props = { params: Promise<{ videoId: string }>; searchParams: Promise<Search> };

export default async function VideoSnippetPage({ params, searchParams }: Props) {
  const [scope, { videoId }, search] = await Promise.all([requireScope(), params, searchParams]);
  const video = await reached(measuredVideo(scope, videoId));
  const [language, origin] = await Promise.all([currentLanguage(), siteAddress()]);
  const { t } = language;
  const page = `/videos/${video.id}/snippet`;
  return (
    <>
      <PageHead
        crumbs={[
          { label: t("ui.videos"), href: "/videos" },
          { label: video.title, href: `/videos/${video.id}` },
          { label: t("setup.snippet_page.title") },
        ]}
        title={t("setup.snippet_page.heading", { title: video.title })}
        meta={[
          t.rich("setup.snippet_page.id", {
            id: video.measured.reference,
            code: (text) => <code className="font-mono text-small">{text}</code>,
          }),
          zoneName(video.time_zone, language),
        ]}
        summary={t("setup.snippet_page.tokens", { required: video.anonymous_viewers ? "no" : "yes" })}
        actions={<LinkButton href={`/videos/${video.id}`}>{t("setup.snippet_page.open_video")}</LinkButton>}
      />
      <Snippet
        measured={video.measured}
        measuring={{ origin, school: video.school }}
        signed={search.signed === undefined ? !video.anonymous_viewers : search.signed === "yes"}
        links={{ anonymous: `${page}?signed=no`, signed: `${page}?signed=yes` }}
      />
    </>
  );
}
