import { CohortsTable } from "@/components/trends/cohorts-table";
import { ActiveCalendar, ActiveWeeks } from "@/components/trends/learner-weeks";
import { LinkButton } from "@/components/ui/link-button";
import { NumberRail, shareValue } from "@/components/ui/numbers";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { currentLanguage } from "@/lib/auth/language";
import type { Scope } from "@/lib/auth/scope";
import type { TrendsFilter } from "@/lib/domain/learning/engagement";
import type { LearnerWeeks as Weeks } from "@/lib/domain/learning/weeks";
import type { Narrowing } from "@/lib/flows/overview/narrowing";
import { learnerWeeks } from "@/lib/flows/overview/weeks";
import { routeSearch } from "@/lib/http/list-url";
import { fewest } from "@/lib/measure/evidence";
import { mean } from "@/lib/measure/quantiles";

/** A longer period has cohorts of its last half year: each week is a column. */
const weeksMax = 26;
const weeksMin = 4;
/** The later week of which the cohorts' title speaks. */
const laterWeek = 4;

/** The active students of the year, and of the period's whole weeks: how many, who came back, and how many are expected. */
export async function LearnerWeeks({
  scope,
  days,
  now,
  narrowing,
  search,
}: {
  scope: Scope;
  days: number;
  now: Date;
  narrowing: Narrowing | null;
  /** What the file is narrowed to. */
  search: TrendsFilter;
}) {
  const count = Math.max(weeksMin, Math.min(weeksMax, Math.floor(days / 7)));
  const [{ t }, found] = await Promise.all([currentLanguage(), learnerWeeks(scope, count, now, narrowing)]);
  const { weeks, cohorts, forecast } = found;
  const later = cohorts.all.active[laterWeek - 1];
  return (
    <>
      <Section line>
        <ActiveCalendar days={found.days} ofCourse={narrowing !== null} />
      </Section>
      <Section line>
        <ActiveWeeks weeks={weeks} forecast={forecast} rail={<WeekNumbers weeks={weeks} />} />
      </Section>
      <Section
        line
        title={
          later && later.learners >= fewest.people_for_comparison
            ? t("trends.cohorts.again", { ...later, weeks: laterWeek })
            : t("trends.cohorts.title")
        }
        sub={t("trends.cohorts.about")}
        tools={
          <LinkButton
            look="tool"
            href={`/api/analytics/trends/weeks/export${routeSearch({ weeks: count, ...search })}`}
            download=""
          >
            {t("ui.csv")}
          </LinkButton>
        }
      >
        {cohorts.all.learners > 0 ? (
          <CohortsTable cohorts={cohorts} />
        ) : (
          <p className="text-small text-ink-2">{t("trends.cohorts.none")}</p>
        )}
      </Section>
    </>
  );
}

/** How many are active in a week, and how many of them in the next one too. */
function WeekNumbers({ weeks }: Pick<Weeks, "weeks">) {
  const language = useLanguage();
  const { t, decimal } = language;
  const followed = weeks.filter(({ active_next_week }) => active_next_week !== null);
  const of = followed.reduce((sum, { active_learners }) => sum + active_learners, 0);
  const part = followed.reduce((sum, { active_next_week }) => sum + (active_next_week ?? 0), 0);
  return (
    <NumberRail
      items={[
        {
          label: t("trends.numbers.average_week"),
          value: decimal(mean(weeks.map(({ active_learners }) => active_learners)) ?? 0),
          base: t("trends.numbers.whole_weeks", { weeks: weeks.length }),
        },
        {
          label: t("trends.numbers.again"),
          ...shareValue(part, of, of === 0 ? null : (100 * part) / of, language),
          base: t("trends.numbers.part_of", { part, of }),
        },
      ]}
    />
  );
}
