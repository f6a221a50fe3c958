"use client";

import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { FormButton } from "@/components/ui/dialog-button";
import { Empty } from "@/components/ui/empty";
import { sendJson, useSend } from "@/components/ui/send-json";
import { Tag } from "@/components/ui/tag";
import { notify } from "@/components/ui/toast";
import { useLanguage } from "@/components/ui/use-language";
import { propertyLines, readPropertyLines } from "@/lib/domain/learning/event-types/property-lines";
import type { EventTypeRow } from "@/lib/domain/learning/event-types/schema";

const path = "/api/analytics/events/types";

/** The types of learning events that a school has defined: added, edited, archived and restored here. */
export function EventTypes({ types }: { types: EventTypeRow[] }) {
  const { t } = useLanguage();
  const send = useSend();
  const archive = async ({ id, title }: EventTypeRow, archived: boolean) => {
    if (!(await send("PATCH", `${path}/${id}`, { archived }))) return;
    if (archived)
      notify(t("learning.types.archived", { title }), {
        undo: () => void archive({ id, title } as EventTypeRow, false),
      });
    else notify(t("learning.types.restored", { title }));
  };
  if (types.length === 0)
    return (
      <Empty place="page" title={t("learning.types.none")} actions={<EventTypeDialog edited={null} />}>
        {t("learning.types.none_about")}
      </Empty>
    );
  return (
    <div className="mt-6">
      <div className="mb-4">
        <EventTypeDialog edited={null} />
      </div>
      <SimpleTable
        label={t("learning.types.title")}
        rows={types}
        rowKey={({ id }) => id}
        height="double"
        wide
        columns={[
          {
            label: t("learning.types.type"),
            cell: ({ title, name }) => (
              <>
                <span className="block font-medium">{title}</span>
                <code className="font-mono text-small text-ink-2">{name}</code>
              </>
            ),
          },
          {
            label: t("learning.types.properties"),
            cell: ({ properties }) =>
              properties.length === 0
                ? t("learning.types.no_properties")
                : properties.map(({ name, type, required }) => (
                    <span key={name} className="mr-3 inline-block whitespace-nowrap">
                      <code className="font-mono">{name}</code>{" "}
                      <span className="text-ink-2">
                        {t(`learning.types.kinds.${type}`)}
                        {required ? `, ${t("learning.types.required")}` : ""}
                      </span>
                    </span>
                  )),
          },
          {
            label: t("learning.types.state"),
            cell: ({ archived_at }) => (
              <Tag pip={archived_at ? "rest" : "good"}>
                {t(archived_at ? "learning.types.is_archived" : "learning.types.is_active")}
              </Tag>
            ),
          },
          {
            label: t("ui.action"),
            align: "end",
            className: "print:hidden",
            cell: (type) => (
              <span className="-mr-2 inline-flex">
                <EventTypeDialog edited={type} />
                <Button
                  look="tool"
                  aria-label={t(
                    type.archived_at ? "learning.types.restore_of" : "learning.types.archive_of",
                    {
                      title: type.title,
                    },
                  )}
                  onClick={() => void archive(type, !type.archived_at)}
                >
                  {t(type.archived_at ? "learning.types.restore" : "learning.types.archive")}
                </Button>
              </span>
            ),
          },
        ]}
      />
    </div>
  );
}

function EventTypeDialog({ edited }: { edited: EventTypeRow | null }) {
  const { t } = useLanguage();
  return (
    <FormButton
      button={{
        look: edited ? "tool" : "primary",
        "aria-label": edited ? t("learning.types.edit_of", { title: edited.title }) : undefined,
        children: t(edited ? "ui.edit" : "learning.types.add"),
      }}
      title={t(edited ? "learning.types.edit" : "learning.types.add")}
      start={{ ...edited }}
      fields={[
        { name: "title", label: t("ui.name"), maxLength: 100, autoFocus: true },
        ...(edited
          ? []
          : [
              {
                name: "name",
                label: t("learning.types.name"),
                hint: t("learning.types.name_hint"),
                maxLength: 53,
                autoCapitalize: "none",
                spellCheck: false,
              },
            ]),
        {
          name: "properties",
          label: t("learning.types.properties"),
          hint: t("learning.types.properties_hint"),
          lines: 5,
          spellCheck: false,
          textOf: (value) => propertyLines(value as EventTypeRow["properties"]),
        },
      ]}
      save={async ({ properties = "", ...texts }, revision) => {
        const read = readPropertyLines(properties);
        if ("wrong_line" in read) {
          const detail = t("learning.types.wrong_line", { line: read.wrong_line });
          const problem = { type: "about:blank#invalid", title: detail, status: 400, detail, request_id: "" };
          return { ok: false, problem: { ...problem, errors: [{ path: "properties", message: detail }] } };
        }
        return edited
          ? sendJson<unknown>("PATCH", `${path}/${edited.id}`, { ...texts, ...read, revision })
          : sendJson<unknown>("POST", path, { ...texts, ...read });
      }}
      kept={t("learning.types.nothing_saved")}
      done={() => t("learning.types.saved")}
    />
  );
}
