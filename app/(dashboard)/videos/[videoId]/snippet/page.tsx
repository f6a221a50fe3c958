import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { BeaconCheck } from "@/components/setup/beacon-check";
import { Snippet } from "@/components/setup/snippet";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { requireScope } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { checkOf } from "@/lib/domain/setup/queries";
import { measuredVideo } from "@/lib/flows/snippets/measured";
import type { Search } from "@/lib/http/list-url";
import { playerSnippet } from "@/lib/http/player-snippets";
import { zoneName } from "@/lib/language/dates";
import { dayOf } from "@/lib/platform/time";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("setup.snippet_page.title") };
}

type Props = { params: Promise<{ videoId: string }>; searchParams: Promise<Search> };

export default async function VideoSnippetPage({ params, searchParams }: Props) {
  const [scope, { videoId }, search] = await Promise.all([requireScope(), params, searchParams]);
  const video = await reached(measuredVideo(scope, videoId));
  const now = new Date();
  const { id, school_id, measured } = video;
  const [language, origin, check] = await Promise.all([
    currentLanguage(),
    siteAddress(),
    checkOf({ school_id, kind: measured.kind, id, names: [id, measured.reference] }, now),
  ]);
  const { t } = language;
  const measuring = { origin, school: video.school };
  const signed = search.signed === undefined ? !video.anonymous_viewers : search.signed === "yes";
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
            id: measured.reference,
            code: (text) => <code className="font-mono text-small">{text}</code>,
          }),
          zoneName(video.time_zone, language),
        ]}
        summary={t("setup.snippet_page.tokens", { required: video.anonymous_viewers ? "no" : "yes" })}
        actions={
          <>
            <LinkButton look="quiet" href={`/try/${video.id}`}>
              {t("setup.try.title")}
            </LinkButton>
            <LinkButton href={`/videos/${video.id}`}>{t("setup.snippet_page.open_video")}</LinkButton>
          </>
        }
      />
      <Section line title={t("setup.check.title")} sub={t("setup.check.about", { kind: measured.kind })}>
        <ClientMessages of={["setup.check", "setup.reasons"]}>
          <BeaconCheck
            kind={measured.kind}
            title={video.title}
            reference={measured.reference}
            address={`/api/admin/analytics/videos/${id}/check`}
            initial={check}
            timeZone={video.time_zone}
            today={dayOf(now, video.time_zone)}
            snippet={playerSnippet("html", measured, measuring, signed)}
          />
        </ClientMessages>
      </Section>
      <Snippet
        measured={measured}
        measuring={measuring}
        signed={signed}
        links={{ anonymous: `${page}?signed=no`, signed: `${page}?signed=yes` }}
      />
    </>
  );
}
