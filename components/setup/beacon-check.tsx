"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import useSWR from "swr";
import { type CheckAnswer, reasonIn } from "@/lib/domain/setup/schema";
import { classNames } from "../ui/class-names";
import { CopyButton } from "../ui/copy-button";
import { useLanguage } from "../ui/use-language";

/** How often the page asks while it is open and visible (milliseconds). */
const everyMs = 3_000;

async function read(address: string): Promise<CheckAnswer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

type Props = {
  kind: "video" | "session";
  title: string;
  /** What its page should name it by. */
  reference: string;
  /** The route that answers the check, and its answer when the page was made. */
  address: string;
  initial: CheckAnswer;
  timeZone: string;
  /** The school's day, `2026-11-18`. */
  today: string;
  /** The right snippet, for a page that has a wrong one. */
  snippet: string;
};

/** Whether beacons arrive: it changes by itself. */
export function BeaconCheck({ kind, title, reference, address, initial, timeZone, today, snippet }: Props) {
  const { t } = useLanguage();
  const { data = initial, error } = useSWR<CheckAnswer, Error>(address, read, {
    fallbackData: initial,
    refreshInterval: everyMs,
    dedupingInterval: everyMs / 3,
  });
  const router = useRouter();
  const first = initial.accepted_at === null && data.accepted_at !== null;
  // The rest of the page speaks of it too.
  useEffect(() => {
    if (first) router.refresh();
  }, [first, router]);
  // The same in every language, as the server writes it too: 2026-11-18 09:31:37, of today only the time.
  const clock = (instant: string) =>
    new Date(instant).toLocaleString("sv-SE", { timeZone }).replace(`${today} `, "");
  const stored = data.accepted_at;
  const isLater = (refused: string | null) => refused !== null && (stored === null || refused > stored);
  const wrong = [
    // What was mended since then is over.
    ...data.mistaken
      .filter((one) => isLater(one.refused_at))
      .map((one) => ({ ...one, key: one.id, given: one.id })),
    ...(isLater(data.refused_at) ? [{ ...data, key: "", given: null }] : []),
  ];
  return (
    <div>
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-3">
        <span
          aria-hidden="true"
          className={classNames("size-2 rounded-full", stored ? "bg-good" : "bg-accent")}
        />
        <b className="font-semibold">
          {error
            ? t("setup.check.away")
            : stored
              ? t("setup.check.arrived", { time: clock(stored) })
              : t("setup.check.waiting", { title })}
        </b>
        <span className="ml-auto text-small text-ink-2 tabular-nums max-columns:ml-0">
          {t("setup.check.counts", { stored: data.accepted, refused: data.refused })}
        </span>
      </p>
      {wrong.map((one) => (
        <div key={one.key} className="mb-3 rounded-md bg-bad-wash p-4">
          <p className="font-semibold text-bad">
            {one.given === null
              ? t(`setup.reasons.${reasonIn(one.refused_reason)}`, { field: one.refused_field ?? "" })
              : t("setup.check.mistaken", { kind, given: one.given })}
          </p>
          <p className="mt-1 text-small text-ink">
            {one.given === null
              ? t("setup.check.nothing_stored")
              : t.rich("setup.check.meant", {
                  kind,
                  id: reference,
                  code: (text) => <code className="font-mono">{text}</code>,
                })}
          </p>
          <p className="mt-1 text-small text-ink-2 tabular-nums">
            {t("setup.check.refused", {
              count: one.refused,
              time: clock(one.refused_at ?? ""),
              site: one.refused_origin ?? "",
              known: one.refused_origin ? "yes" : "no",
            })}
          </p>
          {one.given === null ? null : (
            <div className="mt-3">
              <CopyButton text={snippet}>{t("setup.check.copy")}</CopyButton>
            </div>
          )}
        </div>
      ))}
      {stored ? null : (
        <div className="mt-4">
          <h3 className="text-body font-semibold">{t("setup.check.nothing")}</h3>
          <ol className="mt-1 list-decimal pl-5 text-small text-ink-2">
            <li>{t("setup.check.published")}</li>
            <li>{t("setup.check.blocked")}</li>
            <li>{t("setup.check.wrong_id")}</li>
          </ol>
        </div>
      )}
    </div>
  );
}
