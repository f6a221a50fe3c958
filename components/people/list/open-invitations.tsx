"use client";

import type { OpenInvitation } from "@/lib/domain/people/links/schema";
import { SimpleTable } from "../../tables/simple-table";
import { ConfirmButton } from "../../ui/confirm-button";
import { sendJson } from "../../ui/send-json";
import { useLanguage } from "../../ui/use-language";

/** The links by which students of a mail domain join, while they work; each can be withdrawn. */
export function OpenInvitations({ rows }: { rows: (OpenInvitation & { until: string })[] }) {
  const { t } = useLanguage();
  return (
    <SimpleTable
      label={t("people.open_links.title")}
      wide
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { label: t("people.invite.domain"), cell: ({ domain }) => domain },
        { label: t("ui.course"), cell: ({ course_title }) => course_title ?? t("people.invite.no_course") },
        {
          label: t("people.open_links.used"),
          align: "end",
          cell: ({ uses, uses_max }) => t("people.open_links.of", { uses, most: uses_max }),
        },
        { label: t("people.open_links.expires"), cell: ({ until }) => until },
        {
          label: <span className="sr-only">{t("people.open_links.withdraw")}</span>,
          align: "end",
          cell: ({ id, domain }) => (
            <ConfirmButton
              button={{
                look: "quiet",
                children: t("people.open_links.withdraw"),
                "aria-label": t("people.open_links.withdraw_of", { domain }),
              }}
              title={t("people.open_links.withdraw_of", { domain })}
              description={t("people.open_links.withdraw_about")}
              confirm={t("people.open_links.withdraw")}
              confirming={t("people.open_links.withdrawing")}
              cancel={t("ui.cancel")}
              done={t("people.open_links.withdrawn", { domain })}
              action={() => sendJson("DELETE", `/api/users/open-invitations/${id}`)}
            />
          ),
        },
      ]}
    />
  );
}
