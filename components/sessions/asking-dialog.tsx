"use client";

import { type ReactNode, type RefObject, useState, useTransition } from "react";
import type { ActionResult } from "@/lib/http/action";
import { Button } from "../ui/button";
import Dialog from "../ui/dialog";
import { notify } from "../ui/toast";

/** Asks once more before something is done; says what went wrong where it was asked. */
export default function AskingDialog({
  title,
  description,
  yes,
  busyWords,
  no,
  done,
  returnTo,
  work,
  onClose,
  children,
}: {
  title: string;
  description: string;
  yes: string;
  busyWords: string;
  no: string;
  /** What is said once it is done. */
  done: string;
  returnTo?: RefObject<HTMLElement | null>;
  work: () => Promise<ActionResult<unknown>>;
  onClose: () => void;
  children?: ReactNode;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, send] = useTransition();
  const agree = () =>
    send(async () => {
      setProblem(null);
      try {
        const result = await work();
        if (!result.ok) return setProblem(result.problem.detail);
        notify(done);
        onClose();
      } catch {
        setProblem("The server could not be reached. Nothing has changed: try again.");
      }
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={title}
      description={description}
      {...(returnTo ? { returnTo } : {})}
    >
      {problem ? (
        <p role="alert" className="mt-3 text-bad">
          {problem}
        </p>
      ) : null}
      {children}
      <div className="mt-5 flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {no}
        </Button>
        <Button look="primary" disabled={busy} onClick={agree}>
          {busy ? busyWords : yes}
        </Button>
      </div>
    </Dialog>
  );
}
