"use client";

import type { ComplianceItem } from "@/lib/domain/compliance/schema";
import { type Confirmable, isConfirmable, type statuses } from "@/lib/domain/compliance/schema";
import { SimpleTable } from "../tables/simple-table";
import { ConfirmButton } from "../ui/confirm-button";
import { FormButton } from "../ui/dialog-button";
import { sendJson } from "../ui/send-json";
import { Tag } from "../ui/tag";
import { useLanguage } from "../ui/use-language";

type Status = (typeof statuses)[number];

/** A check with its evidence as a sentence. */
export type ShownCheck = { item: ComplianceItem["item"]; status: Status; evidence: string };

export const statusPips = { ok: "good", attention: "planned", failing: "bad" } as const;

/** Records that a person confirms what Lectern cannot know. */
function Confirm({ item, today }: { item: Confirmable; today: string }) {
  const { t } = useLanguage();
  const name = t(`compliance.items.${item}`);
  return (
    <FormButton
      button={{
        children: t("compliance.confirm.button"),
        "aria-label": t("compliance.confirm.named", { item: name }),
      }}
      title={t("compliance.confirm.named", { item: name })}
      description={t("compliance.confirm.about")}
      start={{ confirmed_on: today }}
      fields={[
        {
          name: "confirmed_on",
          label: t("compliance.confirm.on"),
          type: "date",
          max: today,
          required: true,
        },
      ]}
      save={({ confirmed_on }) =>
        sendJson<unknown>("PUT", `/api/compliance/confirmations/${item}`, { confirmed_on })
      }
      kept={t("compliance.confirm.kept")}
      submit={t("compliance.confirm.button")}
      done={() => t("compliance.confirm.done", { item: name })}
    />
  );
}

/** The checks of one regulation, failing first. */
export function Checks({
  law,
  checks,
  today,
}: {
  /** The regulation's name. */
  law: string;
  checks: readonly ShownCheck[];
  today: string;
}) {
  const { t } = useLanguage();
  return (
    <SimpleTable
      label={t("compliance.checks.of", { law })}
      rows={checks}
      rowKey={({ item }) => item}
      wide
      columns={[
        {
          label: t("compliance.checks.item"),
          cell: ({ item }) => <span className="font-medium">{t(`compliance.items.${item}`)}</span>,
        },
        {
          label: t("compliance.checks.status"),
          cell: ({ status }) => <Tag pip={statusPips[status]}>{t(`compliance.status.${status}`)}</Tag>,
        },
        {
          label: t("compliance.checks.evidence"),
          cell: ({ evidence }) => <span className="text-ink-2">{evidence}</span>,
        },
        {
          label: t("compliance.checks.action"),
          align: "end",
          cell: ({ item, status }) =>
            isConfirmable(item) && status !== "ok" ? <Confirm item={item} today={today} /> : null,
        },
      ]}
    />
  );
}

/** Replaces the key of the school's pseudonyms, or goes on where that has stopped. */
export function RotateKey({ stopped }: { stopped: boolean }) {
  const { t } = useLanguage();
  const button = t(stopped ? "compliance.key.continue" : "compliance.key.rotate");
  return (
    <ConfirmButton
      button={{ children: button }}
      title={t("compliance.key.confirm")}
      description={t("compliance.key.what")}
      confirm={button}
      confirming={t("compliance.key.beginning")}
      cancel={t("ui.cancel")}
      done={t("compliance.key.begun")}
      kept={t("compliance.key.kept")}
      action={() => sendJson<unknown>("POST", "/api/compliance/key-rotation", {})}
    />
  );
}
