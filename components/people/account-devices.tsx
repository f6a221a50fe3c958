"use client";

import { forgetDeviceAction, signOutEverywhereAction } from "@/lib/domain/people/actions";
import type { AccountAnswer } from "@/lib/domain/people/schema";
import { type Shown, time } from "../tables/cells";
import { SimpleTable } from "../tables/simple-table";
import { ConfirmButton } from "../ui/confirm-button";
import { Tag } from "../ui/tag";
import { useLanguage } from "../ui/use-language";

type Device = AccountAnswer["devices"][number] & { signed_in: Shown };

/** Ends everything, this session too. */
async function leaveEverywhere() {
  const result = await signOutEverywhereAction();
  // A full page load: nothing of the account stays in the browser's memory.
  if (result.ok) window.location.assign("/sign-in");
  return result;
}

export function SignOutEverywhere() {
  const { t } = useLanguage();
  return (
    <ConfirmButton
      button={{ children: t("people.account.sign_out_everywhere") }}
      title={t("people.account.sign_out_everywhere")}
      description={t("people.account.sign_out_everywhere_about")}
      confirm={t("people.account.sign_out_everywhere")}
      confirming={t("people.account.signing_out")}
      cancel={t("people.account.stay_signed_in")}
      done={t("people.account.signed_out_everywhere")}
      kept={t("people.account.still_signed_in")}
      action={leaveEverywhere}
    />
  );
}

/** The browsers in which the reader has signed in, with a button to sign each out and forget it. */
export function AccountDevices({ devices }: { devices: readonly Device[] }) {
  const { t } = useLanguage();
  return (
    <SimpleTable
      label={t("people.account.your_browsers")}
      rows={devices}
      rowKey={(device) => device.id}
      height="tall"
      wide
      columns={[
        {
          label: t("people.account.browser"),
          cell: (device) => <span className="font-medium">{device.name}</span>,
        },
        { label: t("people.account.address"), cell: (device) => device.address },
        { label: t("people.account.last_sign_in"), cell: (device) => time(device.signed_in) },
        {
          label: t("people.account.state"),
          cell: (device) => (
            <Tag pip={device.active ? "good" : "rest"}>
              {t(
                device.current
                  ? "people.account.this_browser"
                  : device.active
                    ? "people.account.signed_in"
                    : "people.account.signed_out",
              )}
            </Tag>
          ),
        },
        {
          label: t("ui.action"),
          align: "end",
          cell: (device) =>
            device.current ? null : (
              <ConfirmButton
                button={{
                  look: "quiet",
                  className: "-mr-3",
                  "aria-label": t("people.account.forget_label", {
                    name: device.name,
                    when: device.signed_in.text,
                  }),
                  children: t("people.account.forget"),
                }}
                title={t("people.account.forget_title", { name: device.name })}
                description={t("people.account.forget_about")}
                confirm={t("people.account.forget")}
                confirming={t("people.account.forgetting")}
                cancel={t("people.account.keep")}
                done={t("people.account.forgotten", { name: device.name })}
                kept={t("people.account.still_signed_in_there")}
                action={() => forgetDeviceAction({ deviceId: device.id })}
              />
            ),
        },
      ]}
    />
  );
}
