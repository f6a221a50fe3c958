import Link from "next/link";
import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import { upToRank } from "@/lib/domain/gamification/ranking";
import type { RankedPerson, Timeframe } from "@/lib/domain/gamification/schema";
import { routeSearch } from "@/lib/http/list-url";

/** So many ranks on each side of the reader are shown with theirs. */
const around = 3;
const ranksMax = 100;

/** The first ranks and those around the reader, whose row stays in view. */
export function RankingTable({
  people,
  limit,
  timeframe,
  course_id,
}: {
  people: readonly RankedPerson[];
  limit: number;
  timeframe: Timeframe;
  course_id: string | undefined;
}) {
  const { t, count } = useLanguage();
  const first = upToRank(people, limit);
  const own = people.findIndex(({ is_you }) => is_you);
  const near = own < first.length ? [] : people.slice(Math.max(first.length, own - around), own + around + 1);
  const most = people[0]?.xp ?? 0;
  const rest = people.length - first.length - near.length;
  return (
    <>
      <SimpleTable
        label={t("gamification.page.title")}
        rows={[...first, ...near]}
        rowKey={(_, index) => index}
        rowClass={({ is_you }) =>
          is_you ? "sticky bottom-0 z-1 bg-accent-wash font-semibold print:static" : undefined
        }
        columns={[
          { label: t("gamification.table.rank"), cell: ({ rank }) => count(rank), className: "w-16" },
          {
            label: t("gamification.table.person"),
            cell: ({ name, is_you }) =>
              is_you ? (
                <b>{t("gamification.table.you")}</b>
              ) : (
                (name ?? <span className="text-ink-3">{t("gamification.table.no_name")}</span>)
              ),
          },
          {
            label: t(`gamification.page.times.${timeframe}`),
            className: "w-[45%] max-columns:hidden",
            cell: ({ xp, is_you }) => (
              <span
                aria-hidden="true"
                className={`block h-3 ${is_you ? "bg-accent" : "bg-seen-2"}`}
                style={{ width: `${(xp / most) * 100}%` }}
              />
            ),
          },
          { label: t("gamification.table.xp"), align: "end", cell: ({ xp }) => count(xp) },
          { label: t("gamification.table.level"), align: "end", cell: ({ level }) => count(level) },
        ]}
      />
      {rest > 0 && limit < ranksMax ? (
        <p className="py-3 text-small">
          <Link
            className="font-medium text-accent"
            href={`/leaderboard${routeSearch({ timeframe, course_id })}&limit=${ranksMax}`}
          >
            {t("gamification.table.more", { ranks: ranksMax })}
          </Link>{" "}
          <span className="text-ink-2">{t("gamification.table.rest", { rest })}</span>
        </p>
      ) : null}
    </>
  );
}
