"use client";

import { forgetDeviceAction, signOutEverywhereAction } from "@/lib/domain/people/actions";
import type { AccountAnswer } from "@/lib/domain/people/schema";
import { type Shown, time } from "../tables/cells";
import { SimpleTable } from "../tables/simple-table";
import { ConfirmButton } from "../ui/confirm-button";
import { Tag } from "../ui/tag";

type Device = AccountAnswer["devices"][number] & { signed_in: Shown };

/** Ends everything, this session too. */
async function leaveEverywhere() {
  const result = await signOutEverywhereAction();
  // A full page load: nothing of the account stays in the browser's memory.
  if (result.ok) window.location.assign("/sign-in");
  return result;
}

export function SignOutEverywhere() {
  return (
    <ConfirmButton
      button={{ children: "Sign out everywhere" }}
      title="Sign out everywhere"
      description="All your sessions, API tokens and open live pages end at once, here too. You cannot undo this."
      confirm="Sign out everywhere"
      confirming="Signing out"
      cancel="Stay signed in"
      done="You are signed out everywhere."
      kept="You are still signed in"
      action={leaveEverywhere}
    />
  );
}

/** The browsers in which the reader has signed in, with a button to sign each out and forget it. */
export function AccountDevices({ devices }: { devices: readonly Device[] }) {
  return (
    <SimpleTable
      label="Your browsers"
      rows={devices}
      rowKey={(device) => device.id}
      height="tall"
      wide
      columns={[
        { label: "Browser", cell: (device) => <span className="font-medium">{device.name}</span> },
        { label: "Address", cell: (device) => device.address },
        { label: "Last sign-in", cell: (device) => time(device.signed_in) },
        {
          label: "State",
          cell: (device) => (
            <Tag pip={device.active ? "good" : "rest"}>
              {device.current ? "This browser" : device.active ? "Signed in" : "Signed out"}
            </Tag>
          ),
        },
        {
          label: "Action",
          align: "end",
          cell: (device) =>
            device.current ? null : (
              <ConfirmButton
                button={{
                  look: "quiet",
                  className: "-mr-3",
                  "aria-label": `Forget ${device.name}, ${device.signed_in.text}`,
                  children: "Forget",
                }}
                title={`Forget ${device.name}`}
                description="You are signed out there, and the browser no longer counts as yours."
                confirm="Forget"
                confirming="Forgetting"
                cancel="Keep it"
                done={`${device.name} is forgotten.`}
                kept="You are still signed in there"
                action={() => forgetDeviceAction({ deviceId: device.id })}
              />
            ),
        },
      ]}
    />
  );
}
