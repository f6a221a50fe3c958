import type postgres from "postgres";
import { GET as courseLessons } from "@/app/api/admin/analytics/courses/[courseId]/lessons/route";
import { GET as dashboard } from "@/app/api/analytics/dashboard/route";
import { GET as overview } from "@/app/api/analytics/overview/route";
import { GET as summary } from "@/app/api/analytics/summary/route";
import { GET as systemMetrics } from "@/app/api/analytics/system/metrics/route";
import { GET as contentTrends } from "@/app/api/analytics/trends/content/route";
import { GET as engagement } from "@/app/api/analytics/trends/engagement/route";
import { GET as weeks } from "@/app/api/analytics/trends/weeks/route";
import { GET as learners } from "@/app/api/learners/route";
import { median, quantile } from "../server/server";
import type { School } from "./fill";

/** From its sixth execution on a prepared statement can have a plan that is kept for any value. */
const warmUps = 7;
const times = 20;

type Route = { what: string; path: string; get: typeof dashboard; params?: Record<string, string> };
export const routesOf = ({ large_course_id: courseId }: School): Route[] => [
  ...(["week", "year"] as const).map((range) => ({
    what: `dashboard, ${range}`,
    path: `/api/analytics/dashboard?time_range=${range}`,
    get: dashboard,
  })),
  { what: "overview", path: "/api/analytics/overview", get: overview },
  { what: "summary", path: "/api/analytics/summary", get: summary },
  { what: "trends, engagement", path: "/api/analytics/trends/engagement?days=365", get: engagement },
  { what: "trends, content", path: "/api/analytics/trends/content?days=365", get: contentTrends },
  { what: "trends, weeks", path: "/api/analytics/trends/weeks", get: weeks },
  { what: "learners", path: "/api/learners", get: learners },
  { what: "learners by last seen", path: "/api/learners?sort=last_seen", get: learners },
  { what: "lessons of a large course", path: "/api/courses", get: courseLessons, params: { courseId } },
  { what: "system, 24 hours", path: "/api/analytics/system/metrics?hours=24", get: systemMetrics },
  { what: "system, 30 days", path: "/api/analytics/system/metrics?hours=720", get: systemMetrics },
];

export type Measured = { p50: number; p95: number; statement: number; text: string };

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
  for (let i = 0; i < warmUps; i++) await once();
  await sql`select pg_stat_statements_reset()`;
  const taken: number[] = [];
  for (let i = 0; i < times; i++) taken.push(await once());
  const [slowest] = await sql<{ ms: number; text: string }[]>`
    select mean_exec_time as ms, left(regexp_replace(query, '\\s+', ' ', 'g'), 90) as text from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database()) order by 1 desc limit 1`;
  return {
    p50: median(taken),
    p95: quantile(taken, 0.95),
    statement: slowest?.ms ?? 0,
    text: slowest?.text ?? "",
  };
}
