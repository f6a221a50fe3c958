"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { MadeLink } from "@/lib/domain/people/links/schema";
import { changeUsersAction, signOutUsersAction } from "@/lib/domain/people/users/actions";
import type { UserRow } from "@/lib/domain/people/users/schema";
import { Button } from "../../ui/button";
import { ConfirmButton } from "../../ui/confirm-button";
import { FormError } from "../../ui/form";
import { Section } from "../../ui/section";
import { requestRoute, useAction } from "../../ui/use-action";
import { useLanguage } from "../../ui/use-language";
import { LinkToCopy } from "../list/invite-dialog";

/** What an admin can do with another person's account: links, sign-outs, deactivation. */
export function AccountActions({ person, mail }: { person: UserRow; mail: boolean }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [url, setUrl] = useState<string | null>(null);
  const invited = person.state !== "active" && person.state !== "deactivated";
  const purpose = invited ? "invitation" : "password";
  const link = useAction(
    (send: boolean) =>
      requestRoute<MadeLink>(`/api/users/${person.id}/links`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ purpose, send }),
      }),
    {
      done: (made) => {
        setUrl(made.url);
        router.refresh();
        return made.sent ? t("people.actions.sent", { name: person.name }) : undefined;
      },
    },
  );
  const undo = useAction(changeUsersAction, { toast: true, done: () => t("people.selection.undone") });
  const disabled = person.state !== "deactivated";
  const access = useAction(() => changeUsersAction({ changes: [{ id: person.id, disabled }] }), {
    toast: true,
    done: (value) => ({
      text: t("people.selection.changed", { count: value.undo.length }),
      undo: () => undo.run({ changes: value.undo }),
    }),
  });
  return (
    <Section title={t("people.actions.title")} sub={t(`people.actions.about_${purpose}`)}>
      <FormError className="mb-3">{link.problem?.detail ?? null}</FormError>
      {url ? (
        <div className="mb-4 max-w-[680px]">
          <LinkToCopy url={url} onClose={() => setUrl(null)} />
        </div>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {person.state === "deactivated" || !person.email ? null : (
          <>
            {mail ? (
              <Button disabled={link.busy} onClick={() => link.run(true)}>
                {t(`people.actions.send_${purpose}`)}
              </Button>
            ) : null}
            <Button disabled={link.busy} onClick={() => link.run(false)}>
              {t(`people.actions.copy_${purpose}`)}
            </Button>
          </>
        )}
        <ConfirmButton
          button={{ children: t("people.account.sign_out_everywhere") }}
          title={t("people.account.sign_out_everywhere")}
          description={t("people.selection.sign_out_about")}
          confirm={t("people.account.sign_out_everywhere")}
          confirming={t("people.account.signing_out")}
          cancel={t("ui.cancel")}
          done={t("people.selection.signed_out", { count: 1 })}
          action={() => signOutUsersAction({ ids: [person.id] })}
        />
        <Button disabled={access.busy} onClick={() => access.run()}>
          {t(disabled ? "people.actions.deactivate" : "people.actions.reactivate")}
        </Button>
      </div>
    </Section>
  );
}
