"use client";

import { useRouter } from "next/navigation";
import { lazy } from "react";
import useSWR from "swr";
import { dash, type Shown, time } from "@/components/tables/cells";
import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { DialogButton } from "@/components/ui/dialog-button";
import { Section } from "@/components/ui/section";
import { sendJson } from "@/components/ui/send-json";
import { Tag } from "@/components/ui/tag";
import { requestRoute, useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { DeliveryRow, WebhookRow } from "@/lib/domain/alerts/webhooks/schema";
import type { AlertKind } from "@/lib/platform/alert-kinds";

const WebhookDialog = lazy(() => import("./webhook-dialog"));

const path = "/api/alerts/webhooks";
/** How often the page looks whether a first attempt has ended. */
const everyMs = 1500;
const pips = { waiting: "live", delivered: "good", failed: "bad" } as const;

/** A delivery with its times as people read them. */
type ShownDelivery = DeliveryRow & { at: Shown; next: string | null };

/** The button that adds a webhook, with its dialog. */
export function AddWebhook({ kinds }: { kinds: readonly AlertKind[] }) {
  const { t } = useLanguage();
  return (
    <DialogButton button={{ look: "primary", children: t("alerts.webhooks.add") }}>
      {(place) => <WebhookDialog {...place} edited={null} kinds={kinds} />}
    </DialogButton>
  );
}

/** A webhook with what can be done with it, and what was posted to it. */
export function WebhookSection({
  webhook,
  kinds,
  gone,
  deliveries,
}: {
  webhook: WebhookRow;
  kinds: readonly AlertKind[];
  gone: string | null;
  deliveries: readonly ShownDelivery[];
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const { id, name, kind, address, is_on, with_names } = webhook;
  const isUnderway = deliveries.some(
    ({ state, status, failure }) => state === "waiting" && !status && !failure,
  );
  useSWR(
    isUnderway ? `${path}/${id}/deliveries` : null,
    (url: string) => requestRoute<{ items: DeliveryRow[] }>(url),
    {
      refreshInterval: everyMs,
      onSuccess: (answer) => {
        const items = answer.ok ? answer.value.items : [];
        if (deliveries.some((one) => items.find((row) => row.id === one.id)?.attempts !== one.attempts))
          router.refresh();
      },
    },
  );
  const test = useAction(() => sendJson("POST", `${path}/${id}/test`), {
    toast: true,
    done: () => {
      router.refresh();
      return t("alerts.webhooks.test_begun");
    },
  });
  const turn = useAction((on: boolean) => sendJson("PATCH", `${path}/${id}`, { is_on: on }), {
    toast: true,
    done: (_, on) => {
      router.refresh();
      return t(on ? "alerts.webhooks.turned_on" : "alerts.webhooks.turned_off", { name });
    },
  });
  return (
    <Section
      line
      id={`webhook-${id}`}
      title={name}
      sub={`${t(`alerts.webhooks.kinds.${kind}`)} · ${address}`}
      tools={
        // On a phone their words are in some languages wider than the window.
        <div className="flex max-w-[calc(100vw-2rem)] flex-wrap gap-0.5">
          <Button
            look="tool"
            aria-label={t("alerts.webhooks.test_of", { name })}
            disabled={test.busy || isUnderway}
            onClick={() => test.run()}
          >
            {t("alerts.webhooks.test")}
          </Button>
          <Button
            look="tool"
            aria-label={t(is_on ? "alerts.webhooks.turn_off_of" : "alerts.webhooks.turn_on_of", { name })}
            disabled={turn.busy}
            onClick={() => turn.run(!is_on)}
          >
            {t(is_on ? "alerts.webhooks.turn_off" : "alerts.webhooks.turn_on")}
          </Button>
          <DialogButton
            button={{
              look: "tool",
              children: t("ui.edit"),
              "aria-label": t("alerts.webhooks.edit_of", { name }),
            }}
          >
            {(place) => <WebhookDialog {...place} edited={webhook} kinds={kinds} />}
          </DialogButton>
          <ConfirmButton
            button={{
              look: "tool",
              children: t("alerts.webhooks.delete"),
              "aria-label": t("alerts.webhooks.delete_of", { name }),
            }}
            title={t("alerts.webhooks.delete_of", { name })}
            description={t("alerts.webhooks.delete_about")}
            confirm={t("alerts.webhooks.delete")}
            confirming={t("ui.deleting")}
            cancel={t("ui.cancel")}
            done={t("alerts.webhooks.deleted", { name })}
            action={() => sendJson("DELETE", `${path}/${id}`)}
          />
        </div>
      }
    >
      <div className="mb-4 grid gap-1">
        <Tag pip={is_on ? "good" : gone ? "bad" : "rest"}>
          {t(is_on ? "alerts.webhooks.on" : "alerts.webhooks.off")}
        </Tag>
        {gone ? <p className="text-bad">{t("alerts.webhooks.gone", { at: gone })}</p> : null}
        <p className="text-small text-ink-2">
          {webhook.alert_kinds.map((one) => t(`alerts.kinds.${one}.name`)).join(" · ")}
        </p>
        {with_names ? <p className="text-small text-ink-2">{t("alerts.webhooks.names_sent")}</p> : null}
      </div>
      <Deliveries name={name} rows={deliveries} />
    </Section>
  );
}

function Deliveries({ name, rows }: { name: string; rows: readonly ShownDelivery[] }) {
  const { t } = useLanguage();
  if (rows.length === 0) return <p className="text-ink-2">{t("alerts.webhooks.no_deliveries")}</p>;
  return (
    <SimpleTable
      label={t("alerts.webhooks.deliveries", { name })}
      rows={rows}
      rowKey={({ id }) => id}
      wide
      columns={[
        { label: t("ui.when"), cell: ({ at }) => time(at) },
        {
          label: t("alerts.webhooks.event"),
          cell: ({ event, alert_kind }) => (
            <>
              {t(`alerts.webhooks.events.${event}`)}
              {alert_kind ? (
                <span className="block text-small text-ink-2">{t(`alerts.kinds.${alert_kind}.name`)}</span>
              ) : null}
            </>
          ),
        },
        {
          label: t("ui.status"),
          cell: ({ state, next }) => (
            <Tag pip={pips[state]}>{t(`alerts.webhooks.states.${state}`, { next: next ?? "" })}</Tag>
          ),
        },
        {
          label: t("alerts.webhooks.answer"),
          className: "max-w-[320px]",
          cell: ({ status, answer, failure }) =>
            failure ? (
              t(`alerts.webhooks.failures.${failure}`)
            ) : status === null ? (
              dash
            ) : (
              <span className="break-words">
                {status} {answer}
              </span>
            ),
        },
        { label: t("alerts.webhooks.attempts"), align: "end", cell: ({ attempts }) => attempts },
      ]}
    />
  );
}
