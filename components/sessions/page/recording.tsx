import { LinkButton } from "@/components/ui/link-button";
import { DurationValue, explained, NumberStrip } from "@/components/ui/numbers";
import { Section } from "@/components/ui/section";
import type { VodNumbers } from "@/lib/domain/sessions/schema";
import type { Words } from "@/lib/glossary/glossary";
import {
  count,
  countedBelow,
  decimal,
  duration,
  mediaTime,
  ofBase,
  percent,
  plural,
} from "@/lib/platform/format";
import { shareOfDoes } from "@/lib/platform/phrases";

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
  const drops = [...numbers.drop_off_points].sort((a, b) => b.lost - a.lost).slice(0, dropsMax);
  const links = [{ label: "See the recording’s page", href: `/videos/${videoId}` }];
  const metric = (key: keyof RecordingTerms, value: string) => explained(terms[key], value, { links });
  return (
    <Section
      id="recording"
      line
      title={
        views === 0
          ? "Nobody has opened the recording yet"
          : `${plural(viewers, "person", "people")} opened the recording`
      }
      sub={
        came > 0
          ? `${count(came)} attended the session itself. A person who did both is in both numbers.`
          : undefined
      }
      tools={
        <LinkButton look="tool" href={`/videos/${videoId}`}>
          Second by second
        </LinkButton>
      }
    >
      <div className="[&>div]:mt-0">
        <NumberStrip
          items={[
            {
              ...metric("total_views", count(views)),
              value: count(views),
              base: `by ${plural(viewers, "person", "people")}`,
            },
            {
              ...metric("total_watch_time_seconds", duration(numbers.total_watch_time_seconds)),
              value: <DurationValue seconds={numbers.total_watch_time_seconds} />,
              base: "replays included",
            },
            {
              ...metric("average_watch_time_seconds", duration(numbers.average_watch_time_seconds)),
              value: <DurationValue seconds={numbers.average_watch_time_seconds} />,
              base: "a view",
            },
            {
              ...metric(
                "completion_rate",
                viewers < countedBelow ? ofBase(completers, viewers) : percent(rate),
              ),
              ...(viewers < countedBelow
                ? { value: count(rate === null ? null : completers) }
                : { value: decimal(rate), unit: "%" }),
              base: rate === null ? "not watched yet" : `of ${plural(viewers, "viewer")}`,
            },
          ]}
        />
      </div>
      {drops.length ? (
        <ul className="mt-4 text-small text-ink-2">
          {drops.map((drop) => (
            <li key={drop.from_second}>{dropText(drop)}</li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}

/** `Between 56:50 and 58:00, two in five of the views that got there stop: 9 of 22.` */
function dropText({ from_second, to_second, present, lost }: VodNumbers["drop_off_points"][number]): string {
  const stops = shareOfDoes(lost, present, "views that got there", "stop");
  const counted = stops.startsWith(`${lost} of `) ? "" : `: ${ofBase(lost, present)}`;
  return `Between ${mediaTime(from_second)} and ${mediaTime(to_second)}, ${stops}${counted}.`;
}
