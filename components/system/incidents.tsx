import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { Incident } from "@/lib/domain/system/incidents";
import { milliseconds } from "@/lib/domain/system/words";

type Shown = Incident & { time: string };

/** Further ones are in the picture. */
const shownMax = 8;

/** The times in which requests took too long or failed, the newest first; nothing without any. */
export function Incidents({ incidents }: { incidents: readonly Shown[] }) {
  const language = useLanguage();
  const { t } = language;
  if (incidents.length === 0) return null;
  const newest = incidents.toReversed();
  return (
    <Section
      title={t("system.incidents.title", { count: incidents.length })}
      sub={t("system.incidents.about")}
    >
      <ol className="border-b border-line">
        {newest.slice(0, shownMax).map((one) => (
          <li
            key={one.from}
            className="grid grid-cols-[176px_minmax(0,1fr)] gap-x-4 border-t border-line py-2 text-small max-columns:grid-cols-[minmax(0,1fr)]"
          >
            <span className="text-ink-3 tabular-nums">{one.time}</span>
            <span>
              {one.slow ? t("system.incidents.slow", { p95: milliseconds(one.p95_ms, language) }) : null}{" "}
              {one.errors > 0
                ? t("system.incidents.failed", { errors: one.errors, requests: one.requests })
                : null}{" "}
              {one.beacons_refused > 0 ? t("system.incidents.refused", { count: one.beacons_refused }) : null}{" "}
              {one.cause ? t(`system.incidents.${one.cause}`) : null}
            </span>
          </li>
        ))}
      </ol>
      {newest.length > shownMax ? (
        <p className="mt-2 text-small text-ink-2">
          {t("system.incidents.more", { count: newest.length - shownMax })}
        </p>
      ) : null}
    </Section>
  );
}
