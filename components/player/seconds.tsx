import { count, percent } from "@/lib/platform/format";
import { Section } from "../ui/section";
import { ViewerStrip } from "../videos/viewer-strip";
import { coveredSeconds, playsOf } from "./sent";

type Ranges = readonly (readonly [number, number])[];
type Props = {
  length: number | null;
  /** Covered on earlier visits; played here, as the browser reports it; acknowledged by the server. */
  before: Ranges;
  here: Ranges;
  counted: Ranges;
  completed: boolean;
  threshold: number;
};

/** The seconds that were played, in strips as wide as the player: played by the browser, and counted by the server. */
export function Seconds({ length, before, here, counted, completed, threshold }: Props) {
  if (length === null) return null;
  const seconds = Math.max(1, Math.round(length));
  const strips = [
    { name: "Played here", strip: playsOf(here, seconds) },
    { name: "Counted", strip: playsOf(counted, seconds) },
    ...(before.length ? [{ name: "On earlier visits", strip: playsOf(before, seconds) }] : []),
  ];
  return (
    <Section
      title="Seconds you watched"
      sub="Aligned with the player. The second strip follows the first as the server answers; darker seconds were played more than once."
    >
      <div className="grid gap-1.5 max-rail:gap-3">
        {strips.map(({ name, strip }) => (
          <div
            key={name}
            className="grid grid-cols-[minmax(0,1fr)_var(--rail)] items-center gap-x-(--gap) max-rail:grid-cols-[minmax(0,1fr)] max-rail:gap-y-1"
          >
            <ViewerStrip strip={strip} durationSeconds={seconds} tick={null} />
            <p className="flex justify-between gap-3 text-small max-rail:order-first">
              <span>{name}</span>
              <span className="text-ink-2 tabular-nums">
                {count(coveredSeconds(strip))} of {seconds} s
              </span>
            </p>
          </div>
        ))}
      </div>
      <p className="mt-3 text-small text-ink-2" aria-live="polite">
        {completed
          ? `Complete: you watched ${percent(threshold, 0)} of the seconds.`
          : `Complete when you have watched ${percent(threshold, 0)} of the seconds; jumping to the end does not count.`}
      </p>
    </Section>
  );
}
