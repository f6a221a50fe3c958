import Link from "next/link";
import { countBars } from "@/components/charts/bar-rows";
import { Bars } from "@/components/charts/bars";
import { PersonLink } from "@/components/learners/person-link";
import { SimpleTable } from "@/components/tables/simple-table";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { EngagementAnswer, PeakAnswer, SessionNumbers } from "@/lib/domain/sessions/schema";
import type { Language } from "@/lib/language/language";

type Props = {
  sessionId: string;
  title: string;
  engagement: SessionNumbers["engagement"];
  /** The most active people, most active first. */
  people: EngagementAnswer["attendees"];
  best: Pick<PeakAnswer, "best_hour" | "best_weekday">;
  chatEnabled: boolean;
};

function talkText(engagement: SessionNumbers["engagement"], chatEnabled: boolean, { t }: Language): string {
  const { chat_message_count: messages, questions_asked: questions, reaction_count: reactions } = engagement;
  return messages === null || questions === null || reactions === null
    ? t("session.engagement.attendance_only")
    : t("session.engagement.talk", { messages, questions, reactions, chat: chatEnabled ? "on" : "off" });
}

/** Who wrote and reacted most, with which reactions, and when this instructor's sessions have most people. */
export function EngagementSection({ sessionId, title, engagement, people, best, chatEnabled }: Props) {
  const language = useLanguage();
  const { t } = language;
  const bestText = bestTimesText(best, language);
  return (
    <Section
      id="engagement"
      line
      title={title}
      sub={talkText(engagement, chatEnabled, language)}
      tools={
        engagement.chat_message_count ? (
          <LinkButton look="tool" href={`/sessions/${sessionId}/messages`}>
            {t("session.engagement.read_messages")}
          </LinkButton>
        ) : null
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)_360px] items-start gap-12 max-rail:grid-cols-1 max-rail:gap-7">
        {people.length === 0 ? (
          <p className="text-small text-ink-2">
            {t(
              engagement.engaged === null
                ? "session.engagement.none_recorded"
                : "session.engagement.appear_here",
            )}
          </p>
        ) : (
          <div>
            <Busiest people={people} />
            {(engagement.engaged ?? 0) > people.length ? (
              <p className="mt-2.5 text-small">
                <Link
                  href="?people.status=engaged&people.sort=-messages#attendance"
                  className="inline-flex items-center gap-1.5 py-0.5 font-medium"
                >
                  {t("session.engagement.all_took_part", { count: engagement.engaged ?? 0 })}{" "}
                  <Icon name="arrow" />
                </Link>
              </p>
            ) : null}
          </div>
        )}
        <div>
          <Bars
            title={t("session.engagement.by_kind")}
            head={[
              t("session.engagement.reaction"),
              t("session.engagement.times"),
              t("session.engagement.share"),
            ]}
            rows={
              engagement.reaction_count === 0
                ? []
                : countBars(
                    Object.entries(engagement.reactions_by_type).map(([type, value]) => ({
                      key: type,
                      label: type,
                      value,
                    })),
                    language,
                  )
            }
            empty={t(
              engagement.reaction_count === null
                ? "session.engagement.reactions_not_recorded"
                : "session.engagement.nobody_reacted",
            )}
          />
          {bestText ? (
            <>
              <h3 className="mt-6 mb-1 text-body font-semibold">{t("session.engagement.when_most")}</h3>
              <p className="text-small text-ink-2">{bestText}</p>
            </>
          ) : null}
        </div>
      </div>
    </Section>
  );
}

function Busiest({ people }: { people: Props["people"] }) {
  const { t, count } = useLanguage();
  return (
    <SimpleTable
      label={t("session.engagement.busiest")}
      rows={people}
      rowKey={({ attendee_id }) => attendee_id}
      className="border-t border-line"
      columns={[
        {
          label: t("session.engagement.busiest_head"),
          className: "font-medium",
          cell: ({ user_id, name }) => <PersonLink userId={user_id}>{name}</PersonLink>,
        },
        { label: t("ui.messages"), align: "end", cell: ({ messages }) => count(messages) },
        { label: t("ui.questions"), align: "end", cell: ({ questions }) => count(questions) },
        {
          label: t("session.attendance.reactions"),
          align: "end",
          cell: ({ reactions }) => count(reactions),
        },
      ]}
    />
  );
}

/** As sentences, over the instructor's past sessions; null where the evidence shows none. */
function bestTimesText(
  { best_hour: hour, best_weekday: day }: Props["best"],
  language: Language,
): string | null {
  const { t, decimal } = language;
  const clock = (at: number) => `${String(at % 24).padStart(2, "0")}:00`;
  const written = (peak: number) => decimal(peak, Number.isInteger(peak) ? 0 : 1);
  const sentences = [
    hour &&
      t("session.engagement.best_hour", {
        from: clock(hour.hour),
        to: clock(hour.hour + 1),
        peak: written(hour.average_peak),
        sessions: hour.sessions,
      }),
    day &&
      t("session.engagement.best_weekday", {
        weekday: day.weekday,
        peak: written(day.average_peak),
        sessions: day.sessions,
      }),
  ].filter((sentence) => sentence !== null);
  return sentences.length > 0 ? sentences.join(" ") : null;
}
