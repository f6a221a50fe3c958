import { RowStrip } from "@/components/charts/row-strip";
import { type ChangeProps, changeTo } from "@/components/ui/change";
import { type NumberProps, NumberStrip } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import type { SystemMetrics } from "@/lib/domain/system/schema";
import type { EarlierWeeks } from "@/lib/domain/system/window";
import { milliseconds, msParts, perSecond } from "@/lib/domain/system/words";
import type { Language } from "@/lib/language/language";
import { middleHalf } from "@/lib/measure/quantiles";

type Props = { metrics: SystemMetrics; earlier: EarlierWeeks | null };

/** The six numbers: what was asked, how fast and how well it was answered, and what became of the beacons. */
export function SystemNumbers({ metrics, earlier }: Props) {
  const language = useLanguage();
  const { t, count, decimal } = language;
  const { requests, beacons, ingest_lag } = metrics;
  const seconds = (Date.parse(metrics.to) - Date.parse(metrics.from)) / 1000;
  const rate = perSecond(requests.total, seconds, language);
  const ms = (value: number) => milliseconds(value, language);
  const items: NumberProps[] = [
    {
      label: t("system.numbers.requests"),
      value: count(requests.total),
      base: t("system.numbers.a_second", { rate }),
      ...against("requests", requests.total, earlier, count, language, false),
      explanation: { title: t("system.numbers.requests"), definition: t("system.numbers.requests_are") },
    },
    {
      label: t("system.numbers.p95"),
      ...msParts(requests.p95_ms, language),
      base: t("system.numbers.of_requests", { count: requests.total }),
      ...against("p95_ms", requests.p95_ms, earlier, ms, language, true),
      explanation: { title: t("system.numbers.p95"), definition: t("system.numbers.p95_is") },
    },
    {
      label: t("system.numbers.errors"),
      value: decimal(requests.error_rate),
      ...(requests.error_rate === null ? {} : { unit: "%" }),
      base: t("system.numbers.failed_of", { errors: requests.errors, requests: requests.total }),
      ...against(
        "error_rate",
        requests.error_rate,
        earlier,
        (value) => `${decimal(value)} %`,
        language,
        true,
      ),
      explanation: { title: t("system.numbers.errors"), definition: t("system.numbers.errors_are") },
    },
    {
      label: t("system.numbers.stored"),
      value: count(beacons.stored),
      base: t("system.numbers.of_received", { count: beacons.received }),
      ...against("stored", beacons.stored, earlier, count, language, false),
      explanation: { title: t("system.numbers.stored"), definition: t("system.numbers.stored_are") },
    },
    {
      label: t("system.numbers.lag"),
      ...msParts(ingest_lag.p95_ms, language),
      base:
        ingest_lag.p99_ms === null
          ? t("system.numbers.no_beacons")
          : t("system.numbers.p99", { value: ms(ingest_lag.p99_ms) }),
      ...against("ingest_lag_ms", ingest_lag.p95_ms, earlier, ms, language, true),
      explanation: { title: t("system.numbers.lag"), definition: t("system.numbers.lag_is") },
    },
    {
      label: t("system.numbers.people"),
      value: count(metrics.active_users),
      base: t("system.numbers.signed_in"),
      explanation: { title: t("system.numbers.people"), definition: t("system.numbers.people_are") },
    },
  ];
  return <NumberStrip items={items} />;
}

/** A number beside those of the same hours in the four weeks before: between their lowest and highest it is neutral. Less is better where `isCost`. */
function against(
  key: keyof EarlierWeeks,
  value: number | null,
  earlier: EarlierWeeks | null,
  write: (value: number) => string,
  { t }: Language,
  isCost: boolean,
): Pick<NumberProps, "change" | "spark"> {
  const before = earlier?.[key] ?? [];
  const band = middleHalf(before);
  if (value === null || band === null || before.length < 4) return {};
  const [least, most] = [Math.min(...before), Math.max(...before)];
  const side = value > most ? "above" : value < least ? "below" : "same";
  const by = write(Math.abs(value - band.median));
  const words = {
    above: t("ui.above_typical", { by }),
    same: t("ui.about_typical_of", { median: write(band.median) }),
    below: t("ui.below_typical", { by }),
  };
  const tones = isCost ? { above: "bad", below: "good" } : { above: "neutral", below: "neutral" };
  const change: ChangeProps = changeTo(side, words, tones as Record<"above" | "below", ChangeProps["tone"]>);
  return { change, spark: <RowStrip kind="band" values={[...before, value]} band={band} /> };
}
