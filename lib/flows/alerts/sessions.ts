import "server-only";
import { sql } from "drizzle-orm";
import { dbPlanning } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { sessionNumbers, sessions, sessionVersions } from "@/lib/db/tables/sessions";
import { type Held, newsMs } from "@/lib/domain/alerts/alerts";
import { formulaVersion } from "@/lib/domain/sessions/numbers";
import type { SessionFormat } from "@/lib/domain/sessions/session";
import { fewest } from "@/lib/measure/evidence";
import type { Rule } from "./rules";

/** The longest that a session takes: the index has when one was planned to begin. */
const longestMs = 86_400_000;

type Row = {
  id: string;
  school_id: string;
  format: SessionFormat;
  ended: string;
  total_registered: number;
  registered_attended: number;
  attendance_rate: number | null;
  total_attended: number;
  engagement_score: number | null;
  /** Of the instructor's sessions before it: the most that attended one. */
  most_before: number | null;
  /** Of those of its format with a score and enough people: how many there are, and the best score. */
  scored_before: number;
  best_before: number | null;
};

/** What holds of sessions that ended in the last days, by their stored numbers. */
export async function ofSessions(rules: readonly Rule[], now: Date): Promise<Held[]> {
  const schoolIds = [...new Set(rules.flatMap(({ school_id }) => school_id ?? []))];
  if (schoolIds.length === 0) return [];
  const rows = await endedLately(schoolIds, now);
  return rules.flatMap((rule) =>
    rows
      .filter(({ school_id }) => school_id === rule.school_id)
      .flatMap((row): Held[] => {
        const one = measured(rule, row);
        if (!one) return [];
        const { kind, since, threshold, school_id } = rule;
        const subject = {
          kind,
          school_id,
          session_id: row.id,
          course_id: null,
          class_id: null,
          user_id: null,
        };
        return [{ ...subject, since, threshold, happened_at: new Date(row.ended), ...one }];
      }),
  );
}

function measured({ kind, threshold }: Rule, row: Row): Pick<Held, "value" | "detail"> | null {
  const limit = threshold ?? 0;
  switch (kind) {
    case "low_attendance": {
      const { attendance_rate: value, total_registered: of, registered_attended: part } = row;
      // A session without any presence has no attendance that is known: its report may come tomorrow.
      const isKnown = value !== null && row.total_attended > 0 && of >= fewest.people_for_comparison;
      return isKnown && value < limit ? { value, detail: { part, of } } : null;
    }
    case "many_attended":
      return row.total_attended >= limit && (row.most_before ?? 0) < limit
        ? { value: row.total_attended, detail: {} }
        : null;
    case "best_session": {
      const { engagement_score: value, total_attended, scored_before, best_before, format } = row;
      const isCompared =
        total_attended >= fewest.people_for_comparison && scored_before >= fewest.sessions_for_typical;
      return isCompared && value !== null && best_before !== null && value > best_before
        ? { value, detail: { best_before, sessions: scored_before, format } }
        : null;
    }
    default:
      return null;
  }
}

/**
 * The sessions of these schools that ended in the last days, each beside what its instructor's earlier sessions reached. Only what is stored of
 * the current facts is read; a job counts the others within seconds.
 */
async function endedLately(schoolIds: readonly string[], now: Date): Promise<Row[]> {
  const [s, n] = [sessions, sessionNumbers];
  const at = (ms: number) => sql`${new Date(now.getTime() - ms).toISOString()}::timestamptz`;
  const isCounted = sql`${s.status} = 'ended' and not ${s.left_out}`;
  const isScored = sql`${n.engagement_score} is not null and ${n.total_attended} >= ${fewest.people_for_comparison}::int`;
  const before = sql`order by ${s.begun_at}, ${s.id} rows between unbounded preceding and 1 preceding`;
  const rows = await dbPlanning().execute<Row>(sql`
    with recent as (
      select distinct ${s.school_id} as school_id, ${s.instructor_id} as instructor_id from ${s}
      where ${isAnyOf(s.school_id, schoolIds)} and ${s.scheduled_start} >= ${at(newsMs + longestMs)} and ${isCounted}
    ), ranked as (
      select ${s.id} as id, ${s.school_id} as school_id, ${s.format} as format, coalesce(${s.ended_at}, ${s.scheduled_end}) as ended,
        ${n.total_registered} as total_registered, ${n.registered_attended} as registered_attended, ${n.attendance_rate} as attendance_rate,
        ${n.total_attended} as total_attended, ${n.engagement_score} as engagement_score,
        ${n.version} = coalesce(${sessionVersions.version}, 0) and ${n.formula_version} = ${formulaVersion} as is_current,
        max(${n.total_attended}) over (partition by ${s.instructor_id} ${before}) as most_before,
        (count(*) filter (where ${isScored}) over (partition by ${s.instructor_id}, ${s.format} ${before}))::int as scored_before,
        max(case when ${isScored} then ${n.engagement_score} end) over (partition by ${s.instructor_id}, ${s.format} ${before}) as best_before
      from recent join ${s} on ${s.instructor_id} = recent.instructor_id and ${s.school_id} = recent.school_id
        join ${n} on ${n.session_id} = ${s.id}
        left join ${sessionVersions} on ${sessionVersions.session_id} = ${s.id}
      where ${isCounted}
    )
    select * from ranked where is_current and ended > ${at(newsMs)} and ended <= ${at(0)}`);
  return [...rows];
}
