import type { Metadata } from "next";
import type { ComponentProps } from "react";
import { reached } from "@/app/reached";
import { AppearanceForm } from "@/components/gamification/appearance-form";
import { LevelSection } from "@/components/gamification/level-section";
import { RankingTable } from "@/components/gamification/ranking-table";
import { XpSteps } from "@/components/gamification/xp-steps";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { SimpleTable } from "@/components/tables/simple-table";
import { FilterMenu } from "@/components/tables/toolbar";
import { UrlTabs } from "@/components/tables/url-tabs";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { currentLanguage } from "@/lib/auth/language";
import { isAdmin, isStaff } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { courseList, takenCourses } from "@/lib/domain/courses/queries";
import {
  type CourseRank,
  ownAppearance,
  type Ranking,
  ranking,
  xpSettings,
} from "@/lib/domain/gamification/queries";
import { type Act, acts, isOnceADay, type XpRules } from "@/lib/domain/gamification/rules";
import { leaderboardQuery, timeframes } from "@/lib/domain/gamification/schema";
import { ownXp, type XpOfAct } from "@/lib/flows/gamification/own-xp";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("gamification.page.title") };
}

export default async function LeaderboardPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireScope(), searchParams]);
  const query = queryFromUrl(leaderboardQuery, search);
  const language = await currentLanguage();
  const { t } = language;
  const { timeframe, course_id, limit } = query;
  const student = !isStaff(scope);
  const courses = student ? await takenCourses(scope) : await courseList(scope);
  // Of one course, its own ranking is shown.
  const among = student && course_id === undefined ? courses.map(({ id }) => id) : [];
  const [board, settings, own] = await Promise.all([
    reached(ranking(scope, query, new Date(), among), "/leaderboard"),
    xpSettings(scope),
    ownAppearance(scope),
  ]);
  const xp = student ? await ownXp(scope, board.from) : null;
  const course = courses.find(({ id }) => id === course_id);
  return (
    <ClientMessages of={["gamification.appearance", "gamification.level", "gamification.table"]}>
      <PageHead
        title={t("gamification.page.title")}
        meta={[
          t(`gamification.page.times.${timeframe}`),
          course ? t("gamification.page.of_course", { course: course.title }) : null,
          zoneName(board.time_zone, language),
        ]}
        summary={<Summary board={board} />}
        actions={
          <>
            {settings && isAdmin(scope) ? (
              <LinkButton look="quiet" href="/settings/xp">
                {t("gamification.settings.title")}
              </LinkButton>
            ) : null}
            {courses.length > 0 && board.state !== "off" ? (
              <FilterMenu
                filter="course_id"
                label={t("ui.course")}
                any={t("gamification.page.whole_school")}
                options={courses.map(({ id, title }) => ({ value: id, label: title }))}
              />
            ) : null}
          </>
        }
      />
      {board.state === "shown" || board.state === "too_few" ? (
        <UrlTabs
          label={t("gamification.page.time")}
          filter="timeframe"
          value={timeframe}
          tabs={timeframes.map((time) => ({ value: time, text: t(`gamification.page.tabs.${time}`) }))}
        />
      ) : null}
      {board.state === "shown" ? (
        <>
          <RankingTable people={board.people} limit={limit} timeframe={timeframe} course_id={course_id} />
          <p className="mt-3 text-axis text-ink-2">
            {t("gamification.page.counts", {
              participants: board.participants,
              students: board.students,
              without: board.students - board.participants - board.not_ranked,
              not_ranked: board.not_ranked,
            })}
          </p>
          <XpSteps people={board.people} />
        </>
      ) : (
        <Empty place="page" title={t(`gamification.page.empty.${board.state}`)}>
          {t(`gamification.page.empty_about.${board.state}`)}
        </Empty>
      )}
      {xp && xp.totals.length > 0 ? (
        <LevelSection totals={xp.totals} levels={xp.levels} today={board.to} />
      ) : null}
      {settings ? (
        <Rules
          rules={settings.rules}
          own={xp?.by_act ?? null}
          time={timeframe === "all" ? null : t(`gamification.page.tabs.${timeframe}`)}
        />
      ) : null}
      {board.course_ranks.length > 0 ? (
        <CourseRanks
          ranks={board.course_ranks.map((rank) => ({
            ...rank,
            title: courses.find(({ id }) => id === rank.course_id)?.title ?? "",
          }))}
        />
      ) : null}
      {own && board.state !== "off" ? (
        <Section
          id="appearance"
          title={t("gamification.appearance.title")}
          sub={t("gamification.appearance.about")}
          line
        >
          <AppearanceForm appearance={own.appearance} name={own.short_name} />
          <p className="mt-6 max-w-[780px] text-small text-ink-2">{t("gamification.page.who_can_see")}</p>
        </Section>
      ) : null}
    </ClientMessages>
  );
}

/** Where the reader is, and what the next rank needs. */
function Summary({ board: { state, you, participants } }: { board: Ranking }) {
  const { t } = useLanguage();
  if (state === "unranked") return t.rich("gamification.page.unranked", { b: (text) => <b>{text}</b> });
  if (state !== "shown") return null;
  if (!you) return t("gamification.page.staff", { participants });
  return t.rich("gamification.page.you", {
    b: (text) => <b>{text}</b>,
    ranked: you.rank === null ? "no" : "yes",
    rank: you.rank ?? 0,
    participants,
    xp: you.xp,
    shared: you.shared_with,
    percentile: you.percentile ?? 0,
    above: you.percentile === null ? "no" : "yes",
    next: you.next ? "yes" : "no",
    next_xp: you.next?.xp ?? 0,
    next_rank: you.next?.rank ?? 0,
  });
}

/** What each act gives; to a student also what it has given them, in a time (null: only of all) and in all. */
function Rules({ rules, own, time }: { rules: XpRules; own: XpOfAct[] | null; time: string | null }) {
  const { t, count } = useLanguage();
  const given = new Map(own?.map((one) => [one.act, one]));
  const shown: XpOfAct["act"][] = [
    ...acts.filter((act) => rules[act].xp > 0 || given.get(act)?.total_xp),
    ...(given.get("other")?.total_xp ? (["other"] as const) : []),
  ];
  const sum = (of: (one: XpOfAct) => number) => count((own ?? []).reduce((all, one) => all + of(one), 0));
  const most = (act: Act) => {
    const { xp, daily_max } = rules[act];
    if (isOnceADay(act)) return count(xp);
    return daily_max === null ? t("gamification.rules.no_limit") : count(daily_max);
  };
  return (
    <Section id="rules" title={t("gamification.rules.title")} sub={t("gamification.rules.about")} line>
      <div className={own ? "max-w-[780px]" : "max-w-[560px]"}>
        <SimpleTable
          label={t("gamification.rules.title")}
          rows={shown}
          rowKey={(act) => act}
          wide={own !== null}
          columns={[
            {
              label: t("gamification.rules.act"),
              cell: (act) =>
                act === "other" ? t("gamification.own.other") : t(`gamification.rules.acts.${act}`),
            },
            {
              label: t("gamification.rules.each"),
              align: "end",
              cell: (act) => (act === "other" ? "" : count(rules[act].xp)),
            },
            {
              label: t("gamification.rules.most"),
              align: "end",
              cell: (act) => (act === "other" ? "" : most(act)),
            },
            ...(own
              ? ([
                  {
                    label: t("gamification.own.times"),
                    align: "end",
                    cell: (act) => count(given.get(act)?.times ?? 0),
                  },
                  ...(time === null
                    ? []
                    : [
                        {
                          label: time,
                          align: "end" as const,
                          cell: (act: XpOfAct["act"]) => count(given.get(act)?.xp ?? 0),
                        },
                      ]),
                  {
                    label: t("gamification.own.all"),
                    align: "end",
                    cell: (act) => count(given.get(act)?.total_xp ?? 0),
                  },
                ] satisfies ComponentProps<typeof SimpleTable<XpOfAct["act"]>>["columns"])
              : []),
          ]}
          {...(own
            ? {
                foot: [
                  ...[t("gamification.own.together"), "", "", sum(({ times }) => times)],
                  ...(time === null ? [] : [sum(({ xp }) => xp)]),
                  sum(({ total_xp }) => total_xp),
                ],
              }
            : {})}
        />
      </div>
    </Section>
  );
}

/** Where a student is among the people of each of their courses. */
function CourseRanks({ ranks }: { ranks: (CourseRank & { title: string })[] }) {
  const { t, count, decimal } = useLanguage();
  const unranked = (text: string) => <span className="text-ink-3">{text}</span>;
  return (
    <Section
      id="courses"
      title={t("gamification.course_ranks.title")}
      sub={t("gamification.course_ranks.about")}
      line
    >
      <div className="max-w-[560px]">
        <SimpleTable
          label={t("gamification.course_ranks.title")}
          rows={ranks}
          rowKey={({ course_id }) => course_id}
          columns={[
            { label: t("ui.course"), cell: ({ title }) => title },
            {
              label: t("gamification.course_ranks.people"),
              align: "end",
              cell: ({ people }) =>
                people === null ? unranked(t("gamification.course_ranks.too_few")) : count(people),
            },
            {
              label: t("gamification.course_ranks.rank"),
              align: "end",
              cell: ({ people, rank }) =>
                rank === null
                  ? people === null
                    ? ""
                    : unranked(t("gamification.course_ranks.none"))
                  : count(rank),
            },
            {
              label: t("gamification.course_ranks.ahead"),
              align: "end",
              cell: ({ percentile }) => (percentile === null ? "" : `${decimal(percentile)} %`),
            },
          ]}
        />
      </div>
    </Section>
  );
}
