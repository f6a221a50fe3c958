import Link from "next/link";
import type { LearnerTimeline, TimelineMark, TimelineRow } from "@/lib/domain/learners/schema";
import { SimpleTable } from "../tables/simple-table";
import { classNames } from "../ui/class-names";
import { useLanguage } from "../ui/use-language";

const shapes: Record<TimelineMark["kind"], string> = {
  came: "rounded-full border-seen-3 bg-seen-3",
  late: "rounded-full border-warn bg-[linear-gradient(90deg,transparent_50%,var(--warn)_50%)]",
  watched: "rounded-full border-seen-3 bg-seen-1",
  missed: "rounded-full border-bad",
  cancelled: "h-0! my-[5px] border-ink-3",
  live: "rounded-full border-accent bg-accent",
  planned: "rounded-full border-dashed border-ink-3",
  video: "border-seen-3 bg-seen-1",
  completed: "border-seen-3 bg-seen-3",
  // Work is a square on its corner.
  handed_in: "scale-80 rotate-45 border-seen-3 bg-seen-3",
  handed_in_late:
    "scale-80 rotate-45 border-warn bg-[linear-gradient(90deg,transparent_50%,var(--warn)_50%)]",
  not_handed_in: "scale-80 rotate-45 border-bad",
  due: "scale-80 rotate-45 border-dashed border-ink-3",
  messages: "rounded-md border-ink-3 bg-line",
  practised: "rounded-full border-seen-3 bg-seen-0",
};

const Shape = ({ kind }: { kind: TimelineMark["kind"] }) => (
  <span aria-hidden="true" className={classNames("block size-3 border-[1.5px]", shapes[kind])} />
);

/** A learner's weeks: a column each, a row per course, and marks that open their session or video. */
export function Timeline({ weeks, rows }: LearnerTimeline) {
  const { t } = useLanguage();
  const kinds = [...new Set(rows.flatMap((row) => row.weeks.flat().map(({ kind }) => kind)))];
  // Every fourth week is named; the others would not fit.
  const named = weeks.map(({ label }, index) =>
    index % 4 === 0 ? (
      label
    ) : (
      <span key={label} className="sr-only">
        {label}
      </span>
    ),
  );
  return (
    <>
      <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-2">
        {kinds.map((kind) => (
          <li key={kind} className="flex items-center gap-1.5">
            <Shape kind={kind} /> {t(`learners.mark.${kind}`)}
          </li>
        ))}
      </ul>
      <SimpleTable
        label={t("learners.timeline.title")}
        wide
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          {
            label: t("learners.timeline.course"),
            cell: (row) => (
              <span className="block max-w-52 min-w-32 truncate" title={row.title}>
                {row.title}
              </span>
            ),
          },
          ...weeks.map((_, week) => ({
            label: named[week],
            className: "px-0.5! min-w-5 overflow-visible",
            cell: (row: TimelineRow) => (
              <span className="flex flex-wrap gap-0.5">
                {row.weeks[week]?.map((mark) => (
                  <Link
                    key={mark.key}
                    href={mark.href}
                    prefetch={false}
                    title={mark.label}
                    aria-label={mark.label}
                    className="block rounded-md p-0.5 hover:bg-hover"
                  >
                    <Shape kind={mark.kind} />
                  </Link>
                ))}
              </span>
            ),
          })),
        ]}
      />
    </>
  );
}
