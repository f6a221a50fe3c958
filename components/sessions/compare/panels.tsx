"use client";

import Link from "next/link";
import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { useLanguage } from "@/components/ui/use-language";
import type { ComparedSession } from "@/lib/domain/sessions/compare";
import type { Language } from "@/lib/language/language";

const SharePanel = lazyChart(() => import("@/components/charts/share-panel"), {
  height: 172,
  label: "charts.loading.curve",
});

type ComparedPanel = {
  session: ComparedSession;
  letter: string;
  /** "Wed 28 Oct, session 4". */
  sub: string;
  /** "19:00 to 19:04" for each drop-off. */
  clock: string[];
  /** Below: the largest loss ("43 % left at 19:00") or that there was none, and the final value ("38 % at the end"). */
  lost: { text: string; tone: "loss" | "good" };
  end: string;
  /** Says what the panel shows. */
  label: string;
};

/** Small multiples on equal axes: each session's own curve before the others', which are thin and grey. */
export function ComparePanels({
  panels,
  title,
  csvHref,
}: {
  panels: ComparedPanel[];
  title: string;
  csvHref: string;
}) {
  const language = useLanguage();
  const { t } = language;
  return (
    <ChartFrame
      title={title}
      sub={t("sessions.compare.panels_about")}
      rows={{
        head: [
          t("ui.session"),
          t("sessions.compare.from_and_to"),
          t("sessions.compare.left"),
          t("sessions.compare.of_present"),
          t("sessions.compare.present_at_end"),
        ],
        rows: panels.flatMap((panel) => dropRows(panel, language)),
      }}
      csvHref={csvHref}
      fileName={t("sessions.compare.panels_file")}
      note={t("sessions.compare.stretched")}
    >
      <ul className="grid grid-cols-[repeat(4,minmax(0,1fr))] gap-8 text-small max-rail:grid-cols-[repeat(2,minmax(0,1fr))] max-columns:grid-cols-[minmax(0,1fr)] print:grid-cols-[repeat(4,minmax(0,1fr))]!">
        {panels.map((panel, index) => (
          <Panel
            key={panel.session.session_id}
            panel={panel}
            others={panels.flatMap(({ session }) => (session === panel.session ? [] : [session.retention]))}
            first={index === 0}
          />
        ))}
      </ul>
    </ChartFrame>
  );
}

/** The rows of a session: its drop-offs, or one that says it has none. */
function dropRows({ session, letter, clock }: ComparedPanel, { t, count, percent }: Language): string[][] {
  const name = `${letter} ${session.title}`;
  const end = percent(session.retention.at(-1) ?? null, 0);
  return session.drop_offs.length > 0
    ? session.drop_offs.map((drop, index) => [
        name,
        clock[index] ?? "",
        count(drop.lost),
        percent(drop.lost_percent),
        end,
      ])
    : [[name, t("sessions.compare.no_drop_off"), "", "", end]];
}

function Panel({ panel, others, first }: { panel: ComparedPanel; others: number[][]; first: boolean }) {
  const { t, percent } = useLanguage();
  const { session, letter, sub, lost, end, label } = panel;
  return (
    <li data-name={`${letter}  ${session.title}`}>
      <h3 className="flex gap-2 text-body font-semibold whitespace-nowrap">
        <span className="text-ink-3">{letter}</span>
        <span className="truncate">
          <Link href={`/sessions/${session.session_id}`} prefetch={false} className="text-ink">
            {session.title}
          </Link>
        </span>
      </h3>
      <p className="mb-2 pl-[18px] text-ink-3">{sub}</p>
      <SharePanel
        label={label}
        shares={session.retention}
        others={others}
        losses={session.drop_offs}
        momentText={(moment) => percent(moment * 100, 0)}
        // Only the first panel is labelled: all have the same axes.
        axis={first ? t("sessions.compare.of_attendees") : ""}
      />
      <p
        className={classNames(
          "mt-1.5 flex justify-between gap-3 font-medium tabular-nums",
          lost.tone === "loss" ? "text-loss-line" : "text-good",
        )}
      >
        <span>
          {lost.tone === "good" ? <Icon name="check" className="mr-1.5 inline-block" /> : null}
          {lost.text}
        </span>
        <b className="text-right text-ink">{end}</b>
      </p>
    </li>
  );
}
