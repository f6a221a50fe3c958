import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { CursorProvider } from "@/components/charts/cursor";
import { CompareChips } from "@/components/sessions/compare/chips";
import { CompareOverlay } from "@/components/sessions/compare/overlay";
import { ComparePanels } from "@/components/sessions/compare/panels";
import { CompareTable } from "@/components/sessions/compare/table";
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
import { fewest } from "@/lib/measure/evidence";
import { percent } from "@/lib/platform/format";
import { absolute, clockTime, dayAndTime, shortDate } from "@/lib/platform/format-dates";
import { zoneName } from "@/lib/platform/time";

export const metadata: Metadata = { title: "Sessions compared" };

const letters = "ABCDEFGHIJ";
/** How many of the latest past sessions the menu offers to add. */
const othersShown = 30;

export default async function ComparePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireStaff(), searchParams]);
  const requested = compareQuery.safeParse({ ids: search.ids }).data?.ids;
  if (!requested) return <NothingToCompare />;
  const language = await currentLanguage();
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
    <CursorProvider>
      <PageHead
        crumbs={[{ label: "Sessions", href: "/sessions" }, { label: "Compare" }]}
        title={findings.title}
        meta={[...new Set(sessions.map(({ course_title }) => course_title ?? "Open to all"))]
          .slice(0, 2)
          .concat("in time order", zoneName(timeZone))}
        actions={
          <>
            <CopyButton look="quiet" text={`${origin}/sessions/compare?ids=${ids.join(",")}`}>
              Copy link
            </CopyButton>
            <LinkButton href={csvHref} download="">
              CSV
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
            label: `${session.title}, ${shortDate(session.begun_at, timeZone)}`,
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
                ? "times were not recorded"
                : `${percent(session.retention.at(-1), 0)} at the end`,
            label: `Share present over ${session.title}, ${absolute(session.started_at, timeZone)}`,
          }))}
        />
      </div>
      <Section
        line
        title={findings.tableTitle}
        sub={trendText(sessions.filter(({ ranked }) => ranked).length)}
      >
        <CompareTable
          compared={compared}
          heads={sessions.map((session) => ({ letter: session.letter, day: day(session) }))}
        />
      </Section>
      <Section line>
        <CompareOverlay
          title={findings.overlayTitle}
          sub="% of attendees present, over the length of each session."
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
  );
}

/** What the trend column compares; no trend is named with fewer than 4 sessions. */
function trendText(ranked: number): string {
  const half = Math.floor(ranked / 2);
  const marks = "Best and lowest are marked only beyond chance.";
  return ranked < fewest.sessions_for_trend
    ? `${marks} A trend needs ${fewest.sessions_for_trend} sessions of one kind.`
    : `${marks} Trend: the mean of the last ${ranked - half} against the mean of the first ${half}, rising or falling only beyond chance.`;
}

function NothingToCompare() {
  return (
    <>
      <PageHead
        crumbs={[{ label: "Sessions", href: "/sessions" }, { label: "Compare" }]}
        title="Compare sessions"
      />
      <Empty
        place="page"
        title="Choose what to compare"
        actions={
          <LinkButton look="primary" href="/sessions?status=ended">
            Choose sessions
          </LinkButton>
        }
      >
        Compare two to {compareMax} past sessions side by side. Select them in the list of sessions, then
        press Compare.
      </Empty>
    </>
  );
}
