import { LinkButton } from "@/components/ui/link-button";
import { DurationValue, explained, NumberStrip } from "@/components/ui/numbers";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { VodNumbers } from "@/lib/domain/sessions/schema";
import type { Words } from "@/lib/glossary/glossary";
import type { Language } from "@/lib/language/language";
import { countedBelow, mediaTime } from "@/lib/language/numbers";

/** The numbers with a glossary entry. */
export const recordingKeys = [
  "total_views",
  "total_watch_time_seconds",
  "average_watch_time_seconds",
  "completion_rate",
] as const;
type RecordingTerms = Record<(typeof recordingKeys)[number], Words>;

type Props = {
  videoId: string;
  numbers: VodNumbers;
  came: number;
  terms: RecordingTerms;
};

/** Drop-offs that are named; the video's own page marks all of them. */
const dropsMax = 3;

/** The recording: how often it was watched, how far, and where people stop. */
export function RecordingSection({ videoId, numbers, came, terms }: Props) {
  const {
    total_views: views,
    unique_viewers: viewers,
    unique_completers: completers,
    completion_rate: rate,
  } = numbers;
  const language = useLanguage();
  const { t, count, decimal, duration, ofBase, percent } = language;
  const drops = [...numbers.drop_off_points].sort((a, b) => b.lost - a.lost).slice(0, dropsMax);
  const links = [{ label: t("session.recording.see_page"), href: `/videos/${videoId}` }];
  const metric = (key: keyof RecordingTerms, value: string) => explained(terms[key], value, { links });
  return (
    <Section
      id="recording"
      line
      title={views === 0 ? t("session.recording.not_opened") : t("session.recording.title", { viewers })}
      sub={came > 0 ? t("session.recording.came", { came }) : undefined}
      tools={
        <LinkButton look="tool" href={`/videos/${videoId}`}>
          {t("session.recording.by_second")}
        </LinkButton>
      }
    >
      <div className="[&>div]:mt-0">
        <NumberStrip
          items={[
            {
              ...metric("total_views", count(views)),
              value: count(views),
              base: t("session.recording.by_people", { viewers }),
            },
            {
              ...metric("total_watch_time_seconds", duration(numbers.total_watch_time_seconds)),
              value: <DurationValue seconds={numbers.total_watch_time_seconds} />,
              base: t("session.recording.replays_included"),
            },
            {
              ...metric("average_watch_time_seconds", duration(numbers.average_watch_time_seconds)),
              value: <DurationValue seconds={numbers.average_watch_time_seconds} />,
              base: t("session.recording.a_view"),
            },
            {
              ...metric(
                "completion_rate",
                viewers < countedBelow ? ofBase(completers, viewers) : percent(rate),
              ),
              ...(viewers < countedBelow
                ? { value: count(rate === null ? null : completers) }
                : { value: decimal(rate), unit: "%" }),
              base:
                rate === null
                  ? t("session.recording.not_watched")
                  : t("session.recording.of_viewers", { viewers }),
            },
          ]}
        />
      </div>
      {drops.length ? (
        <ul className="mt-4 text-small text-ink-2">
          {drops.map((drop) => (
            <li key={drop.from_second}>{dropText(drop, language)}</li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

/** `Between 56:50 and 58:00, two in five of the views that got there stop: 9 of 22.` */
function dropText(
  { from_second, to_second, present, lost }: VodNumbers["drop_off_points"][number],
  { t, share }: Language,
): string {
  return t("session.recording.drop", {
    ...share(lost, present),
    from: mediaTime(from_second),
    to: mediaTime(to_second),
    lost,
    present,
  });
}
