import { Section } from "../ui/section";
import { useLanguage } from "../ui/use-language";
import { ViewerStrip } from "../videos/viewer-strip";
import { coveredSeconds, playsOf } from "./sent";

type Ranges = readonly (readonly [number, number])[];
type Props = {
  length: number | null;
  /** Covered on earlier visits; played here, as the browser reports it; acknowledged by the server. */
  before: Ranges;
  here: Ranges;
  counted: Ranges;
  /** In place of "Counted": of a preview. */
  countedWord: string | undefined;
  completed: boolean;
  threshold: number;
};

/** The seconds that were played, in strips as wide as the player: played by the browser, and counted by the server. */
export function Seconds({ length, before, here, counted, countedWord, completed, threshold }: Props) {
  const { t, count, percent } = useLanguage();
  if (length === null) return null;
  const seconds = Math.max(1, Math.round(length));
  const strips = [
    { name: t("player.watch.played_here"), strip: playsOf(here, seconds) },
    { name: countedWord ?? t("player.watch.counted"), strip: playsOf(counted, seconds) },
    ...(before.length ? [{ name: t("player.watch.earlier"), strip: playsOf(before, seconds) }] : []),
  ];
  return (
    <Section title={t("player.watch.seconds")} sub={t("player.watch.seconds_about")}>
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
                {t("player.watch.covered", { covered: count(coveredSeconds(strip)), all: count(seconds) })}
              </span>
            </p>
          </div>
        ))}
      </div>
      <p className="mt-3 text-small text-ink-2" aria-live="polite">
        {t(completed ? "player.watch.completed" : "player.watch.completes", { share: percent(threshold, 0) })}
      </p>
    </Section>
  );
}
