import { glossary } from "@/lib/glossary/glossary";
import { count, decimal, unknown } from "@/lib/platform/format";
import type { Progress } from "@/lib/tracker/wire";
import { NumberRail } from "../ui/numbers";

/** The counters of this playback, from its latest beacon. */
export function Counters({ latest }: { latest: Progress | undefined }) {
  return (
    <NumberRail
      items={[
        {
          label: "Played",
          value: latest ? decimal(latest.watch_time_seconds) : unknown,
          unit: "s",
          base: "replays included",
        },
        { label: glossary.play_count.label, value: count(latest?.play_count) },
        { label: glossary.pause_count.label, value: count(latest?.pause_count) },
        { label: glossary.seek_count.label, value: count(latest?.seek_count) },
        {
          label: glossary.average_playback_speed.label,
          value: decimal(latest?.average_playback_speed, 2),
          unit: latest?.average_playback_speed === undefined ? undefined : "×",
        },
      ]}
    />
  );
}
