import Link from "next/link";
import { countBars } from "@/components/charts/bar-rows";
import { Bars } from "@/components/charts/bars";
import { SimpleTable } from "@/components/tables/simple-table";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { EngagementAnswer, PeakAnswer, SessionNumbers } from "@/lib/domain/sessions/schema";
import { count, decimal, plural } from "@/lib/platform/format";

type Props = {
  sessionId: string;
  title: string;
  engagement: SessionNumbers["engagement"];
  /** The most active people, most active first. */
  people: EngagementAnswer["attendees"];
  best: Pick<PeakAnswer, "best_hour" | "best_weekday">;
  chatEnabled: boolean;
};

function talkText(engagement: SessionNumbers["engagement"], chatEnabled: boolean): string {
  const { chat_message_count: messages, questions_asked: questions, reaction_count: reactions } = engagement;
  if (messages === null || questions === null || reactions === null)
    return "The report has attendance only, not messages or reactions.";
  const all = `${plural(messages, "message")} (including ${plural(questions, "question")}) and ${plural(reactions, "reaction")}.`;
  return chatEnabled ? all : `${all} Chat was off.`;
}

/** Who wrote and reacted most, with which reactions, and when this instructor's sessions have most people. */
export function EngagementSection({ sessionId, title, engagement, people, best, chatEnabled }: Props) {
  const language = useLanguage();
  const bestText = bestTimesText(best);
  return (
    <Section
      id="engagement"
      line
      title={title}
      sub={talkText(engagement, chatEnabled)}
      tools={
        engagement.chat_message_count ? (
          <LinkButton look="tool" href={`/sessions/${sessionId}/messages`}>
            Read the messages
          </LinkButton>
        ) : null
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)_360px] items-start gap-12 max-rail:grid-cols-1 max-rail:gap-7">
        {people.length === 0 ? (
          <p className="text-small text-ink-2">
            {engagement.engaged === null
              ? "No messages or reactions were recorded."
              : "The people who write and react most appear here once the room sends messages and reactions."}
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
                  All {count(engagement.engaged)} who took part <Icon name="arrow" />
                </Link>
              </p>
            ) : null}
          </div>
        )}
        <div>
          <Bars
            title="Reactions by kind"
            head={["Reaction", "Times", "Share"]}
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
            empty={engagement.reaction_count === null ? "Reactions were not recorded." : "Nobody reacted."}
          />
          {bestText ? (
            <>
              <h3 className="mt-6 mb-1 text-body font-semibold">When most people come</h3>
              <p className="text-small text-ink-2">{bestText}</p>
            </>
          ) : null}
        </div>
      </div>
    </Section>
  );
}

function Busiest({ people }: { people: Props["people"] }) {
  return (
    <SimpleTable
      label="Who wrote and reacted most"
      rows={people}
      rowKey={({ attendee_id }) => attendee_id}
      className="border-t border-line"
      columns={[
        { label: "Wrote and reacted most", className: "font-medium", cell: ({ name }) => name },
        { label: "Messages", align: "end", cell: ({ messages }) => count(messages) },
        { label: "Questions", align: "end", cell: ({ questions }) => count(questions) },
        { label: "Reactions", align: "end", cell: ({ reactions }) => count(reactions) },
      ]}
    />
  );
}

/** As a sentence, over the instructor's past sessions; null where the evidence shows none. */
function bestTimesText({ best_hour, best_weekday }: Props["best"]): string | null {
  const clock = (hour: number) => `${String(hour % 24).padStart(2, "0")}:00`;
  const of = (sessions: number, peak: number) =>
    `${decimal(peak, Number.isInteger(peak) ? 0 : 1)} at once on average over ${plural(sessions, "session")}`;
  const sentences = [
    best_hour &&
      `Sessions starting ${clock(best_hour.hour)}–${clock(best_hour.hour + 1)} have the highest peak: ${of(best_hour.sessions, best_hour.average_peak)}.`,
    best_weekday &&
      `The best weekday is ${best_weekday.weekday}: ${of(best_weekday.sessions, best_weekday.average_peak)}.`,
  ].filter((sentence) => sentence !== null);
  return sentences.length > 0 ? sentences.join(" ") : null;
}
