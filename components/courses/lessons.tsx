"use client";

import { type ReactNode, useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { type Ordered, OrderedList } from "@/components/ui/ordered-list";
import { SectionHead } from "@/components/ui/section";
import { useSend } from "@/components/ui/send-json";
import { notify } from "@/components/ui/toast";
import { useLanguage } from "@/components/ui/use-language";
import { ArchivedList } from "./archived-list";
import { LessonDialog } from "./lesson-dialog";
import { LessonItems } from "./lesson-items";
import type { LessonChoices, ShownLesson } from "./lesson-shown";

/** A course's lessons in order, each with its videos, sessions and materials. */
export function Lessons({
  courseId,
  lessons,
  archived,
  choices,
  canEdit,
}: {
  courseId: string;
  canEdit: boolean;
  lessons: ShownLesson[];
  archived: ShownLesson[];
  choices: LessonChoices;
}) {
  const { t } = useLanguage();
  const send = useSend();
  const path = `/api/courses/${courseId}/lessons`;
  const named = useMemo(
    () => lessons.map((lesson) => ({ ...lesson, name: `${lesson.number} ${lesson.title}` })),
    [lessons],
  );
  const archive = async (lesson: ShownLesson, archived: boolean) => {
    const { id, title } = lesson;
    if (!(await send("PATCH", `${path}/${id}`, { archived }))) return;
    if (archived)
      notify(t("courses.lessons.archived", { title }), { undo: () => void archive(lesson, false) });
    else notify(t("courses.lessons.restored", { title }));
  };
  const row = (lesson: ShownLesson & Ordered, tools: ReactNode) => (
    <article aria-label={lesson.name} className="py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 flex-1 basis-52 font-semibold [overflow-wrap:anywhere]">
          <span className="mr-1 text-ink-3 tabular-nums">{lesson.number}</span> {lesson.title}
        </h3>
        {canEdit ? (
          <span className="flex flex-none items-center print:hidden">
            {tools}
            <LessonDialog courseId={courseId} lesson={lesson} />
            <Button
              look="tool"
              aria-label={t("courses.lessons.archive_of", { title: lesson.title })}
              onClick={() => void archive(lesson, true)}
            >
              {t("courses.archive.archive")}
            </Button>
          </span>
        ) : null}
      </div>
      <LessonItems
        canEdit={canEdit}
        courseId={courseId}
        lesson={lesson}
        lessons={lessons}
        choices={choices}
      />
    </article>
  );
  const add = canEdit ? <LessonDialog courseId={courseId} lesson={null} /> : null;
  return (
    <>
      <SectionHead
        title={t("courses.lessons.title")}
        sub={t("courses.lessons.about")}
        tools={lessons.length && add ? <span className="mr-2">{add}</span> : null}
      />
      {lessons.length ? (
        <OrderedList
          label={t("courses.lessons.title")}
          items={named}
          fixed={!canEdit}
          onOrder={(ids) => send("PUT", path, { lesson_ids: ids })}
        >
          {row}
        </OrderedList>
      ) : (
        <Empty place="section" title={t("courses.lessons.none")} actions={add}>
          {t("courses.lessons.none_about")}
        </Empty>
      )}
      {canEdit ? (
        <ArchivedList
          title={t("courses.lessons.archived_count", { count: archived.length })}
          items={archived}
          nameOf={({ number, title }) => `${number} ${title}`}
          onRestore={(one) => void archive(one, false)}
        />
      ) : null}
    </>
  );
}
