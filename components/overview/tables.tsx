import Link from "next/link";
import { MiniTimeline } from "@/components/charts/mini-timeline";
import { Change, changeTo, shortChangeFromTypical } from "@/components/ui/change";
import type { SessionSummary, Theme } from "@/lib/domain/sessions/schema";
import { compareToNumber } from "@/lib/measure/typical";
import { count, decimal, duration, ofBase, percent, plural, unknown } from "@/lib/platform/format";

const head = "border-b border-line-strong px-2 py-2 text-axis font-medium whitespace-nowrap text-ink-2";
const cell = "h-10 border-b border-line px-2 whitespace-nowrap tabular-nums";
/** The axis of a row's small picture, in hundredths of the session. */
const axis = 100;

/** The last sessions, a line each. */
export function LastSessions({ rows }: { rows: { session: SessionSummary; day: string }[] }) {
  return (
    <div className="max-[1200px]:-mx-2 max-[1200px]:overflow-x-auto max-[1200px]:px-2">
      <table className="w-full border-collapse text-small">
        <caption className="sr-only">Last sessions</caption>
        <thead>
          <tr>
            {[
              ["When", "text-left pl-0"],
              ["Session", "text-left"],
              ["People over time", "text-left"],
              ["Came", "text-right"],
              ["Rate", "text-right"],
              ["Watched", "text-right"],
              ["Took part", "text-right"],
              ["Score", "text-right"],
              ["Against typical", "text-right pr-0"],
            ].map(([label, align]) => (
              <th key={label} scope="col" className={`${head} ${align}`}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ session, day }) => {
            const change = shortChangeFromTypical("score", session.engagement_score, session.typical_score);
            return (
              <tr key={session.session_id} className="relative hover:bg-hover">
                <td className={`${cell} pl-0`}>{day}</td>
                <td className={cell}>
                  <Link
                    href={`/sessions/${session.session_id}`}
                    prefetch={false}
                    className="font-medium text-ink after:absolute after:inset-0 hover:text-accent hover:no-underline"
                  >
                    {session.title}
                  </Link>
                </td>
                <td className={cell}>
                  <MiniTimeline
                    timeline={session.curve.map((viewers, index) => ({
                      second: (index / Math.max(1, session.curve.length - 1)) * axis,
                      viewers,
                    }))}
                    seconds={axis}
                    peak={Math.max(0, ...session.curve)}
                    dropOffs={session.drop_offs.map(({ from, to }) => ({ from: from * axis, to: to * axis }))}
                  />
                </td>
                <td className={`${cell} text-right`}>
                  {session.total_registered === 0
                    ? count(session.total_attended)
                    : ofBase(session.registered_attended, session.total_registered)}
                </td>
                <td className={`${cell} text-right`}>{percent(session.attendance_rate)}</td>
                <td className={`${cell} text-right`}>
                  {session.average_duration_minutes === null
                    ? unknown
                    : duration(session.average_duration_minutes * 60)}
                </td>
                <td className={`${cell} text-right`}>{percent(session.engagement_rate)}</td>
                <td className={`${cell} text-right font-semibold`}>{decimal(session.engagement_score)}</td>
                <td className={`${cell} pr-0 text-right`}>{change ? <Change {...change} /> : null}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** What comes next, with who has registered. */
export function NextSessions({ rows }: { rows: { session: SessionSummary; when: string; place: string }[] }) {
  return (
    <table className="w-full border-collapse text-small">
      <caption className="sr-only">Next sessions</caption>
      <tbody>
        {rows.map(({ session, when, place }) => (
          <tr key={session.session_id} className="relative hover:bg-hover">
            <td className="h-13 border-b border-line pr-2 whitespace-nowrap tabular-nums">{when}</td>
            <td className="border-b border-line px-2">
              <Link
                href={`/sessions/${session.session_id}`}
                prefetch={false}
                className="font-medium text-ink after:absolute after:inset-0 hover:text-accent hover:no-underline"
              >
                {session.title}
              </Link>
              <small className="block text-axis text-ink-3">{place}</small>
            </td>
            <td className="border-b border-line pl-2 text-right whitespace-nowrap tabular-nums">
              {plural(session.total_registered, "registered", "registered")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A smaller distance to the mean rating does not count. */
const sameStars = 0.15;

/** What people wrote about, over several sessions, against the mean of all that wrote. */
export function Themes({ themes, average }: { themes: Theme[]; average: number | null }) {
  return (
    <table className="w-full border-collapse text-small">
      <caption className="sr-only">Themes in the comments</caption>
      <tbody>
        {themes.map((theme) => {
          const { side } = compareToNumber(theme.average_rating, average, sameStars) ?? { side: "same" };
          const rated = `rated ${decimal(theme.average_rating)}`;
          return (
            <tr key={theme.theme}>
              <th scope="row" className="h-13 border-b border-line pr-2 text-left font-normal">
                {theme.theme}
              </th>
              <td className="border-b border-line px-2 text-right whitespace-nowrap tabular-nums">
                {plural(theme.comments, "comment")}
              </td>
              <td className="w-32 border-b border-line pl-2 text-right">
                <Change {...changeTo(side, { above: rated, same: rated, below: rated })} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
