"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Form, InputField, SelectField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { useLanguage } from "@/components/ui/use-language";
import { deleteTestDataAction } from "@/lib/domain/videos/actions";
import type { TestData } from "@/lib/domain/videos/test-data";

type Choice = { id: string; title: string };

/** Which views; the choice is in the URL, and the server counts them. */
export function TestDataFilter({ filter, courses }: { filter: Partial<TestData>; courses: Choice[] }) {
  const { t } = useLanguage();
  const router = useRouter();
  return (
    <Form
      className="mt-6 max-w-160 gap-4"
      action="/work/test-data"
      onGiven={(given) => {
        const chosen = [...given].flatMap(([key, value]) => (value ? [[key, String(value)]] : []));
        router.push(`/work/test-data?${new URLSearchParams(chosen)}`);
      }}
    >
      <SelectField label={t("ui.course")} name="course_id" defaultValue={filter.course_id ?? ""}>
        <option value="">{t("work.test_data.every_course")}</option>
        {courses.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </SelectField>
      {filter.video_id ? <input type="hidden" name="video_id" value={filter.video_id} /> : null}
      <InputField
        label={t("work.test_data.from")}
        name="from"
        type="date"
        required
        defaultValue={filter.from}
      />
      <InputField label={t("work.test_data.to")} name="to" type="date" required defaultValue={filter.to} />
      <SelectField label={t("work.test_data.which")} name="which" defaultValue={filter.which ?? "all"}>
        {(["all", "preview", "anonymous"] as const).map((which) => (
          <option key={which} value={which}>
            {t(`work.test_data.${which}`)}
          </option>
        ))}
      </SelectField>
      <InputField
        label={t("work.test_data.referrer")}
        name="referrer"
        placeholder="test.school.example"
        defaultValue={filter.referrer}
      />
      <Button type="submit" className="justify-self-start">
        {t("work.test_data.count")}
      </Button>
    </Form>
  );
}

const fields = sameNames("views");

/** Deletes what was counted, once its number has been typed. */
export function DeleteTestData({ filter, views }: { filter: TestData; views: number }) {
  const { t } = useLanguage();
  const router = useRouter();
  const { run, busy, errors } = useFormAction(deleteTestDataAction, {
    fields,
    kept: t("work.test_data.kept"),
    done: () => {
      router.push("/work");
      return t("work.test_data.begun");
    },
  });
  return (
    <Form
      className="mt-4 max-w-160 gap-4"
      errors={errors}
      onGiven={(given) => run({ ...filter, views: given.get("views") })}
    >
      <InputField
        label={t("work.test_data.type_number", { views })}
        name="views"
        inputMode="numeric"
        pattern={String(views)}
        autoComplete="off"
        required
      />
      <Button type="submit" look="primary" className="justify-self-start" disabled={busy}>
        {busy ? t("ui.deleting") : t("work.test_data.delete", { views })}
      </Button>
    </Form>
  );
}
