import type postgres from "postgres";
import { GET as courseLessons } from "@/app/api/admin/analytics/courses/[courseId]/lessons/route";
import { GET as dashboard } from "@/app/api/analytics/dashboard/route";
import { GET as funnel } from "@/app/api/analytics/funnels/[funnelId]/route";
import { GET as progress } from "@/app/api/analytics/gamification/progress/route";
import { GET as heatmap } from "@/app/api/analytics/learning/heatmap/route";
import { GET as overview } from "@/app/api/analytics/overview/route";
import { GET as realtime } from "@/app/api/analytics/realtime/route";
import { GET as studentProgress } from "@/app/api/analytics/student-progress/route";
import { GET as mastery } from "@/app/api/analytics/subject_mastery/route";
import { GET as summary } from "@/app/api/analytics/summary/route";
import { GET as systemMetrics } from "@/app/api/analytics/system/metrics/route";
import { GET as contentTrends } from "@/app/api/analytics/trends/content/route";
import { GET as engagement } from "@/app/api/analytics/trends/engagement/route";
import { GET as weeks } from "@/app/api/analytics/trends/weeks/route";
import { GET as weeklyXp } from "@/app/api/analytics/weekly_xp/route";
import { GET as leaderboard } from "@/app/api/gamification/leaderboard/route";
import { GET as learners } from "@/app/api/learners/route";
import { completionForecast } from "@/lib/flows/courses/forecast";
import { median, quantile } from "../server/server";
import type { School } from "./fill";

/** From its sixth execution on a prepared statement can have a plan that is kept for any value. */
const warmUps = 7;
const times = 20;

export type Route = {
  what: string;
  path: string;
  get: (...given: Parameters<typeof dashboard>) => ReturnType<typeof dashboard>;
  params?: Record<string, string>;
  /** Who asks; an admin where it is not said. */
  as?: "student";
};
export const routesOf = ({
  large_course_id: courseId,
  student_id,
  funnel_id: funnelId,
  time_zone,
}: School): Route[] => [
  ...(["week", "year"] as const).map((range) => ({
    what: `dashboard, ${range}`,
    path: `/api/analytics/dashboard?time_range=${range}`,
    get: dashboard,
  })),
  { what: "overview", path: "/api/analytics/overview", get: overview },
  { what: "summary", path: "/api/analytics/summary", get: summary },
  { what: "trends, engagement", path: "/api/analytics/trends/engagement?days=365", get: engagement },
  { what: "trends, content", path: "/api/analytics/trends/content?days=365", get: contentTrends },
  { what: "trends, cohorts and forecast", path: "/api/analytics/trends/weeks?weeks=26", get: weeks },
  { what: "funnel, 28 days", path: "/api/analytics/funnels/one", get: funnel, params: { funnelId } },
  { what: "leaderboard, month", path: "/api/gamification/leaderboard?timeframe=month", get: leaderboard },
  { what: "leaderboard, all", path: "/api/gamification/leaderboard?timeframe=all", get: leaderboard },
  { what: "realtime", path: "/api/analytics/realtime", get: realtime },
  {
    what: "student progress",
    path: `/api/analytics/student-progress?student_id=${student_id}`,
    get: studentProgress,
  },
  { what: "own mastery", path: "/api/analytics/subject_mastery", get: mastery, as: "student" },
  { what: "own weekly XP", path: "/api/analytics/weekly_xp", get: weeklyXp, as: "student" },
  { what: "own heatmap", path: "/api/analytics/learning/heatmap?days=365", get: heatmap, as: "student" },
  { what: "own XP", path: "/api/analytics/gamification/progress?days=365", get: progress, as: "student" },
  { what: "learners", path: "/api/learners", get: learners },
  { what: "learners by last seen", path: "/api/learners?sort=last_seen", get: learners },
  { what: "lessons of a large course", path: "/api/courses", get: courseLessons, params: { courseId } },
  {
    what: "forecast of a large course",
    path: "/courses",
    // It is a part of the course's page, and has no route.
    get: async () => Response.json(await completionForecast({ id: courseId, time_zone }, null, new Date())),
  },
  { what: "system, 24 hours", path: "/api/analytics/system/metrics?hours=24", get: systemMetrics },
  { what: "system, 30 days", path: "/api/analytics/system/metrics?hours=720", get: systemMetrics },
];

export type Measured = { first: number; p50: number; p95: number; statement: number; text: string };

export async function measure(sql: postgres.Sql, token: string, route: Route): Promise<Measured> {
  const once = async () => {
    const request = new Request(`http://bench.test${route.path}`, {
      headers: { authorization: `Bearer ${token}`, host: "bench.test" },
    });
    const began = performance.now();
    const response = await route.get(request, { params: Promise.resolve(route.params) });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${route.what} answered ${response.status}`);
    return performance.now() - began;
  };
  // Of this route in this process: nothing is kept of it yet.
  const first = await once();
  for (let i = 1; i < warmUps; i++) await once();
  await sql`select pg_stat_statements_reset()`;
  const taken: number[] = [];
  for (let i = 0; i < times; i++) taken.push(await once());
  const [slowest] = await sql<{ ms: number; text: string }[]>`
    select mean_exec_time as ms, left(regexp_replace(query, '\\s+', ' ', 'g'), 90) as text from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database()) order by 1 desc limit 1`;
  return {
    first,
    p50: median(taken),
    p95: quantile(taken, 0.95),
    statement: slowest?.ms ?? 0,
    text: slowest?.text ?? "",
  };
}
