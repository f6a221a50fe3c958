import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { CursorProvider } from "@/components/charts/cursor";
import { CompareChips } from "@/components/sessions/compare/chips";
import { CompareOverlay } from "@/components/sessions/compare/overlay";
import { ComparePanels } from "@/components/sessions/compare/panels";
import { CompareTable } from "@/components/sessions/compare/table";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { CopyButton } from "@/components/ui/copy-button";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireStaff } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import type { ComparedSession } from "@/lib/domain/sessions/compare";
import { compareQuery } from "@/lib/domain/sessions/filters";
import { compareFindings, dropOffClocks, lossText } from "@/lib/domain/sessions/findings/compare";
import { comparison } from "@/lib/domain/sessions/queries/compare";
import { sessionList } from "@/lib/domain/sessions/queries/list";
import { compareMax, placeInSeries } from "@/lib/domain/sessions/words";
import type { Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { fewest } from "@/lib/measure/evidence";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("sessions.compare_page.title") };
}

const letters = "ABCDEFGHIJ";
/** How many of the latest past sessions the menu offers to add. */
const othersShown = 30;

export default async function ComparePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireStaff(), searchParams]);
  const requested = compareQuery.safeParse({ ids: search.ids }).data?.ids;
  const language = await currentLanguage();
  if (!requested) return <NothingToCompare language={language} />;
  const { t, percent } = language;
  const { absolute, clockTime, dayAndTime, shortDate } = dateFormat(language.code);
  const now = new Date();
  const [compared, school, latest] = await Promise.all([
    reached(comparison(scope, requested, now)),
    ownSchool(scope),
    sessionList(scope, { status: "ended", sort: "when", limit: othersShown, offset: 0 }, now),
  ]);
  const timeZone = school.time_zone;
  const origin = await siteAddress();
  const sessions = compared.sessions.map((session, index) => ({ ...session, letter: letters[index] ?? "" }));
  const ids = sessions.map(({ session_id }) => session_id);
  const day = (session: ComparedSession) => shortDate(session.started_at, timeZone);
  const clock = (instant: Date) => clockTime(instant, timeZone);
  const findings = compareFindings(compared, language);
  const csvHref = `/api/admin/training/sessions/compare/export?ids=${ids.join(",")}`;
  return (
    <ClientMessages of={["sessions.compare"]}>
      <CursorProvider>
        <PageHead
          crumbs={[
            { label: t("ui.sessions"), href: "/sessions" },
            { label: t("sessions.compare_page.crumb") },
          ]}
          title={findings.title}
          meta={[
            ...new Set(
              sessions.map(({ course_title }) => course_title ?? t("sessions.compare_page.open_to_all")),
            ),
          ]
            .slice(0, 2)
            .concat(t("sessions.compare_page.in_time_order"), zoneName(timeZone, language))}
          actions={
            <>
              <CopyButton look="quiet" text={`${origin}/sessions/compare?ids=${ids.join(",")}`}>
                {t("sessions.compare_page.copy_link")}
              </CopyButton>
              <LinkButton href={csvHref} download="">
                {t("ui.csv")}
              </LinkButton>
            </>
          }
        />
        <CompareChips
          chips={sessions.map(({ session_id: id, letter, title, ranked }) => ({ id, letter, title, ranked }))}
          others={latest.items
            .filter(({ session_id }) => !ids.includes(session_id))
            .map((session) => ({
              id: session.session_id,
              label: t("sessions.compare_page.session_on", {
                title: session.title,
                day: shortDate(session.begun_at, timeZone),
              }),
            }))}
        />
        <p className="mt-4 max-w-(--plot) text-found text-balance text-ink-2 [&_b]:text-ink">
          <Findings findings={findings.summary} />
        </p>
        <div className="mt-8">
          <ComparePanels
            title={findings.panelsTitle}
            csvHref={csvHref}
            panels={sessions.map((session) => ({
              session,
              letter: session.letter,
              sub: [dayAndTime(session.started_at, now, timeZone), placeInSeries(session, language)]
                .filter(Boolean)
                .join(", "),
              clock: dropOffClocks(session, clock, language),
              lost: lossText(session, clock, language),
              end:
                session.retention.length === 0
                  ? t("sessions.compare_findings.no_times")
                  : t("sessions.compare_page.share_at_end", { share: percent(session.retention.at(-1), 0) }),
              label: t("sessions.compare_page.panel_label", {
                title: session.title,
                when: absolute(session.started_at, timeZone),
              }),
            }))}
          />
        </div>
        <Section
          line
          title={findings.tableTitle}
          sub={trendText(sessions.filter(({ ranked }) => ranked).length, language)}
        >
          <CompareTable
            compared={compared}
            heads={sessions.map((session) => ({ letter: session.letter, day: day(session) }))}
          />
        </Section>
        <Section line>
          <CompareOverlay
            title={findings.overlayTitle}
            sub={t("sessions.compare_page.overlay_about")}
            csvHref={csvHref}
            curves={sessions.map((session) => ({
              key: session.session_id,
              letter: session.letter,
              name: session.title,
              shares: session.retention,
            }))}
          />
        </Section>
      </CursorProvider>
    </ClientMessages>
  );
}

/** What the trend column compares; no trend is named with fewer than 4 sessions. */
function trendText(ranked: number, { t }: Language): string {
  const half = Math.floor(ranked / 2);
  return ranked < fewest.sessions_for_trend
    ? t("sessions.compare_page.trend_needs", { count: fewest.sessions_for_trend })
    : t("sessions.compare_page.trend", { last: ranked - half, first: half });
}

function NothingToCompare({ language: { t } }: { language: Language }) {
  return (
    <>
      <PageHead
        crumbs={[{ label: t("ui.sessions"), href: "/sessions" }, { label: t("sessions.compare_page.crumb") }]}
        title={t("sessions.compare_page.none")}
      />
      <Empty
        place="page"
        title={t("sessions.compare_page.choose_what")}
        actions={
          <LinkButton look="primary" href="/sessions?status=ended">
            {t("sessions.compare_page.choose")}
          </LinkButton>
        }
      >
        {t("sessions.compare_page.choose_about", { count: compareMax })}
      </Empty>
    </>
  );
}
