"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { CursorProvider } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { useLanguage } from "@/components/ui/use-language";
import type { AnalysedClass, CourseNumbers } from "@/lib/domain/courses/analysis/schema";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";

const SharePanel = lazyChart(() => import("@/components/charts/share-panel"), {
  height: 92,
  label: "charts.loading.curve",
});

type Props = {
  classes: readonly AnalysedClass[];
  lessons: readonly { lesson_id: string; number: string; title: string }[];
};

const sharesOf = ({ reached, numbers }: AnalysedClass) =>
  reached.map((people) => (numbers.enrolled > 0 ? (people / numbers.enrolled) * 100 : 0));

/** The classes of a course side by side: small multiples on equal axes, each before the others' curves in grey. */
export function ClassPanels({ classes, lessons }: Props) {
  const { t, count, percent } = useLanguage();
  const nameOf = ({ name }: AnalysedClass) => name ?? t("courses.class_panels.no_class");
  return (
    <ChartFrame
      title={t("courses.class_panels.title")}
      sub={t("courses.class_panels.about")}
      fileName={t("courses.class_panels.title")}
      rows={{
        head: [
          t("courses.class_panels.lesson"),
          ...classes.filter(({ too_few }) => !too_few).map((one) => nameOf(one)),
        ],
        rows: lessons.map(({ number, title }, place) => [
          `${number} ${title}`,
          ...classes
            .filter(({ too_few }) => !too_few)
            .map((one) => `${percent(sharesOf(one)[place])} (${count(one.reached[place])})`),
        ]),
      }}
    >
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-8">
        {classes.map((one) => (
          <Panel
            key={one.class_id ?? "none"}
            one={one}
            name={nameOf(one)}
            others={classes.filter((other) => other !== one && !other.too_few).map(sharesOf)}
            lessons={lessons}
          />
        ))}
      </ul>
    </ChartFrame>
  );
}

type PanelProps = {
  one: Props["classes"][number];
  name: string;
  others: number[][];
  lessons: Props["lessons"];
};

function Panel({ one, name, others, lessons }: PanelProps) {
  const { numbers, stopped } = one;
  const place = lessons.findIndex(({ lesson_id }) => lesson_id === one.most_stopped_lesson_id);
  const most = place < 0 ? null : place;
  const language = useLanguage();
  const { t } = language;
  const [first, last] = [lessons[0], lessons.at(-1)];
  const lessonAt = (moment: number) => lessons[Math.round(moment * (lessons.length - 1))]?.number ?? "";
  const half = 0.5 / Math.max(1, lessons.length - 1);
  const middle = most === null ? 0 : most / Math.max(1, lessons.length - 1);
  return (
    <li className="min-w-0 text-small">
      <h3 className="text-body">
        <b className="font-semibold">{name}</b>{" "}
        <span className="text-ink-2">{t("courses.class_panels.people", { people: numbers.enrolled })}</span>
      </h3>
      <div className="mt-2">
        {one.too_few ? (
          <p className="flex h-[112px] items-center rounded-box bg-sunk px-4 text-ink-2">
            {t("courses.class_panels.too_few")}
          </p>
        ) : (
          <>
            <CursorProvider>
              <SharePanel
                label={t("courses.class_panels.label", { name })}
                shares={sharesOf(one)}
                others={others}
                losses={
                  most === null ? [] : [{ from: Math.max(0, middle - half), to: Math.min(1, middle + half) }]
                }
                momentText={lessonAt}
              />
            </CursorProvider>
            <p className="flex h-5 justify-between text-axis text-ink-3">
              <span>{first?.number}</span>
              <span>{last?.number}</span>
            </p>
          </>
        )}
      </div>
      <dl className="mt-2">
        {most === null ? null : (
          <Row
            label={t("courses.class_panels.most_stopped", { number: lessons[most]?.number ?? "" })}
            value={language.count(stopped[most])}
          />
        )}
        {numbersOf(numbers, language).map(([label, value]) => (
          <Row key={label} label={label} value={value} />
        ))}
      </dl>
    </li>
  );
}

const numbersOf = (numbers: CourseNumbers, { t, ofBase, percent }: Language): [string, string][] => [
  [t("courses.class_panels.active"), ofBase(numbers.active_last_7_days, numbers.enrolled)],
  [t("courses.class_panels.progress"), percent(numbers.average_progress_percentage)],
  [t("courses.class_panels.completed"), ofBase(numbers.completed, numbers.enrolled)],
  [t("courses.class_panels.quiz"), percent(numbers.average_quiz_score_percentage)],
  [
    t("courses.class_panels.attendance"),
    numbers.registered === 0
      ? unknown
      : `${percent(numbers.attendance_rate)} · ${ofBase(numbers.registered_attended, numbers.registered)}`,
  ],
];

const Row = ({ label, value }: { label: string; value: string }) => (
  <div className="flex justify-between gap-3 border-t border-line py-1.5">
    <dt>{label}</dt>
    <dd className="font-semibold tabular-nums">{value}</dd>
  </div>
);
