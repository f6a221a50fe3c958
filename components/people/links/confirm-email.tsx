"use client";

import { useState } from "react";
import { confirmEmailAction } from "@/lib/domain/people/links/actions";
import { Button } from "../../ui/button";
import { FormError } from "../../ui/form";
import { LinkButton } from "../../ui/link-button";
import { useAction } from "../../ui/use-action";
import { useLanguage } from "../../ui/use-language";

/** A click confirms the address: programs that look at links in mails must not. */
export function ConfirmEmail({ secret }: { secret: string }) {
  const { t } = useLanguage();
  const [confirmed, setConfirmed] = useState(false);
  const { run, busy, problem } = useAction(confirmEmailAction, {
    kept: t("people.link.kept"),
    done: () => {
      setConfirmed(true);
      return undefined;
    },
  });
  if (confirmed)
    return (
      <div role="status" className="mt-6 grid gap-4">
        <p>{t("people.link.email_confirmed")}</p>
        <LinkButton look="primary" href="/sign-in">
          {t("people.link.to_sign_in")}
        </LinkButton>
      </div>
    );
  return (
    <div className="mt-6 grid gap-4">
      <FormError>{problem?.detail ?? null}</FormError>
      <Button look="primary" disabled={busy} onClick={() => run({ secret })} className="w-full">
        {t("people.link.email_button")}
      </Button>
    </div>
  );
}
