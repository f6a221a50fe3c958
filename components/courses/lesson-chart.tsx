"use client";

import { useEffect } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { CursorProvider, useCursor, useHovered } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { RowStrip } from "@/components/charts/row-strip";
import { RowLink } from "@/components/tables/row-link";
import { useUrlChange } from "@/components/ui/url-state";
import { useLanguage } from "@/components/ui/use-language";
import type { CourseNumbers } from "@/lib/domain/courses/analysis/schema";
import { unknown } from "@/lib/language/numbers";
import { attendanceText, type LessonShown, lessonHref, sessionShown } from "./lesson-row";

const LessonPlot = lazyChart(() => import("./lesson-plot"), {
  height: 522,
  label: "charts.loading.lessons",
});

type Props = {
  lessons: readonly LessonShown[];
  numbers: CourseNumbers;
  /** The lesson at which most people stopped, beyond chance. */
  mostId: string | null;
  csvHref: string;
  /** The page's filters, for links. */
  search: string;
};

/** The lessons of a course in order. A click on a lesson, or Enter, opens its people below. */
export function LessonChart(props: Props) {
  const { lessons, numbers, mostId, csvHref, search } = props;
  const language = useLanguage();
  const { t, percent } = language;
  const most = lessons.findIndex(({ lesson_id }) => lesson_id === mostId);
  const others = lessons.filter(({ lesson_id }) => lesson_id !== mostId).map(({ stopped }) => stopped);
  const title =
    most < 0
      ? t("courses.lesson_chart.title", { stopped: numbers.stopped, begun: numbers.begun })
      : t("courses.lesson_chart.title_most", {
          ...{ stopped: lessons[most]!.stopped, number: lessons[most]!.number },
          others: Math.max(0, ...others),
        });
  const described = (lesson: LessonShown) =>
    t("courses.lesson_chart.described", {
      ...{ number: lesson.number, title: lesson.title },
      ...{ reached: lesson.reached, completed: lesson.completed },
      ...{ stopped: lesson.stopped, active: lesson.active },
    });
  const shown = (lesson: LessonShown) => {
    const session = sessionShown(lesson.sessions);
    return session ? attendanceText(session, language) : unknown;
  };
  return (
    <CursorProvider>
      <ChartFrame
        title={title}
        sub={t("courses.lesson_chart.about")}
        printedSub={t("courses.lesson_chart.printed")}
        fileName={t("courses.lesson_chart.file")}
        note={t("courses.lesson_chart.note", { lessons: lessons.length, people: numbers.enrolled })}
        csvHref={csvHref}
        rail={<Reading {...props} most={most} />}
        rows={{
          head: [
            t("courses.lesson_chart.lesson"),
            ...(["reached", "completed", "completed_share", "stopped", "active", "live"] as const).map(
              (name) => t(`courses.lesson_chart.columns.${name}`),
            ),
          ],
          rows: lessons.map((lesson) => [
            `${lesson.number} ${lesson.title}`,
            ...[lesson.reached, lesson.completed, percent(lesson.completed_percentage)],
            ...[lesson.stopped, lesson.active, shown(lesson)],
          ]),
        }}
      >
        <div className="max-columns:hidden">
          <LessonPlot
            lessons={lessons}
            most={most < 0 ? null : most}
            label={t("courses.lesson_chart.label")}
            describe={described}
          />
        </div>
        <LessonRows lessons={lessons} enrolled={numbers.enrolled} search={search} />
      </ChartFrame>
      <Opens lessons={lessons} />
    </CursorProvider>
  );
}

/** Opens the lesson that is chosen in the chart. */
function Opens({ lessons }: Pick<Props, "lessons">) {
  const cursor = useCursor();
  const change = useUrlChange({ push: true, server: true });
  useEffect(
    () =>
      cursor.onSeek((place) => {
        const lesson = lessons[place];
        if (lesson) change({ lesson: lesson.lesson_id, standing: null });
      }),
    [cursor, lessons, change],
  );
  return null;
}

/** The numbers of the lesson pointed at, else of the one where most stopped; then those of the course. */
function Reading({ lessons, numbers, most }: Props & { most: number }) {
  const { t, count, percent } = useLanguage();
  const lesson = lessons[useHovered() ?? Math.max(0, most)];
  if (!lesson) return null;
  const rows = [
    ["reached", lesson.reached, percent(lesson.reached_percentage), "var(--seen-1)"],
    ["completed", lesson.completed, percent(lesson.completed_percentage), "var(--seen-2)"],
    ["stopped", lesson.stopped, "", "var(--loss-line)"],
    ["active", lesson.active, "", "var(--seen-3)"],
  ] as const;
  return (
    <div className="text-small">
      <p className="font-semibold">
        {t("courses.lesson_chart.at", { number: lesson.number, title: lesson.title })}
      </p>
      <dl className="mt-2 grid grid-cols-[12px_1fr_auto_auto] gap-x-2 gap-y-1 tabular-nums">
        {rows.map(([name, value, share, colour]) => (
          <div key={name} className="col-span-full grid grid-cols-subgrid items-baseline">
            <i aria-hidden="true" className="size-2.5 rounded-[2px]" style={{ background: colour }} />
            <dt>{t(`courses.lesson_chart.columns.${name}`)}</dt>
            <dd className="text-right font-semibold">{count(value)}</dd>
            <dd className="min-w-12 text-right text-ink-2">{share}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-ink-2">
        {t("courses.lesson_chart.reached_means", { enrolled: numbers.enrolled })}
      </p>
      <p className="mt-3 text-ink-2">
        {t("courses.lesson_chart.totals", {
          ...{ begun: numbers.begun, stopped: numbers.stopped },
          ...{ active: numbers.active, completed: numbers.completed },
        })}
      </p>
    </div>
  );
}

/** The same on a phone: a row for each lesson. */
function LessonRows({ lessons, enrolled, search }: Pick<Props, "lessons" | "search"> & { enrolled: number }) {
  const { t } = useLanguage();
  const width = (people: number) => `${enrolled > 0 ? (people / enrolled) * 100 : 0}%`;
  return (
    <ul className="border-t border-line columns:hidden print:hidden">
      {lessons.map((lesson) => (
        <li key={lesson.lesson_id} className="relative border-b border-line py-2.5 text-small">
          <div className="flex items-baseline justify-between gap-3">
            <RowLink href={lessonHref(search, lesson.lesson_id)}>
              {lesson.number} {lesson.title}
            </RowLink>
            <span className="whitespace-nowrap text-ink-2 tabular-nums">
              {t("courses.lesson_chart.reached_of", { reached: lesson.reached })}
            </span>
          </div>
          <div className="mt-1.5 flex items-center gap-3">
            <div aria-hidden="true" className="relative h-5 flex-1 bg-sunk">
              <i
                className="absolute inset-y-0 left-0 bg-(--seen-1)"
                style={{ width: width(lesson.reached) }}
              />
              <i
                className="absolute inset-y-0 left-0 bg-(--seen-2)"
                style={{ width: width(lesson.completed) }}
              />
            </div>
            {lesson.videos[0]?.curve.length ? (
              <RowStrip kind="curve" values={lesson.videos[0].curve} max={100} width={72} height={20} />
            ) : null}
          </div>
          <p className="mt-1 text-axis text-ink-2">
            {t("courses.lesson_chart.on_phone", {
              ...{ completed: lesson.completed, stopped: lesson.stopped, active: lesson.active },
            })}
          </p>
        </li>
      ))}
    </ul>
  );
}
