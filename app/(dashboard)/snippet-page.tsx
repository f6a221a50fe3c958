import type { ReactNode } from "react";
import { BeaconCheck } from "@/components/setup/beacon-check";
import { Snippet } from "@/components/setup/snippet";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { siteAddress } from "@/lib/auth/site";
import { checkOf } from "@/lib/domain/setup/queries";
import type { MeasuredThing } from "@/lib/flows/snippets/measured";
import type { Search } from "@/lib/http/list-url";
import { playerSnippet } from "@/lib/http/player-snippets";
import { zoneName } from "@/lib/language/dates";
import { dayOf } from "@/lib/platform/time";

/** The snippet of a video or a session, and whether its beacons arrive. */
export async function SnippetPage({
  thing,
  search,
  checkedAt,
  tools,
}: {
  thing: MeasuredThing;
  search: Search;
  /** The route that answers whether beacons arrive. */
  checkedAt: string;
  tools?: ReactNode;
}) {
  const { id, school_id, title, measured, school, anonymous_viewers, time_zone } = thing;
  const { kind, reference } = measured;
  const now = new Date();
  const [language, origin, check] = await Promise.all([
    currentLanguage(),
    siteAddress(),
    checkOf({ school_id, kind, id, names: [id, reference] }, now),
  ]);
  const { t } = language;
  const measuring = { origin, school };
  const signed = search.signed === undefined ? !anonymous_viewers : search.signed === "yes";
  const list = `/${kind}s`;
  const page = `${list}/${id}`;
  const required = anonymous_viewers ? "no" : "yes";
  return (
    <>
      <PageHead
        crumbs={[
          { label: t(`ui.${kind}s`), href: list },
          { label: title, href: page },
          { label: t("setup.snippet_page.title") },
        ]}
        title={t("setup.snippet_page.heading", { title })}
        meta={[
          t.rich("setup.snippet_page.id", {
            id: reference,
            code: (text) => <code className="font-mono text-small">{text}</code>,
          }),
          zoneName(time_zone, language),
        ]}
        summary={t(`setup.snippet_page.${kind === "video" ? "tokens" : "guests"}`, { required })}
        actions={
          <>
            {tools}
            <LinkButton href={page}>{t(`setup.snippet_page.open_${kind}`)}</LinkButton>
          </>
        }
      />
      <Section line title={t("setup.check.title")} sub={t("setup.check.about", { kind })}>
        <ClientMessages of={["setup.check", "setup.reasons"]}>
          <BeaconCheck
            kind={kind}
            title={title}
            reference={reference}
            address={checkedAt}
            initial={check}
            timeZone={time_zone}
            today={dayOf(now, time_zone)}
            snippet={playerSnippet("html", measured, measuring, signed)}
          />
        </ClientMessages>
      </Section>
      <Snippet
        measured={measured}
        measuring={measuring}
        signed={signed}
        links={{ anonymous: `${page}/snippet?signed=no`, signed: `${page}/snippet?signed=yes` }}
      />
    </>
  );
}
