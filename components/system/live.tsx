"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import useSWR from "swr";
import { choiceOf, Menu } from "@/components/ui/menu";
import { Tag } from "@/components/ui/tag";
import { useUrlChange } from "@/components/ui/url-state";
import { useLanguage } from "@/components/ui/use-language";

/** How often the page is read again while it is open and visible, in milliseconds: a minute is measured once a minute. */
const everyMs = 60_000;
/** How often a lost connection is tried again. */
const lostMs = 10_000;

async function read(address: string): Promise<number> {
  const response = await fetch(address, { cache: "no-store" });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return Date.now();
}

/** Reads the page again each minute, and says so when it cannot. `updated`: the school's time of what is shown. */
export function Updates({ updated }: { updated: string }) {
  const { t } = useLanguage();
  const router = useRouter();
  const { data, error } = useSWR<number, Error>("/api/health/live", read, {
    refreshInterval: everyMs,
    errorRetryInterval: lostMs,
    revalidateOnMount: false,
    revalidateOnFocus: false,
  });
  useEffect(() => {
    if (data !== undefined) router.refresh();
  }, [data, router]);
  return (
    <span role="status">
      <Tag pip={error ? "bad" : "live"}>
        {t(error ? "system.live.lost" : "system.live.updated", { time: updated })}
      </Tag>
    </span>
  );
}

/** The time that the page is about, in the URL. */
export function HoursMenu({ hours, choices }: { hours: number; choices: readonly number[] }) {
  const { t } = useLanguage();
  const change = useUrlChange({ push: true, server: true });
  const label = (of: number) => t("system.live.last", { hours: of, days: Math.round(of / 24) });
  return (
    <Menu
      label={label(hours)}
      align="end"
      entries={choiceOf(
        choices.map((value) => ({ value, label: label(value) })),
        hours,
        (value) => change({ hours: value === 24 ? null : String(value) }),
      )}
    />
  );
}
