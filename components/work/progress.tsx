"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import useSWR from "swr";
import { orDash } from "@/components/tables/cells";
import { Tag } from "@/components/ui/tag";
import { useLanguage } from "@/components/ui/use-language";
import type { Work } from "@/lib/domain/work/schema";
import { isOpen, isPlanned } from "@/lib/platform/work";

const pips = { waiting: "planned", running: "live", done: "good", failed: "bad", cancelled: "rest" } as const;

/** How often what runs is read again, in milliseconds. */
const everyMs = 1_000;

/** The latest of what has not ended, by id; the page is read again when work begins or ends. */
export function useLatestWork(
  works: readonly (Pick<Work, "id" | "state"> & Partial<Pick<Work, "begins_at">>)[],
): ReadonlyMap<string, Work> {
  const router = useRouter();
  const open = works.filter((work) => isOpen(work) && !isPlanned(work, Date.now())).map(({ id }) => id);
  const { data } = useSWR(
    open.length ? open : null,
    (ids: string[]) =>
      Promise.all(
        ids.map(async (id) => {
          const response = await fetch(`/api/admin/work/${id}`);
          return response.ok ? ((await response.json()) as Work) : null;
        }),
      ),
    { refreshInterval: everyMs },
  );
  const latest = new Map(data?.flatMap((one) => (one ? [[one.id, one] as const] : [])));
  const changed = works.filter(({ id, state }) => latest.has(id) && latest.get(id)?.state !== state).length;
  useEffect(() => {
    if (changed) router.refresh();
  }, [changed, router]);
  return latest;
}

export function WorkState({ state }: Pick<Work, "state">) {
  const { t } = useLanguage();
  return <Tag pip={pips[state]}>{t(`work.state.${state}`)}</Tag>;
}

export function WorkProgress({ work }: { work: Pick<Work, "done" | "total" | "unit" | "state"> }) {
  const { t } = useLanguage();
  const { done, total, unit } = work;
  if (!unit || (!total && !done)) return orDash(null, String);
  const words = total
    ? t(`work.progress.of_${unit}`, { done, total })
    : t(`work.progress.some_${unit}`, { done });
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      {total && work.state === "running" ? (
        <progress className="h-1.5 w-24 accent-(--accent)" max={total} value={done} aria-label={words} />
      ) : null}
      {words}
    </span>
  );
}
