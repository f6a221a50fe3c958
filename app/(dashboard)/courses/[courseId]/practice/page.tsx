import type { Metadata } from "next";
import { z } from "zod";
import { reached } from "@/app/reached";
import { ClassAreas, ClassLearners } from "@/components/practice/class-tables";
import { PageHead } from "@/components/shell/page-head";
import { FilterMenu } from "@/components/tables/toolbar";
import { Empty } from "@/components/ui/empty";
import { NumberStrip } from "@/components/ui/numbers";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { requireStaff } from "@/lib/auth/session";
import { reachCourse, zoneOf } from "@/lib/domain/courses/queries";
import { classesOf } from "@/lib/domain/learners/queries";
import { classAreas, classDays, classLearners } from "@/lib/domain/practice/class-queries";
import { scoreNames } from "@/lib/domain/practice/practice";
import { classPeopleMin } from "@/lib/domain/practice/stats";
import { reference } from "@/lib/http/contract";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { unknown } from "@/lib/language/numbers";
import { middleHalf } from "@/lib/measure/quantiles";

type Props = { params: Promise<{ courseId: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("practice.page.title") };
}

const pageQuery = z.object({ class_id: reference.optional() });

/** Where the learners of a course or a class stand in their practice. */
export default async function CoursePracticePage({ params, searchParams }: Props) {
  const [scope, { courseId }, search] = await Promise.all([requireStaff(), params, searchParams]);
  const course = await reached(reachCourse(scope, courseId));
  const { class_id } = queryFromUrl(pageQuery, search);
  const now = new Date();
  const [language, zone, classes] = await Promise.all([currentLanguage(), zoneOf(course), classesOf(course)]);
  const chosen = classes.find(({ value }) => value === class_id)?.value;
  const [learners, areas] = await Promise.all([
    classLearners(course, chosen, now),
    classAreas(course, chosen, now),
  ]);
  const { t, count, decimal } = language;
  const { dayAndTime } = dateFormat(language.code);
  const practised = learners.filter(({ last_at }) => last_at !== null);
  const active = learners.filter(({ sessions }) => sessions > 0);
  const title = t("practice.page.title");
  return (
    <>
      <PageHead
        crumbs={[
          { label: t("learners.page.courses"), href: "/courses" },
          { label: course.title, href: `/courses/${course.id}` },
          { label: title },
        ]}
        title={title}
        meta={[course.title, zoneName(zone, language)]}
        summary={
          practised.length > 0
            ? t("practice.class.summary", { active: active.length, people: learners.length, days: classDays })
            : null
        }
        actions={
          classes.length > 0 ? (
            <FilterMenu
              filter="class_id"
              label={t("practice.class.class")}
              any={t("practice.class.whole_course")}
              options={classes}
            />
          ) : null
        }
      />
      {practised.length === 0 ? (
        <Empty place="page" title={t("practice.none.title")}>
          {t("practice.class.none_about")}
        </Empty>
      ) : (
        <>
          <NumberStrip
            items={scoreNames.map((name) => {
              const values = practised.flatMap((one) => one[name] ?? []);
              const half = values.length < classPeopleMin ? null : middleHalf(values);
              return {
                label: t(`practice.score.${name}`),
                value: half ? decimal(half.median) : unknown,
                ...(half ? { unit: t("practice.numbers.of_100") } : {}),
                base: half
                  ? t("practice.class.half", {
                      ...{ low: decimal(half.low), high: decimal(half.high), people: values.length },
                    })
                  : t("practice.class.few", { people: values.length }),
              };
            })}
          />
          <Section
            id="areas"
            title={t("practice.class.areas", { days: classDays })}
            sub={t("practice.class.areas_about")}
          >
            {areas.length > 0 ? (
              <ClassAreas rows={areas} active={active.length} />
            ) : (
              <p className="text-small text-ink-2">{t("practice.class.no_areas")}</p>
            )}
          </Section>
          <Section
            id="learners"
            title={t("practice.class.learners", { count: practised.length })}
            sub={t("practice.class.learners_about", { without: learners.length - practised.length })}
            line
          >
            <ClassLearners
              days={classDays}
              rows={practised.map(({ last_at, ...row }) => ({
                ...row,
                last: dayAndTime(last_at, now, zone),
                minutes: count(Math.round(row.minutes)),
              }))}
            />
          </Section>
        </>
      )}
    </>
  );
}
