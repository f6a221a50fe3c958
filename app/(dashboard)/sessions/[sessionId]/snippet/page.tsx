import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { Snippet } from "@/components/setup/snippet";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { requireScope } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { measuredSession } from "@/lib/flows/snippets/measured";
import type { Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("setup.snippet_page.title") };
}

type Props = { params: Promise<{ sessionId: string }>; searchParams: Promise<Search> };

export default async function SessionSnippetPage({ params, searchParams }: Props) {
  const [scope, { sessionId }, search] = await Promise.all([requireScope(), params, searchParams]);
  const session = await reached(measuredSession(scope, sessionId));
  const [language, origin] = await Promise.all([currentLanguage(), siteAddress()]);
  const { t } = language;
  const page = `/sessions/${session.id}/snippet`;
  return (
    <>
      <PageHead
        crumbs={[
          { label: t("ui.sessions"), href: "/sessions" },
          { label: session.title, href: `/sessions/${session.id}` },
          { label: t("setup.snippet_page.title") },
        ]}
        title={t("setup.snippet_page.heading", { title: session.title })}
        meta={[
          t.rich("setup.snippet_page.id", {
            id: session.measured.reference,
            code: (text) => <code className="font-mono text-small">{text}</code>,
          }),
          zoneName(session.time_zone, language),
        ]}
        summary={t("setup.snippet_page.guests", { required: session.anonymous_viewers ? "no" : "yes" })}
        actions={
          <LinkButton href={`/sessions/${session.id}`}>{t("setup.snippet_page.open_session")}</LinkButton>
        }
      />
      <Snippet
        measured={session.measured}
        measuring={{ origin, school: session.school }}
        signed={search.signed === undefined ? !session.anonymous_viewers : search.signed === "yes"}
        links={{ anonymous: `${page}?signed=no`, signed: `${page}?signed=yes` }}
      />
    </>
  );
}
