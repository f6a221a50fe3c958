"use client";

import { FormButton } from "../../ui/dialog-button";
import { Section } from "../../ui/section";
import { sendJson } from "../../ui/send-json";
import { useLanguage } from "../../ui/use-language";

/** Erases a person once their name is typed; the sessions that they teach go to somebody else. */
export function ErasePerson({
  person,
  taught,
  successors,
}: {
  person: { id: string; name: string };
  /** How many sessions they teach. */
  taught: number;
  successors: readonly { id: string; name: string }[];
}) {
  const { t } = useLanguage();
  const { name } = person;
  return (
    <Section title={t("people.erase.title")} sub={t("people.erase.about")}>
      <FormButton
        button={{ children: t("people.erase.open") }}
        title={t("people.erase.dialog", { name })}
        description={t("people.erase.about")}
        start={{}}
        fields={[
          { name: "name", label: t("people.erase.type_name", { name }), required: true, autoComplete: "off" },
          ...(taught > 0
            ? [
                {
                  name: "successor_id",
                  label: t("people.erase.successor", { count: taught }),
                  required: true,
                  options: {
                    none: t("people.erase.choose"),
                    of: successors.map((one) => [one.id, one.name] as const),
                  },
                },
              ]
            : []),
        ]}
        save={({ name: typed, successor_id }) =>
          sendJson<{ work_id: string }>("POST", `/api/users/${person.id}/erasure`, {
            name: typed,
            ...(successor_id ? { successor_id } : {}),
          })
        }
        kept={t("people.erase.kept")}
        submit={t("people.erase.confirm")}
        done={() => t("people.erase.begun", { name })}
      />
    </Section>
  );
}
