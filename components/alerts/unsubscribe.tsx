"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form";
import { requestRoute, useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";

/** Ends alerts or digests by mail. Only the button does: programs that check mails open their links. */
export function Unsubscribe({ token, mail }: { token: string; mail: "alerts" | "digest" }) {
  const { t } = useLanguage();
  const [isStopped, setStopped] = useState(false);
  const { run, busy, problem } = useAction(
    () => requestRoute<null>(`/api/alerts/unsubscribe/${token}`, { method: "POST" }),
    {
      kept: t("alerts.account.kept"),
      done: () => {
        setStopped(true);
        return undefined;
      },
    },
  );
  if (isStopped)
    return (
      <p role="status" className="mt-6">
        {t("alerts.unsubscribe.stopped", { mail })}
      </p>
    );
  return (
    <div className="mt-6 grid gap-4">
      <FormError>{problem?.detail ?? null}</FormError>
      <Button look="primary" disabled={busy} onClick={() => run()}>
        {t("alerts.unsubscribe.stop")}
      </Button>
    </div>
  );
}
