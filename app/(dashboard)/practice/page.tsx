import type { Metadata } from "next";
import { AreasTable } from "@/components/practice/areas-table";
import { SessionsTable } from "@/components/practice/sessions-table";
import { WarmUp } from "@/components/practice/warm-up";
import { PracticeWeeks } from "@/components/practice/weeks";
import { PrivacyLink } from "@/components/schools/privacy-link";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { SimpleTable } from "@/components/tables/simple-table";
import { LinkButton } from "@/components/ui/link-button";
import { NumberStrip } from "@/components/ui/numbers";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { currentLanguage } from "@/lib/auth/language";
import { type OwnSchool, ownSchool } from "@/lib/auth/school";
import { requireScope } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { areaSessions } from "@/lib/domain/practice/areas";
import { practiceFindings } from "@/lib/domain/practice/findings";
import { type PracticeType, practiceTypes } from "@/lib/domain/practice/practice";
import { practiceHistory } from "@/lib/domain/practice/queries";
import { historyQuery } from "@/lib/domain/practice/schema";
import { type PracticeOverview, practiceOverview } from "@/lib/flows/practice/overview";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { NoPractice } from "./none";
import {
  areaRows,
  areasTitle,
  numbersOf,
  warmUpAreas,
  warmUpTitle,
  weekDays,
  weekSums,
  wordsText,
} from "./parts";
import { PracticeScoresPart } from "./scores";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("practice.page.title") };
}

/** The sessions on one page of the table. */
const rowsShown = 10;

/** A learner's own practice: what to begin with, scores, areas to improve, and all sessions. */
export default async function PracticePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireScope(), searchParams]);
  const now = new Date();
  const query = queryFromUrl(historyQuery, search, { limit: rowsShown });
  const [language, school] = await Promise.all([currentLanguage(), ownSchool(scope)]);
  const { t } = language;
  const zone = school.time_zone;
  const [practice, history] = await Promise.all([
    practiceOverview(scope, { user_id: scope.user_id, time_zone: zone }, now),
    practiceHistory(scope, query),
  ]);
  const { sessions, classes, focus } = practice;
  const [first] = sessions;
  const warmUp = focus.find(({ lesson }) => lesson?.href)?.lesson?.href;
  const { longDate, dayAndTime } = dateFormat(language.code);
  const title = t("practice.page.title");
  return (
    <ClientMessages of={["practice.scores", "practice.sessions", "practice.weeks"]}>
      <PageHead
        title={title}
        meta={[
          // Somebody in many classes is compared with the people of all of them.
          classes.length === 1
            ? t("practice.page.class", { course: classes[0]!.course, name: classes[0]!.name })
            : null,
          first
            ? t("practice.page.since", { count: sessions.length, day: longDate(first.created_at, zone) })
            : null,
          zoneName(zone, language),
        ]}
        actions={
          warmUp ? (
            <LinkButton look="primary" href={warmUp}>
              {t("practice.page.start")}
            </LinkButton>
          ) : null
        }
        summary={
          first ? <Findings findings={practiceFindings({ ...practice, of: "you" }, language)} /> : null
        }
      />
      {first ? (
        <>
          <NumberStrip items={numbersOf(practice, language)} />
          <Section id="warm-up" title={warmUpTitle(practice, language)} sub={t("practice.warm_up.about")}>
            <WarmUp
              areas={warmUpAreas(practice, language)}
              words={practice.due.slice(0, rowsShown)}
              due={practice.due.length}
              wordsText={wordsText(practice, language)}
            />
            {focus.some(({ followed }) => followed) ? (
              <p className="mt-3 max-w-(--plot) text-axis text-ink-3">{t("practice.followed.about")}</p>
            ) : null}
          </Section>
          <PracticeScoresPart practice={practice} language={language} />
          {practice.areas.length > 0 ? (
            <Section id="areas" title={areasTitle(practice, language)} sub={t("practice.areas.about")} line>
              <AreasTable rows={areaRows(practice, now, language)} of={areaSessions} />
              <p className="mt-2 text-axis text-ink-3">{t("practice.areas.note")}</p>
            </Section>
          ) : null}
          <Section
            id="types"
            title={t("practice.by_type.title")}
            sub={t("practice.by_type.about", { count: sessions.length })}
            line
          >
            <ByType practice={practice} />
          </Section>
          <Section id="weeks" line>
            <PracticeWeeks sums={weekSums(practice, language)} days={weekDays(practice, language)} />
          </Section>
          <Section
            id="sessions"
            title={t("practice.sessions.title", { count: sessions.length })}
            line
            tools={
              <>
                <LinkButton look="quiet" href="/api/sessions/export?format=json" download="">
                  {t("practice.sessions.json")}
                </LinkButton>
                <LinkButton href="/api/sessions/export?format=csv" download="">
                  {t("practice.sessions.csv", { count: sessions.length })}
                </LinkButton>
              </>
            }
          >
            <SessionsTable
              rows={history.items.map((row) => ({ ...row, when: dayAndTime(row.created_at, now, zone) }))}
              total={history.total}
              chosen={query.session_type ?? null}
              offset={query.offset}
              pageSize={rowsShown}
              types={[
                { type: null, count: sessions.length },
                ...practiceTypes.map((type) => ({
                  type,
                  count: sessions.filter(({ session_type }) => session_type === type).length,
                })),
              ]}
              pageHref={(offset) => pageHref(query.session_type, offset)}
            />
          </Section>
        </>
      ) : (
        <NoPractice address={await siteAddress()} />
      )}
      <WhoCanSee school={school} />
    </ClientMessages>
  );
}

/** The address of a page of the table. */
function pageHref(type: PracticeType | undefined, offset: number): string {
  const search = new URLSearchParams({
    ...(type ? { session_type: type } : {}),
    ...(offset > 0 ? { offset: String(offset) } : {}),
  }).toString();
  return `/practice${search && `?${search}`}#sessions`;
}

/** Time, words and mean scores of each type of practice. */
function ByType({ practice: { byType } }: { practice: PracticeOverview }) {
  const { t, count, decimal, duration } = useLanguage();
  const score = (value: number | null) => (value === null ? "—" : decimal(value));
  return (
    <div className="max-w-[780px]">
      <SimpleTable
        label={t("practice.by_type.title")}
        wide
        rows={byType.filter(({ total_sessions }) => total_sessions > 0)}
        rowKey={({ session_type }) => session_type}
        columns={[
          {
            label: t("practice.sessions.type"),
            cell: ({ session_type }) => t(`practice.types.${session_type}`),
          },
          { label: t("practice.by_type.sessions"), align: "end", cell: (row) => count(row.total_sessions) },
          {
            label: t("practice.by_type.time"),
            align: "end",
            className: "whitespace-nowrap",
            cell: (row) => duration(row.total_minutes * 60),
          },
          { label: t("practice.sessions.words"), align: "end", cell: (row) => count(row.total_words) },
          ...(["pronunciation_score", "fluency_score", "grammar_score"] as const).map((name) => ({
            label: t(`practice.score.${name}`),
            align: "end" as const,
            cell: ({ means }: PracticeOverview["byType"][number]) => score(means[name]),
          })),
        ]}
      />
    </div>
  );
}

/** Who may read what this page shows: as lib/auth/reach.ts has it. */
function WhoCanSee({ school }: { school: OwnSchool }) {
  const { t } = useLanguage();
  return (
    <Section line>
      <p className="max-w-[780px] text-small text-ink-2">
        {t.rich("practice.page.who_can_see", {
          b: (text) => <b className="text-ink">{text}</b>,
          named: school.name ? "yes" : "no",
          school: school.name ?? "",
        })}
      </p>
      <PrivacyLink school={school} />
    </Section>
  );
}
