import type { Language } from "@/lib/language/language";
import { fewest, limits } from "@/lib/measure/request-limits";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { Incident } from "./incidents";
import type { SystemMetrics } from "./schema";
import { milliseconds } from "./words";

/** What else the page knows of the system now. */
export type SystemState = {
  /** The disk with less free; null where it cannot be read. */
  disk: { free_percent: number; is_low: boolean } | null;
  /** Work that failed and was not begun again. */
  failed_work: number;
};

/**
 * The sentences at the top: what is wrong, since when, and what to do; else that all is well. `clock` writes an instant as the school's time of
 * day, with its day where that is another one.
 */
export function systemFindings(
  metrics: SystemMetrics,
  incidents: readonly Incident[],
  state: SystemState,
  clock: (at: string) => string,
  language: Language,
): Finding[] {
  const { t, count, percent } = language;
  if (metrics.measured_since === null) return [plain(t("system.findings.new"))];
  const findings: Finding[] = [];
  const current = incidents.find(({ to }) => to === null);
  const past = incidents.filter(({ to }) => to !== null);
  const worst = past.toSorted((a, b) => b.errors - a.errors || (b.p95_ms ?? 0) - (a.p95_ms ?? 0))[0];
  if (current) {
    findings.push(
      key(
        t("system.findings.now", {
          kind: kindOf(current),
          since: clock(current.from),
          p95: milliseconds(current.p95_ms, language),
          errors: current.errors,
          requests: current.requests,
        }),
      ),
    );
    findings.push(plain(t(`system.findings.do_${current.cause ?? "unknown"}`)));
  } else if (metrics.processes.running > 0) findings.push(key(t("system.findings.working")));
  if (worst)
    findings.push(
      plain(
        t("system.findings.was", {
          kind: kindOf(worst),
          from: clock(worst.from),
          to: clock(worst.to ?? ""),
          p95: milliseconds(worst.p95_ms, language),
          errors: worst.errors,
          requests: worst.requests,
          more: past.length - 1,
        }),
      ),
    );
  if (state.disk?.is_low)
    findings.push(key(t("system.findings.disk", { free: percent(state.disk.free_percent) })));
  if (state.failed_work > 0) findings.push(plain(t("system.findings.work", { count: state.failed_work })));
  const failedJobs = metrics.jobs.filter(({ failed }) => failed > 0);
  if (failedJobs.length > 0)
    findings.push(
      plain(t("system.findings.jobs", { count: failedJobs.reduce((sum, { failed }) => sum + failed, 0) })),
    );
  const { error_rate, total, errors } = metrics.requests;
  const isFailing = error_rate !== null && error_rate > limits.error_rate && errors >= fewest.errors;
  if (incidents.length === 0 && isFailing)
    findings.push(
      plain(t("system.findings.errors", { rate: percent(error_rate), errors: count(errors), count: total })),
    );
  const { lost, received } = metrics.beacons;
  const lostRate = lossRate(metrics.beacons);
  if (lostRate !== null && lostRate > limits.lost_rate && lost >= fewest.lost)
    findings.push(
      plain(
        t("system.findings.lost", { rate: percent(lostRate), lost: count(lost), count: lost + received }),
      ),
    );
  const isWell = findings.length === 1 && !current && metrics.processes.running > 0;
  if (isWell) findings[0] = key(t("system.findings.well"));
  if (isWell)
    findings.push(plain(t("system.findings.counted", { requests: total, errors: metrics.requests.errors })));
  return findings;
}

/** Which part of the beacons players lost, in per cent; null without a beacon. */
export const lossRate = ({ lost, received }: Pick<SystemMetrics["beacons"], "lost" | "received">) =>
  lost + received === 0 ? null : (lost / (lost + received)) * 100;

const kindOf = ({ slow, failing }: Incident) => (slow ? (failing ? "both" : "slow") : "failing");

/** The title over the picture: what the worst incident was, else what is drawn. */
export function pictureTitle(
  incidents: readonly Incident[],
  clock: (at: string) => string,
  { t }: Language,
): string {
  const worst = incidents.toSorted((a, b) => b.errors - a.errors || (b.p95_ms ?? 0) - (a.p95_ms ?? 0))[0];
  if (!worst) return t("system.picture.title");
  const values = { from: clock(worst.from), to: worst.to === null ? "" : clock(worst.to) };
  const since = worst.to === null ? "since" : "between";
  if (worst.cause) return t(`system.picture.${worst.cause}`, { ...values, since });
  return t("system.picture.incident", { ...values, since, kind: kindOf(worst) });
}
