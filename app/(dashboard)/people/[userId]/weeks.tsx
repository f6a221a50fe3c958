import { Timeline } from "@/components/learners/timeline";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import type { Scope } from "@/lib/auth/scope";
import type { Practice } from "@/lib/domain/practice/practice";
import { ownMessages, ownSessionsBetween } from "@/lib/domain/sessions/queries/own";
import { type MyLearning, withRecordings } from "@/lib/flows/learning/my-learning";
import type { ScoredAssessment } from "@/lib/flows/learning/scores";
import { type Stretch, timelineOf, weeksShown } from "@/lib/flows/learning/timeline";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { daysInclusive, plusDays, startOfDayInstant } from "@/lib/platform/time";

/** The timeline: how far it reaches, and the weeks before and after. */
export async function Weeks({
  scope,
  learner,
  learning,
  assessments,
  practised,
  stretch,
  language,
  now,
}: {
  scope: Scope;
  learner: { id: string; time_zone: string };
  learning: MyLearning;
  assessments: readonly ScoredAssessment[];
  practised: readonly Practice[];
  stretch: Stretch;
  language: Language;
  now: Date;
}) {
  const { t, code } = language;
  const { id, time_zone: zone } = learner;
  const { from, to, first, last } = stretch;
  const end = plusDays(to, 7);
  const between = { from: startOfDayInstant(from, zone), before: startOfDayInstant(end, zone) };
  const [sessions, written] = await Promise.all([
    ownSessionsBetween(scope, between, { user_id: id }),
    ownMessages(scope, between, { user_id: id }),
  ]);
  const past = withRecordings(sessions, learning.videos);
  const also = {
    ...{ assessments, written, now },
    practised: { sessions: practised, href: `/people/${id}#practice` },
  };
  const timeline = timelineOf({ ...learning, past }, stretch, zone, language, also);
  const { dayRange } = dateFormat(code);
  const href = (before: string) => `/people/${id}?before=${before}#weeks`;
  const later = plusDays(end, 7 * weeksShown);
  return (
    <Section id="weeks" title={t("learners.timeline.title")} sub={t("learners.timeline.about")} line>
      <Timeline {...timeline} />
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-small text-ink-2">
        <p>
          {t("learners.timeline.reaches", {
            weeks: daysInclusive(from, plusDays(end, -1)) / 7,
            days: dayRange(from, plusDays(end, -1)),
          })}
        </p>
        {first < from ? (
          <LinkButton look="quiet" href={href(from)}>
            {t("learners.timeline.earlier")}
          </LinkButton>
        ) : (
          <p>{t("learners.timeline.begins")}</p>
        )}
        {to < last ? (
          <LinkButton look="quiet" href={later > last ? `/people/${id}#weeks` : href(later)}>
            {t("learners.timeline.later")}
          </LinkButton>
        ) : null}
      </div>
    </Section>
  );
}
