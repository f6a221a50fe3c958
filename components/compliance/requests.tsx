"use client";

import { useRouter } from "next/navigation";
import { laws } from "@/lib/domain/compliance/due-dates";
import { type PrivacyRequest, requestKinds } from "@/lib/domain/compliance/schema";
import { dateFormat } from "@/lib/language/dates";
import { PersonLink } from "../learners/person-link";
import { SimpleTable } from "../tables/simple-table";
import { Button } from "../ui/button";
import { FormButton } from "../ui/dialog-button";
import { sendJson } from "../ui/send-json";
import { Tag } from "../ui/tag";
import { useAction } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";

/** A request with its days as texts, and how much of its time is used. */
export type ShownRequest = PrivacyRequest & {
  received: string;
  due: string;
  closed: string | null;
  /** Days since receipt, and days from receipt to the last one in time. */
  used: number;
  allowed: number;
};

/** Begins the clock of a request. */
export function RequestButton({ today }: { today: string }) {
  const { t, code } = useLanguage();
  return (
    <FormButton
      button={{ children: t("compliance.requests.new") }}
      title={t("compliance.requests.new")}
      start={{ kind: "access", law: "gdpr", received_on: today }}
      fields={[
        {
          name: "kind",
          label: t("compliance.requests.kind"),
          options: { of: requestKinds.map((one) => [one, t(`compliance.requests.kinds.${one}`)] as const) },
        },
        { name: "person", path: "user_id", label: t("compliance.requests.form.person"), maxLength: 200 },
        { name: "person_name", label: t("compliance.requests.form.person_name"), maxLength: 200 },
        [
          {
            name: "law",
            label: t("compliance.requests.form.law"),
            options: { of: laws.map((one) => [one, t(`compliance.laws.${one}`)] as const) },
          },
          {
            name: "received_on",
            label: t("compliance.requests.received"),
            type: "date",
            max: today,
            required: true,
          },
        ],
      ]}
      save={({ kind, person, person_name, law, received_on }) =>
        sendJson<PrivacyRequest>("POST", "/api/compliance/requests", {
          ...{ kind, law, received_on },
          ...(person ? { user_id: person } : {}),
          ...(person_name ? { person_name } : {}),
        })
      }
      kept={t("compliance.requests.form.kept")}
      submit={t("compliance.requests.form.save")}
      done={({ due_on }) => t("compliance.requests.form.saved", { due: dateFormat(code).longDay(due_on) })}
    />
  );
}

/** The time that is used, with a line at its end. */
function Clock({ used, allowed }: Pick<ShownRequest, "used" | "allowed">) {
  const whole = Math.max(used, allowed) * 1.1 || 1;
  const part = (days: number) => `${(100 * days) / whole}%`;
  return (
    <span aria-hidden="true" className="relative block h-3 min-w-24 bg-sunk">
      <i className="absolute inset-y-0 left-0 bg-seen-2" style={{ width: part(Math.min(used, allowed)) }} />
      {used > allowed ? (
        <i
          className="absolute inset-y-0 bg-bad"
          style={{ left: part(allowed), width: part(used - allowed) }}
        />
      ) : null}
      <i className="absolute -inset-y-0.5 w-0.5 bg-ink" style={{ left: part(allowed) }} />
    </span>
  );
}

function Close({ request }: { request: ShownRequest }) {
  const { t } = useLanguage();
  const what = {
    kind: t(`compliance.requests.kinds.${request.kind}`),
    person: request.person ?? t("compliance.requests.erased"),
  };
  const to = (state: PrivacyRequest["state"], act: "answer" | "refuse" | "reopen") => (
    <ChangeState id={request.id} state={state} label={t(`compliance.requests.${act}_of`, what)}>
      {t(`compliance.requests.${act}`)}
    </ChangeState>
  );
  if (request.state !== "open") return to("open", "reopen");
  return (
    <span className="inline-flex gap-2">
      {to("answered", "answer")}
      {to("refused", "refuse")}
    </span>
  );
}

type Change = Pick<PrivacyRequest, "id" | "state"> & { label: string; children: string };

function ChangeState({ id, state, label, children }: Change) {
  const router = useRouter();
  const change = useAction(() => sendJson("PATCH", `/api/compliance/requests/${id}`, { state }), {
    toast: true,
    done: () => router.refresh() as undefined,
  });
  return (
    <Button disabled={change.busy} onClick={() => change.run()} aria-label={label}>
      {children}
    </Button>
  );
}

/** The requests for personal data, each with its clock. */
export function Requests({ requests }: { requests: readonly ShownRequest[] }) {
  const { t } = useLanguage();
  const stateOf = ({ state, days_left, closed }: ShownRequest) => {
    if (state !== "open") return t(`compliance.requests.states.${state}`, { on: closed ?? "" });
    return days_left !== null && days_left < 0
      ? t("compliance.requests.states.overdue", { days: -days_left })
      : t("compliance.requests.states.open", { left: days_left ?? 0 });
  };
  return (
    <SimpleTable
      label={t("compliance.requests.name")}
      rows={requests}
      rowKey={({ id }) => id}
      height="double"
      wide
      columns={[
        {
          label: t("compliance.requests.kind"),
          cell: ({ kind, law }) => (
            <>
              <span className="font-medium">{t(`compliance.requests.kinds.${kind}`)}</span>{" "}
              <span className="text-ink-3">{t(`compliance.laws.${law}`)}</span>
            </>
          ),
        },
        {
          label: t("compliance.requests.person"),
          cell: ({ user_id, person }) => (
            <PersonLink userId={user_id}>{person ?? t("compliance.requests.erased")}</PersonLink>
          ),
        },
        { label: t("compliance.requests.received"), cell: ({ received }) => received },
        {
          label: t("compliance.requests.clock"),
          cell: (row) => (row.state === "open" ? <Clock {...row} /> : null),
        },
        { label: t("compliance.requests.due"), cell: ({ due }) => due },
        {
          label: t("compliance.requests.state"),
          cell: (row) => (
            <Tag pip={row.state !== "open" ? "rest" : (row.days_left ?? 0) < 0 ? "bad" : "none"}>
              {stateOf(row)}
            </Tag>
          ),
        },
        {
          label: t("compliance.requests.action"),
          align: "end",
          cell: (row) => <Close request={row} />,
        },
      ]}
    />
  );
}
