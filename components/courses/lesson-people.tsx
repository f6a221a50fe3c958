import Link from "next/link";
import { orDash, type Shown, time } from "@/components/tables/cells";
import { RowLink } from "@/components/tables/row-link";
import { SimpleTable } from "@/components/tables/simple-table";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { LessonStanding } from "@/lib/domain/courses/analysis/schema";

export type LessonPerson = {
  user_id: string;
  name: string;
  class_name: string | null;
  progress: number | null;
  last_active: Shown | null;
};

type Props = {
  number: string;
  title: string;
  standing: LessonStanding;
  counts: Record<LessonStanding, number>;
  /** The first of them, those who were active last first. */
  people: readonly LessonPerson[];
  /** The address of the other list, and of the page without this one. */
  hrefs: Record<LessonStanding | "close", string>;
};

/** Who stopped at a lesson, or is there now: behind the numbers of the chart. */
export function LessonPeople({ number, title, standing, counts, people, hrefs }: Props) {
  const { t, percent } = useLanguage();
  const all = counts[standing];
  const label = t(`courses.analysis.people.${standing}`, { people: all, number, title });
  return (
    <Section
      line
      id="lesson"
      title={label}
      sub={t("courses.analysis.people.about")}
      tools={
        <Link href={hrefs.close} scroll={false} className="px-2 text-small font-medium">
          {t("ui.close")}
        </Link>
      }
    >
      <nav
        aria-label={t("courses.analysis.people.which")}
        className="flex gap-x-5 border-b border-line print:hidden"
      >
        {(["stopped", "active"] as const).map((one) => (
          <Link
            key={one}
            href={hrefs[one]}
            scroll={false}
            aria-current={one === standing ? "page" : undefined}
            className="-mb-px inline-flex h-9 items-center border-b-2 border-transparent text-small font-medium text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
          >
            {t(`courses.analysis.people.tab_${one}`, { people: counts[one] })}
          </Link>
        ))}
      </nav>
      {people.length === 0 ? (
        <p className="mt-4 text-small text-ink-2">{t(`courses.analysis.people.no_${standing}`)}</p>
      ) : (
        <SimpleTable
          label={label}
          rows={people}
          rowKey={({ user_id }) => user_id}
          linked
          wide
          columns={[
            {
              label: t("courses.analysis.people.name"),
              cell: ({ user_id, name }) => <RowLink href={`/people/${user_id}`}>{name}</RowLink>,
            },
            {
              label: t("courses.analysis.people.class"),
              cell: ({ class_name }) => class_name ?? t("courses.analysis.no_class"),
            },
            {
              label: t("courses.analysis.people.last_active"),
              cell: ({ last_active }) => orDash(last_active, time),
            },
            {
              label: t("courses.analysis.people.progress"),
              align: "end",
              cell: ({ progress }) => orDash(progress, (value) => percent(value)),
            },
          ]}
        />
      )}
      {people.length < all ? (
        <p className="mt-2 text-axis text-ink-3">
          {t("courses.analysis.people.first", { shown: people.length, people: all })}
        </p>
      ) : null}
    </Section>
  );
}
