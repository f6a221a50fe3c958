import type { deletionsOf } from "@/lib/domain/sessions/queries/session";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";

/** What was deleted by its age: the page has its counts, and not what it shows of each moment. */
export function Deleted({
  deletions: { chat_deleted_at, feedback_deleted_at },
  timeZone,
  language: { code, t },
}: {
  deletions: Awaited<ReturnType<typeof deletionsOf>>;
  timeZone: string;
  language: Language;
}) {
  const { longDate } = dateFormat(code);
  return (
    <>
      {chat_deleted_at ? (
        <p className="mt-4 max-w-(--plot) text-small text-ink-2">
          {t("session.deleted.chat", { day: longDate(chat_deleted_at, timeZone) })}
        </p>
      ) : null}
      {feedback_deleted_at ? (
        <p className="mt-4 max-w-(--plot) text-small text-ink-2">
          {t("session.deleted.feedback", { day: longDate(feedback_deleted_at, timeZone) })}
        </p>
      ) : null}
    </>
  );
}
