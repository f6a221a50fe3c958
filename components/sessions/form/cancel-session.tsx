"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { useLanguage } from "@/components/ui/use-language";
import { cancelSessionAction } from "@/lib/domain/sessions/actions";

/** Cancels a session that has not started and, if the reader says so, the later ones of its series. */
export function CancelSession({
  sessionId,
  title,
  series,
}: {
  sessionId: string;
  title: string;
  /** Whether later sessions of its series may exist. */
  series: boolean;
}) {
  const { t } = useLanguage();
  const [following, setFollowing] = useState(false);
  return (
    <ConfirmButton
      button={{ children: t("sessions.cancel.cancel_session") }}
      title={t("sessions.cancel.title", { title })}
      description={t("sessions.cancel.about")}
      confirm={t("sessions.cancel.cancel_session")}
      confirming={t("sessions.cancel.cancelling")}
      cancel={t("sessions.cancel.keep")}
      done={t("sessions.cancel.done", { which: following ? "following" : "this" })}
      action={() => cancelSessionAction({ session_id: sessionId, scope: following ? "following" : "this" })}
    >
      {series ? (
        <Checkbox
          className="mt-3"
          checked={following}
          onChange={(event) => setFollowing(event.target.checked)}
        >
          <span className="text-ink">{t("sessions.cancel.also_later")}</span>
        </Checkbox>
      ) : null}
    </ConfirmButton>
  );
}
