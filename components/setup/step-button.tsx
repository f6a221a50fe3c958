"use client";

import { useRouter } from "next/navigation";
import type { ChangeSetup, SetupAnswer } from "@/lib/domain/setup/schema";
import { Button } from "../ui/button";
import { requestRoute, useAction } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";

const send = (change: ChangeSetup) =>
  requestRoute<SetupAnswer>("/api/admin/setup", {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(change),
  });

/** Skips a step, takes it up again, or closes the page; closing can be undone. */
export function StepButton({ change, label }: { change: ChangeSetup; label: string }) {
  const { t } = useLanguage();
  const router = useRouter();
  const { run, busy } = useAction(send, {
    toast: true,
    done: (_, { closed }) => {
      if (closed) router.push("/");
      router.refresh();
      return closed ? { text: t("setup.steps.closed"), undo: () => run({ closed: false }) } : undefined;
    },
  });
  return (
    <Button look={change.closed ? "plain" : "quiet"} disabled={busy} onClick={() => run(change)}>
      {label}
    </Button>
  );
}
