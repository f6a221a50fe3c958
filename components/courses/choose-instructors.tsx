"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Options, Select } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/use-language";

export type Named = { id: string; name: string };

/** Who teaches a course: each with a button that takes them away, and a menu of who can be added. */
export function ChooseInstructors({
  chosen,
  staff,
  error,
  onChange,
}: {
  chosen: Named[];
  staff: Named[];
  error: string | undefined;
  onChange: (chosen: Named[]) => void;
}) {
  const { t } = useLanguage();
  const id = useId();
  const others = staff.filter((one) => !chosen.some((other) => other.id === one.id));
  return (
    <fieldset className="grid gap-1" aria-describedby={`${id}-note`}>
      <legend className="text-small font-medium text-ink">{t("courses.form.instructors")}</legend>
      {chosen.length ? (
        <ul className="mt-1 grid gap-1">
          {chosen.map((person) => (
            <li key={person.id} className="flex items-center gap-2 border-b border-line py-1">
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{person.name}</span>
              <Button
                look="tool"
                aria-label={t("courses.form.remove_instructor", { name: person.name })}
                onClick={() => onChange(chosen.filter((one) => one.id !== person.id))}
              >
                {t("courses.form.remove")}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {others.length ? (
        <Select
          aria-label={t("courses.form.add_instructor")}
          value=""
          onChange={(event) => {
            const added = others.find((one) => one.id === event.target.value);
            if (added) onChange([...chosen, added]);
          }}
        >
          <Options none={t("courses.form.add_instructor")} of={others.map((one) => [one.id, one.name])} />
        </Select>
      ) : null}
      <p id={`${id}-note`} className={error ? "text-small text-bad" : "text-small text-ink-3"}>
        {error ?? t("courses.form.instructors_about")}
      </p>
    </fieldset>
  );
}
