import type { Language } from "@/lib/language/language";
import type { SystemMetrics } from "./schema";
import { bytes, milliseconds } from "./words";

export type Part = {
  key: "database" | "bus" | "ingest" | "jobs" | "server" | "disk";
  state: "good" | "warn" | "bad" | "none";
  /** What it says: "answers in 1 ms". */
  text: string;
  href?: string;
};

type Now = {
  database_ms: number | null;
  bus_answers: boolean;
  /** Whether events go through Redis, else through Postgres. */
  has_redis: boolean;
  disk: { free_bytes: number; free_percent: number; is_low: boolean } | null;
};

/** More than this waits only when the database does not keep up: two seconds of work at full speed are 20,000. */
const waitingMax = 1_000;
/** A database that takes longer to answer a statement that does nothing is slow. */
const slowMs = 250;

/** The six parts of the system, with the state of each. */
export function partsOf(
  { processes, jobs }: Pick<SystemMetrics, "processes" | "jobs">,
  { database_ms, bus_answers, has_redis, disk }: Now,
  failedWork: number,
  shown: (at: string) => { text: string },
  language: Language,
): Part[] {
  const { t, percent } = language;
  const failing = jobs.filter(({ failed }) => failed > 0).length + failedWork;
  const { waiting, running, oldest_started_at } = processes;
  return [
    {
      key: "database",
      state: database_ms === null ? "bad" : database_ms > slowMs ? "warn" : "good",
      text:
        database_ms === null
          ? t("system.parts.no_answer")
          : t("system.parts.answers", { time: milliseconds(database_ms, language) }),
    },
    {
      key: "bus",
      state: bus_answers ? "good" : "bad",
      text: bus_answers
        ? t("system.parts.carried_by", { redis: has_redis ? "yes" : "no" })
        : t("system.parts.no_answer"),
    },
    {
      key: "ingest",
      state: waiting === null ? "none" : waiting > waitingMax ? "warn" : "good",
      text: waiting === null ? t("system.parts.unknown") : t("system.parts.waiting", { count: waiting }),
    },
    {
      key: "jobs",
      state: failing > 0 ? "warn" : "good",
      text: t("system.parts.jobs_failed", { count: failing }),
      ...(failedWork > 0 ? { href: "/work?state=failed" } : {}),
    },
    {
      key: "server",
      state: running > 0 ? "good" : "none",
      text:
        running > 0 && oldest_started_at !== null
          ? t("system.parts.processes", { count: running, since: shown(oldest_started_at).text })
          : t("system.parts.unknown"),
    },
    {
      key: "disk",
      state: disk === null ? "none" : disk.is_low ? "warn" : "good",
      text:
        disk === null
          ? t("system.parts.unknown")
          : t("system.parts.free", {
              free: bytes(disk.free_bytes, language),
              share: percent(disk.free_percent, 0),
            }),
    },
  ];
}
