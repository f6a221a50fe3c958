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
import { measuredSession } from "@/lib/flows/snippets/measured";
import type { Search } from "@/lib/http/list-url";
import { playerSnippet } from "@/lib/http/player-snippets";
import { zoneName } from "@/lib/language/dates";
import { dayOf } from "@/lib/platform/time";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("setup.snippet_page.title") };
}

type Props = { params: Promise<{ sessionId: string }>; searchParams: Promise<Search> };

export default async function SessionSnippetPage({ params, searchParams }: Props) {
  const [scope, { sessionId }, search] = await Promise.all([requireScope(), params, searchParams]);
  const session = await reached(measuredSession(scope, sessionId));
  const now = new Date();
  const { id, school_id, measured } = session;
  const [language, origin, check] = await Promise.all([
    currentLanguage(),
    siteAddress(),
    checkOf({ school_id, kind: measured.kind, id, names: [id, measured.reference] }, now),
  ]);
  const { t } = language;
  const measuring = { origin, school: session.school };
  const signed = search.signed === undefined ? !session.anonymous_viewers : search.signed === "yes";
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
            id: measured.reference,
            code: (text) => <code className="font-mono text-small">{text}</code>,
          }),
          zoneName(session.time_zone, language),
        ]}
        summary={t("setup.snippet_page.guests", { required: session.anonymous_viewers ? "no" : "yes" })}
        actions={
          <LinkButton href={`/sessions/${session.id}`}>{t("setup.snippet_page.open_session")}</LinkButton>
        }
      />
      <Section line title={t("setup.check.title")} sub={t("setup.check.about", { kind: measured.kind })}>
        <ClientMessages of={["setup.check", "setup.reasons"]}>
          <BeaconCheck
            kind={measured.kind}
            title={session.title}
            reference={measured.reference}
            address={`/api/admin/training/sessions/${id}/check`}
            initial={check}
            timeZone={session.time_zone}
            today={dayOf(now, session.time_zone)}
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
