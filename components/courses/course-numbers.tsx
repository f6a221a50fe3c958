import { type NumberProps, NumberStrip, shareValue } from "@/components/ui/numbers";
import { useLanguage } from "@/components/ui/use-language";
import type { CourseNumbers } from "@/lib/domain/courses/analysis/schema";
import { unknown } from "@/lib/language/numbers";

/** The six numbers of a course, or of one of its classes. `tooFew`: a class whose rates are not given. */
export function CourseNumberStrip({ numbers, tooFew }: { numbers: CourseNumbers; tooFew: boolean }) {
  const language = useLanguage();
  const { t, count, decimal, percent } = language;
  const { enrolled, enrolled_in_classes: inClasses } = numbers;
  const share = (part: number) =>
    enrolled === 0
      ? t("courses.analysis.nobody")
      : t("courses.analysis.of_enrolled", {
          share: language.shareOfPeople(part, enrolled, (part / enrolled) * 100),
          enrolled,
          few: enrolled < 10 ? "yes" : "no",
        });
  const mean = (value: number | null) =>
    value === null ? { value: unknown } : { value: decimal(value), unit: "%" };
  const few = t("courses.analysis.too_few");
  const explained = (name: "active" | "progress" | "completed" | "quiz" | "attendance", shown: string) => ({
    label: t(`courses.analysis.numbers.${name}`),
    explanation: {
      title: `${t(`courses.analysis.numbers.${name}`)}: ${shown}`,
      definition: t(`courses.analysis.definitions.${name}`),
    },
  });
  const items: NumberProps[] = [
    {
      label: t("courses.analysis.numbers.enrolled"),
      value: count(enrolled),
      base: t("courses.analysis.in_classes", { classes: inClasses, none: enrolled - inClasses }),
    },
    {
      ...explained("active", count(numbers.active_last_7_days)),
      value: count(numbers.active_last_7_days),
      base: share(numbers.active_last_7_days),
    },
    {
      ...explained("progress", percent(numbers.average_progress_percentage)),
      ...mean(numbers.average_progress_percentage),
      base: tooFew ? few : t("courses.analysis.progress_of", { learners: numbers.learners_with_progress }),
    },
    {
      ...explained("completed", count(numbers.completed)),
      value: count(numbers.completed),
      base: share(numbers.completed),
    },
    {
      ...explained("quiz", percent(numbers.average_quiz_score_percentage)),
      ...mean(numbers.average_quiz_score_percentage),
      base: tooFew
        ? few
        : t("courses.analysis.quiz_of", { results: numbers.quiz_results, learners: numbers.quiz_learners }),
    },
    {
      ...explained("attendance", percent(numbers.attendance_rate)),
      ...shareValue(numbers.registered_attended, numbers.registered, numbers.attendance_rate, language),
      base: tooFew
        ? few
        : t("courses.analysis.attended_of", {
            came: numbers.registered_attended,
            registered: numbers.registered,
            sessions: numbers.live_sessions,
          }),
    },
  ];
  return <NumberStrip items={items} />;
}
