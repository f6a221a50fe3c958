import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { requireScope } from "@/lib/auth/session";
import { measuredVideo } from "@/lib/flows/snippets/measured";
import type { Search } from "@/lib/http/list-url";
import { SnippetPage } from "../../../snippet-page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("setup.snippet_page.title") };
}

type Props = { params: Promise<{ videoId: string }>; searchParams: Promise<Search> };

export default async function VideoSnippetPage({ params, searchParams }: Props) {
  const [scope, { videoId }, search] = await Promise.all([requireScope(), params, searchParams]);
  const video = await reached(measuredVideo(scope, videoId));
  const { t } = await currentLanguage();
  return (
    <SnippetPage
      thing={video}
      search={search}
      checkedAt={`/api/admin/analytics/videos/${video.id}/check`}
      tools={
        <LinkButton look="quiet" href={`/try/${video.id}`}>
          {t("setup.try.title")}
        </LinkButton>
      }
    />
  );
}
