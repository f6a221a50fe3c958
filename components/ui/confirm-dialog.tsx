"use client";

import { useRouter } from "next/navigation";
import type { ReactNode, RefObject } from "react";
import type { ActionResult } from "@/lib/http/action";
import { Button } from "./button";
import Dialog from "./dialog";
import { FormError } from "./form";
import { useAction } from "./use-action";

/**
 * Asks before an action that is hard to undo, and shows why it failed. It closes once the page shows what was done. Loaded by
 * `ConfirmButton`.
 */
export default function ConfirmDialog({
  title,
  description,
  confirm,
  confirming,
  cancel,
  done,
  kept,
  next,
  returnTo,
  action,
  onClose,
  children,
}: {
  title: string;
  description: string;
  /** The button that does it, and the same while it is being done. */
  confirm: string;
  confirming: string;
  cancel: string;
  /** The sentence shown once it is done, or what makes one of the action's result. */
  done: string | ((value: unknown) => string);
  /** What is unchanged when the server cannot be reached. */
  kept?: string;
  /** The page to go to once it is done, where this one is gone with what it showed. */
  next?: string;
  returnTo: RefObject<HTMLElement | null>;
  action: () => Promise<ActionResult<unknown>>;
  onClose: () => void;
  children?: ReactNode;
}) {
  const router = useRouter();
  const { run, busy, problem } = useAction(action, {
    kept,
    done: (value) => {
      onClose();
      if (next) router.push(next);
      else router.refresh();
      return typeof done === "string" ? done : done(value);
    },
  });
  return (
    <Dialog onClose={onClose} title={title} description={description} returnTo={returnTo}>
      <FormError className="mt-3">{problem?.detail ?? null}</FormError>
      {children}
      <div className="mt-5 flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {cancel}
        </Button>
        <Button look="primary" disabled={busy} onClick={() => run()}>
          {busy ? confirming : confirm}
        </Button>
      </div>
    </Dialog>
  );
}
