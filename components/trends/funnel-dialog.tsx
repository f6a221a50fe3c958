"use client";

import { useState } from "react";
import useSWR from "swr";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FormButton } from "@/components/ui/dialog-button";
import type { EditField } from "@/components/ui/edit-form";
import { sendJson } from "@/components/ui/send-json";
import { requestRoute } from "@/components/ui/use-action";
import type { Texts } from "@/components/ui/use-edit";
import { useLanguage } from "@/components/ui/use-language";
import {
  type FunnelRow,
  type ShownStep,
  stepsMax,
  stepsMin,
  windowDaysMax,
} from "@/lib/domain/learning/funnels/schema";
import type { ActionResult } from "@/lib/http/action";
import { stepName, stepValue } from "./funnel-steps";

const path = "/api/analytics/funnels";
const numbers = Array.from({ length: stepsMax }, (_, index) => index);
const noStep = { event_type: null, course_id: null, video_id: null, session_id: null, title: null };

/** What a funnel can be made of: courses by id and title, and, for whom they are counted, types of learning events. */
export type FunnelParts = { courses: (readonly [id: string, title: string])[]; events: ShownStep[] | null };

/** A funnel as the fields of its form; the names of steps are the paths of the server's errors. */
const toFields = ({ steps, ...funnel }: FunnelRow): Record<string, unknown> => ({
  ...funnel,
  ...Object.fromEntries(steps.map((step, index) => [`steps[${index}]`, stepValue(step)])),
});

/** The button that makes or edits a funnel, with its dialog. */
export function FunnelDialog({ parts, edited }: { parts: FunnelParts; edited: FunnelRow | null }) {
  const language = useLanguage();
  const { t, count: written } = language;
  const [courseId, setCourseId] = useState(edited?.course_id ?? "");
  const [rows, setRows] = useState(edited?.steps.length ?? stepsMin);
  const { data: course, error } = useSWR(courseId ? ["parts", courseId] : null, ([, id]) => partsOf(id));
  const choices = ({ course_id = "" }: Texts): ShownStep[] => [
    ...(["video", "session"] as const).map((kind) => ({ ...noStep, kind })),
    ...(course_id
      ? (course?.steps ?? [])
      : parts.courses.flatMap(([id, title]) =>
          (["video", "session"] as const).map((kind) => ({ ...noStep, kind, course_id: id, title })),
        )),
    ...(parts.events ?? []),
  ];
  /** The choices with the step that is stored, which they may not have. */
  const options = (index: number) => (texts: Texts) => {
    const own = texts.course_id === (edited?.course_id ?? "") ? edited?.steps[index] : undefined;
    const all = new Map(
      [own ?? [], choices(texts)].flat().map((step) => [stepValue(step), stepName(step, language)]),
    );
    return { none: t("trends.funnels.choose_step"), of: [...all] };
  };
  const classChoices = ({ course_id = "" }: Texts) => {
    const own =
      edited?.class_id && course_id === edited.course_id
        ? [[edited.class_id, edited.class_name ?? ""] as const]
        : [];
    return {
      none: t("trends.funnels.all_learners"),
      of: [...new Map([...own, ...(course_id ? (course?.classes ?? []) : [])])],
    };
  };
  const fields: (EditField | EditField[])[] = [
    { name: "name", label: t("ui.name"), maxLength: 100, autoFocus: true },
    [
      {
        name: "course_id",
        label: t("ui.course"),
        hint: error ? t("trends.funnels.no_parts") : undefined,
        options: {
          none: t(parts.events ? "trends.funnels.whole_school" : "trends.funnels.choose_course"),
          of: parts.courses,
        },
        onValue: setCourseId,
      },
      { name: "class_id", label: t("trends.funnels.class"), options: classChoices },
    ],
    {
      name: "window_days",
      label: t("trends.funnels.window"),
      hint: t("trends.funnels.window_hint", { maximum: windowDaysMax }),
      type: "number",
      min: 1,
      max: windowDaysMax,
    },
    ...numbers.slice(0, rows).map((index) => ({
      name: `step_${index + 1}`,
      path: `steps[${index}]`,
      label: t("trends.funnels.step", { number: index + 1 }),
      options: options(index),
    })),
  ];
  const problemOf = (errors: { path: string; message: string }[]): ActionResult<unknown> => ({
    ok: false,
    problem: { type: "about:blank#invalid", title: "", status: 400, detail: "", request_id: "", errors },
  });
  return (
    <FormButton
      button={{
        look: edited ? "plain" : "primary",
        children: t(edited ? "ui.edit" : "trends.funnels.add"),
      }}
      title={t(edited ? "trends.funnels.edit" : "trends.funnels.add")}
      description={t("trends.funnels.dialog_about", { steps: written(stepsMax) })}
      start={edited ? toFields(edited) : { window_days: 28 }}
      fields={fields}
      others={{
        ...Object.fromEntries(numbers.map((index) => [`steps[${index}]`, `step_${index + 1}`])),
        steps: "step_1",
      }}
      save={async (texts, revision) => {
        const values = numbers.slice(0, rows).map((index) => texts[`step_${index + 1}`] ?? "");
        const missing = values.flatMap((value, index) =>
          value ? [] : [{ path: `steps[${index}]`, message: t("trends.funnels.choose_step") }],
        );
        if (missing.length > 0) return problemOf(missing);
        const item = {
          ...{ name: texts.name, window_days: texts.window_days },
          ...{ course_id: texts.course_id || null, class_id: texts.class_id || null },
          steps: values.map((value) => JSON.parse(value) as unknown),
        };
        const answer = edited
          ? await sendJson<unknown>("PATCH", `${path}/${edited.id}`, { ...item, revision })
          : await sendJson<unknown>("POST", path, item);
        if (answer.ok) return answer;
        const { errors = [], current } = answer.problem;
        return {
          ok: false,
          problem: {
            ...answer.problem,
            // A step is one field.
            errors: errors.map((one) => ({ ...one, path: one.path.replace(/^(steps\[\d+\]).*/, "$1") })),
            ...(current ? { current: toFields(current as FunnelRow) } : {}),
          },
        };
      }}
      kept={t("trends.funnels.nothing_saved")}
      done={() => t("trends.funnels.saved")}
    >
      {() => (
        <div className="flex gap-2">
          {rows < stepsMax ? (
            <Button look="tool" onClick={() => setRows(rows + 1)}>
              {t("trends.funnels.add_step")}
            </Button>
          ) : null}
          {rows > stepsMin ? (
            <Button look="tool" onClick={() => setRows(rows - 1)}>
              {t("trends.funnels.remove_step")}
            </Button>
          ) : null}
        </div>
      )}
    </FormButton>
  );
}

/** The button that deletes a funnel. */
export function DeleteFunnel({ funnel: { id, name } }: { funnel: FunnelRow }) {
  const { t } = useLanguage();
  return (
    <ConfirmButton
      button={{ children: t("trends.funnels.delete") }}
      title={t("trends.funnels.delete_of", { name })}
      description={t("trends.funnels.delete_about")}
      confirm={t("trends.funnels.delete")}
      confirming={t("ui.deleting")}
      cancel={t("ui.cancel")}
      done={t("trends.funnels.deleted")}
      next="/trends/funnels"
      action={() => sendJson("DELETE", `/api/analytics/funnels/${id}`)}
    />
  );
}

type Named = { id: string; title: string };

/** What a course's funnel can be made of: its classes, and each of its videos and sessions as a step. */
async function partsOf(courseId: string) {
  const read = async <Value,>(address: string) => {
    const answer = await requestRoute<Value>(address);
    if (!answer.ok) throw new Error(answer.problem.detail);
    return answer.value;
  };
  const [classes, lessons, watched, held] = await Promise.all([
    read<{ items: { id: string; name: string }[] }>(`/api/courses/${courseId}/classes?limit=100`),
    read<{ items: { items: (Named & { kind: string })[] }[] }>(`/api/courses/${courseId}/lessons?limit=100`),
    read<{ popular_videos: { video_id: string; title: string }[] }>(
      `/api/admin/analytics/videos?course_id=${courseId}&limit=100`,
    ),
    read<{ items: { session_id: string; title: string }[] }>(
      `/api/admin/training/sessions?course_id=${courseId}&limit=100`,
    ),
  ]);
  const items = lessons.items.flatMap((lesson) => lesson.items);
  const ofKind = (kind: string) =>
    items.filter((item) => item.kind === kind).map(({ id, title }) => [id, title] as const);
  const videos = new Map([
    ...ofKind("video"),
    ...watched.popular_videos.map(({ video_id, title }) => [video_id, title] as const),
  ]);
  const sessions = new Map([
    ...ofKind("session"),
    ...held.items.map(({ session_id, title }) => [session_id, title] as const),
  ]);
  return {
    classes: classes.items.map(({ id, name }) => [id, name] as const),
    steps: [
      ...[...videos].map(([id, title]) => ({ ...noStep, kind: "video" as const, video_id: id, title })),
      ...[...sessions].map(([id, title]) => ({ ...noStep, kind: "session" as const, session_id: id, title })),
    ],
  };
}
