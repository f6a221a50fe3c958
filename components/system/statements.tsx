import { SimpleTable } from "@/components/tables/simple-table";
import { CopyButton } from "@/components/ui/copy-button";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { lossRate } from "@/lib/domain/system/findings";
import type { SystemMetrics } from "@/lib/domain/system/schema";
import { milliseconds } from "@/lib/domain/system/words";
import { unknown } from "@/lib/language/numbers";

/** What turns the extension on: a line of the server's settings and, after its restart, a statement of a superuser. */
const settings = { code: "shared_preload_libraries = 'pg_stat_statements'" };
const statement = { code: "create extension pg_stat_statements;" };
type Props = {
  queries: SystemMetrics["slowest_queries"];
  /** Since when they are counted, by the school's clock. */
  since: string | null;
};

/** The statements that take most of the database's time, or how they are measured. */
export function Statements({ queries, since }: Props) {
  const language = useLanguage();
  const { t, count, percent } = language;
  if (queries === null)
    return (
      <Section line>
        <Empty
          title={t("system.queries.off")}
          place="section"
          snippet={[settings, statement].map(({ code }) => code).join("\n")}
          actions={<CopyButton text={settings.code}>{t("system.queries.copy")}</CopyButton>}
        >
          {t("system.queries.off_about")}
        </Empty>
      </Section>
    );
  const [first] = queries.items;
  return (
    <Section
      line
      title={
        first ? t("system.queries.title", { share: percent(first.share, 0) }) : t("system.queries.label")
      }
      sub={t("system.queries.about", { since: since ?? unknown })}
    >
      <SimpleTable
        label={t("system.queries.label")}
        wide
        rows={queries.items}
        rowKey={({ id }) => id}
        columns={[
          {
            label: t("system.queries.query"),
            cell: ({ query }) => (
              <code
                className="block max-w-[520px] truncate font-mono text-axis max-columns:max-w-[220px]"
                title={query}
              >
                {query}
              </code>
            ),
          },
          { label: t("system.queries.calls"), align: "end", cell: ({ calls }) => count(calls) },
          {
            label: t("system.queries.mean"),
            align: "end",
            cell: ({ mean_ms }) => milliseconds(mean_ms, language),
          },
          {
            label: t("system.queries.longest"),
            align: "end",
            cell: ({ longest_ms }) => milliseconds(longest_ms, language),
          },
          {
            label: t("system.queries.share"),
            className: "pl-6",
            cell: ({ share }) => (
              <span className="flex items-center gap-3">
                <span className="w-14 flex-none text-right">{percent(share)}</span>
                <span className="h-3 w-32 max-columns:w-16">
                  <span className="block h-full bg-seen-2" style={{ width: `${share ?? 0}%` }} />
                </span>
              </span>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** What became of beacons that were sent again, as far as the server sees it. */
export function Trackers({ beacons }: Pick<SystemMetrics, "beacons">) {
  const { t, count, percent } = useLanguage();
  const later = new Set(["unavailable", "too_many_requests", "internal"]);
  const again = beacons.refusals
    .filter(({ reason }) => later.has(reason))
    .reduce((sum, { count: times }) => sum + times, 0);
  const rows = [
    [t("system.trackers.again"), count(again)],
    [t("system.trackers.repeated"), count(beacons.repeated)],
    [t("system.trackers.retries"), count(beacons.retries)],
    [
      t("system.trackers.lost"),
      t("system.trackers.lost_share", { lost: count(beacons.lost), share: percent(lossRate(beacons)) }),
    ],
  ];
  return (
    <Section line title={t("system.trackers.title")} sub={t("system.trackers.about")}>
      <dl className="max-w-[560px] border-b border-line text-small">
        {rows.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-4 border-t border-line py-2">
            <dt>{label}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
