import { countBars } from "@/components/charts/bar-rows";
import { Bars } from "@/components/charts/bars";
import { useLanguage } from "@/components/ui/use-language";
import { reasonIn } from "@/lib/domain/setup/schema";
import type { SystemMetrics } from "@/lib/domain/system/schema";
import { getOrInsert } from "@/lib/measure/get-or-insert";

/** Why beacons were refused, in the words of "Is my snippet working?". */
export function Refusals({ beacons }: { beacons: SystemMetrics["beacons"] }) {
  const language = useLanguage();
  const { t, count } = language;
  const rows = new Map<string, { key: string; label: string; value: number }>();
  for (const { reason, count: times } of beacons.refusals) {
    const known = reasonIn(reason);
    // The field that was wrong is not kept here.
    const label =
      known === "invalid" ? t("system.refusals.invalid") : t(`setup.reasons.${known}`, { field: "" });
    getOrInsert(rows, known, () => ({ key: known, label, value: 0 })).value += times;
  }
  return (
    <Bars
      title={t("system.refusals.title", { refused: beacons.refused, received: beacons.received })}
      head={[t("system.refusals.reason"), t("system.refusals.beacons"), t("system.refusals.share")]}
      rows={countBars([...rows.values()], language)}
      empty={t("system.refusals.none")}
      note={t("system.refusals.sum", {
        received: count(beacons.received),
        stored: count(beacons.stored),
        repeated: count(beacons.repeated),
        refused: count(beacons.refused),
      })}
    />
  );
}
