import { useLanguage } from "../ui/use-language";
import type { SecondReading } from "./retention-points";

/** The legend of a retention chart: each series with its mark, name and value at one second. */
export function RetentionSeries({ reading }: { reading: SecondReading }) {
  const { t, decimal, percent } = useLanguage();
  const [from, to] = reading.typical?.map((value) => decimal(value, 0)) ?? [];
  return (
    <ul className="mt-1.5 tabular-nums">
      <Series mark="bg-seen-3" name={t("charts.retention.replays")} value={percent(reading.replays, 0)} />
      <Series mark="bg-seen-1" name={t("charts.retention.first_plays")} value={percent(reading.first, 0)} />
      {reading.typical ? (
        <Series
          mark="border border-dotted border-ink-3 bg-typical"
          name={t("charts.retention.typical")}
          value={from === to ? `${to}\u00a0%` : `${from}–${to}\u00a0%`}
        />
      ) : null}
    </ul>
  );
}

function Series({ mark, name, value }: { mark: string; name: string; value: string }) {
  return (
    <li className="flex min-h-5 items-center gap-2 text-ink-2">
      <i className={`size-3 flex-none rounded-sm ${mark}`} />
      {name}
      <b className="ml-auto whitespace-nowrap text-ink">{value}</b>
    </li>
  );
}
