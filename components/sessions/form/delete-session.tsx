"use client";

import { ConfirmButton } from "@/components/ui/confirm-button";
import { useLanguage } from "@/components/ui/use-language";
import { deleteSessionAction } from "@/lib/domain/sessions/actions";
import type { SessionStatus } from "@/lib/domain/sessions/session";

/** Deletes a session and all that was recorded in it, after a confirmation; then opens the list. */
export function DeleteSession({
  sessionId,
  title,
  status,
}: {
  sessionId: string;
  title: string;
  status: Exclude<SessionStatus, "live">;
}) {
  const { t } = useLanguage();
  return (
    <ConfirmButton
      button={{ children: t("sessions.delete.delete_session"), look: "quiet" }}
      title={t("sessions.delete.title", { title })}
      description={t(`sessions.delete.about_${status}`)}
      confirm={t("sessions.delete.delete_session")}
      confirming={t("ui.deleting")}
      cancel={t("sessions.delete.keep")}
      done={t("sessions.delete.done")}
      kept={t("sessions.delete.kept")}
      next="/sessions"
      action={() => deleteSessionAction({ session_id: sessionId })}
    />
  );
}
