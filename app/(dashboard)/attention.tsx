import "server-only";
import { cache } from "react";
import { Priorities } from "@/components/overview/priorities";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import type { Scope } from "@/lib/auth/scope";
import { workList } from "@/lib/domain/work/queries";
import { prioritiesOf } from "@/lib/flows/overview/priorities";
import { type QuietLearners, quietLearners } from "@/lib/flows/overview/quiet-learners";
import { dateFormat } from "@/lib/language/dates";
import { type Day, startOfDayInstant } from "@/lib/platform/time";

type Read = Pick<Parameters<typeof prioritiesOf>[0], "recent" | "planned" | "usualRegistrations" | "videos">;

/** Of more failed work than this, the overview says no higher number. */
const failedMax = 100;

/** Once for a page, since it reads all enrollments: the same objects are the same question. */
const quietNow = cache((scope: Scope, time_zone: string, now: Date) =>
  quietLearners(scope, { time_zone }, now),
);

/** One of the numbers of who is at risk. */
export async function QuietCount({
  scope,
  time_zone,
  now,
  children,
}: {
  scope: Scope;
  time_zone: string;
  now: Date;
  children: (quiet: QuietLearners) => string;
}) {
  return children(await quietNow(scope, time_zone, now));
}

/** What needs attention first: what the overview has read, with who is at risk and what failed since `from`. Follows the page. */
export async function Attention({
  scope,
  read,
  from,
  time_zone,
  now,
}: {
  scope: Scope;
  read: Read;
  from: Day;
  time_zone: string;
  now: Date;
}) {
  const language = await currentLanguage();
  const { t } = language;
  const { clockTime, weekdayOf } = dateFormat(language.code);
  const [learners, work] = await Promise.all([
    quietNow(scope, time_zone, now),
    workList(scope, { state: "failed", limit: failedMax, offset: 0 }, language),
  ]);
  const since = startOfDayInstant(from, time_zone).toISOString();
  const items = prioritiesOf(
    {
      ...read,
      learners,
      failed: work.items.filter(({ ended_at }) => ended_at !== null && ended_at >= since),
      weekday: (at) => weekdayOf(at, time_zone),
      clock: (at) => clockTime(at, time_zone),
    },
    language,
  );
  return items.length > 0 ? (
    <Section title={t("overview.page.needs_attention")} sub={t("overview.page.most_affected")}>
      <Priorities items={items} />
    </Section>
  ) : null;
}
