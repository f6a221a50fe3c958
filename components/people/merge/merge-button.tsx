"use client";

import { useState } from "react";
import type { Role } from "@/lib/auth/scope";
import { ConfirmButton } from "../../ui/confirm-button";
import { SelectField } from "../../ui/form";
import { Options } from "../../ui/input";
import { sendJson } from "../../ui/send-json";
import { useLanguage } from "../../ui/use-language";

/** Merges the duplicate into the person; of two roles the admin chooses one first. */
export function MergeButton({
  person,
  duplicate,
  moved,
}: {
  person: { id: string; name: string; role: Role };
  duplicate: { id: string; name: string; role: Role };
  /** How much of the duplicate's moves. */
  moved: { sessions: number; videos: number; courses: number };
}) {
  const { t } = useLanguage();
  const choice = [...new Set([person.role, duplicate.role])];
  const [role, setRole] = useState<string>(choice.length === 1 ? person.role : "");
  const names = { name: person.name, duplicate: duplicate.name };
  return (
    <div className="mt-6 grid max-w-[420px] justify-items-start gap-4">
      {choice.length > 1 ? (
        <SelectField
          label={t("people.merge.choose_role")}
          hint={t("people.merge.role_about")}
          name="role"
          value={role}
          onChange={(event) => setRole(event.target.value)}
        >
          <Options
            none={t("people.merge.role_none")}
            of={choice.map((one) => [one, t(`people.role.${one}`)] as const)}
          />
        </SelectField>
      ) : null}
      <ConfirmButton
        button={{ look: "primary", disabled: role === "", children: t("people.merge.button") }}
        title={t("people.merge.confirm", names)}
        description={t("people.merge.confirm_about", { ...names, ...moved })}
        confirm={t("people.merge.button")}
        confirming={t("people.merge.merging")}
        cancel={t("ui.cancel")}
        kept={t("people.merge.kept")}
        done={t("people.merge.done", names)}
        next={`/people/${person.id}`}
        action={() =>
          sendJson("POST", `/api/users/${person.id}/merge`, {
            duplicate_id: duplicate.id,
            role,
          })
        }
      />
    </div>
  );
}
