import { AreasTable } from "@/components/practice/areas-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings } from "@/components/shell/page-head";
import { Section } from "@/components/ui/section";
import type { Scope } from "@/lib/auth/scope";
import { areaSessions } from "@/lib/domain/practice/areas";
import { practiceFindings } from "@/lib/domain/practice/findings";
import { practiceOverview } from "@/lib/flows/practice/overview";
import type { Language } from "@/lib/language/language";
import { areaRows, areasTitle } from "../../practice/parts";
import { PracticeScoresPart } from "../../practice/scores";

/** What a learner has practised, for staff who teach them: scores, and the areas that their sessions name. */
export async function LearnerPractice({
  scope,
  person,
  language,
  now,
}: {
  scope: Scope;
  person: { user_id: string; time_zone: string };
  language: Language;
  now: Date;
}) {
  const { t } = language;
  const practice = await practiceOverview(scope, person, now);
  const { week, sessions } = practice;
  return (
    <ClientMessages of={["practice.scores", "practice.sessions"]}>
      <Section
        id="practice"
        title={t("practice.learner.title", { count: sessions.length })}
        sub={t("practice.learner.week", {
          ...{ sessions: week.total_sessions, minutes: Math.round(week.total_minutes) },
          before: week.previous.total_sessions,
        })}
        line
      >
        <p className="max-w-(--plot) text-ink-2 [&_b]:text-ink">
          <Findings findings={practiceFindings({ ...practice, of: "learner" }, language)} />
        </p>
      </Section>
      <PracticeScoresPart practice={practice} language={language} />
      {practice.areas.length > 0 ? (
        <Section id="areas" title={areasTitle(practice, language)} sub={t("practice.areas.about")} line>
          <AreasTable rows={areaRows(practice, now, language)} of={areaSessions} />
        </Section>
      ) : null}
    </ClientMessages>
  );
}
