"use client";

import Link from "next/link";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Options, Select } from "@/components/ui/input";
import { OrderedList } from "@/components/ui/ordered-list";
import { useSend } from "@/components/ui/send-json";
import { notify } from "@/components/ui/toast";
import { useLanguage } from "@/components/ui/use-language";
import { mediaTime } from "@/lib/language/numbers";
import { hrefOf, type LessonChoices, lessonName, type ShownContent, type ShownLesson } from "./lesson-shown";
import { MaterialDialog } from "./material-dialog";

type Placed = Pick<ShownContent, "kind" | "id">;

/** What one lesson holds, in order, with what can be put into it. */
export function LessonItems({
  courseId,
  lesson,
  lessons,
  choices,
  canEdit,
}: {
  courseId: string;
  canEdit: boolean;
  lesson: ShownLesson;
  lessons: readonly ShownLesson[];
  choices: LessonChoices;
}) {
  const { t } = useLanguage();
  const send = useSend();
  const path = `/api/courses/${courseId}/lessons/${lesson.id}`;
  const items = useMemo(() => lesson.items.map((item) => ({ ...item, name: item.title })), [lesson.items]);

  /** Sets what the lesson holds. An undo sends no revision: it is meant for what there is now. */
  const arrange = (placed: readonly Placed[], revision?: number) =>
    send("PUT", `${path}/items`, { items: placed.map(({ kind, id }) => ({ kind, id })), revision });
  const archive = (item: ShownContent, archived: boolean) =>
    send("PATCH", `${path}/materials/${item.id}`, { archived });

  /** A video or session leaves the lesson; a material, which is nowhere else, is archived. */
  async function takeOut(item: ShownContent) {
    const rest = lesson.items.filter((one) => one.id !== item.id);
    const isMaterial = item.kind === "material";
    if (await (isMaterial ? archive(item, true) : arrange(rest, lesson.revision)))
      notify(t("courses.items.taken_out", { title: item.title }), {
        undo: () => void (isMaterial ? archive(item, false) : arrange(lesson.items)),
      });
  }
  const others = choices.filter((choice) => choice.lesson_id !== lesson.id);
  return (
    <div className="mt-2 ml-6 max-columns:ml-0">
      {items.length ? (
        <OrderedList
          label={t("courses.items.label", { title: lesson.title })}
          items={items}
          fixed={!canEdit}
          onOrder={(ids) =>
            arrange(
              ids.flatMap((id) => items.find((item) => item.id === id) ?? []),
              lesson.revision,
            )
          }
        >
          {(item, tools) => (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1 text-small">
              <span className="w-20 flex-none text-ink-3">
                {t(
                  `courses.items.kinds.${item.kind === "material" ? (item.material_type ?? "link") : item.kind}`,
                )}
              </span>
              <span className="flex min-w-0 flex-1 basis-40 flex-wrap gap-x-2 [overflow-wrap:anywhere]">
                <ItemTitle item={item} />
                {item.when ? <span className="text-ink-3">{item.when}</span> : null}
                {item.duration_seconds === null ? null : (
                  <span className="text-ink-3 tabular-nums">{mediaTime(item.duration_seconds)}</span>
                )}
              </span>
              {canEdit ? (
                <span className="flex flex-none items-center print:hidden">
                  {tools}
                  {item.kind === "material" ? (
                    <MaterialDialog
                      path={`${path}/materials`}
                      material={item}
                      button={{
                        look: "tool",
                        "aria-label": t("courses.items.edit_of", { title: item.title }),
                        children: t("ui.edit"),
                      }}
                    />
                  ) : null}
                  <Button
                    look="tool"
                    aria-label={t("courses.items.take_out_of", { title: item.title })}
                    onClick={() => void takeOut(item)}
                  >
                    {t("courses.items.take_out")}
                  </Button>
                </span>
              ) : null}
            </div>
          )}
        </OrderedList>
      ) : (
        <p className="text-small text-ink-3">{t("courses.items.none")}</p>
      )}
      {canEdit ? (
        <div className="mt-2 flex flex-wrap items-center gap-2 print:hidden">
          {others.length ? (
            <Select
              aria-label={t("courses.items.put_in", { title: lesson.title })}
              className="max-w-64"
              value=""
              onChange={({ target }) => {
                const choice = others.find(({ id }) => id === target.value);
                if (choice) void arrange([...lesson.items, choice], lesson.revision);
              }}
            >
              <Options
                none={t("courses.items.put")}
                of={others.map((choice) => [
                  choice.id,
                  t("courses.items.choice", {
                    kind: choice.kind,
                    title: [choice.title, choice.when].filter(Boolean).join(", "),
                    lesson: lessonName(lessons, choice.lesson_id) ?? "none",
                  }),
                ])}
              />
            </Select>
          ) : null}
          <MaterialDialog
            path={`${path}/materials`}
            material={null}
            button={{
              look: "tool",
              "aria-label": t("courses.items.add_material_to", { title: lesson.title }),
              children: t("courses.items.add_material"),
            }}
          />
        </div>
      ) : null}
    </div>
  );
}

function ItemTitle({ item }: { item: ShownContent }) {
  const href = hrefOf(item);
  if (!href) return item.title;
  return href.startsWith("/") ? (
    <Link href={href} prefetch={false}>
      {item.title}
    </Link>
  ) : (
    <a href={href} rel="noreferrer">
      {item.title}
    </a>
  );
}
