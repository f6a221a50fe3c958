"use client";

import { useState, useTransition } from "react";
import { revokeApiTokenAction } from "@/lib/domain/people/actions";
import type { ApiTokenRow } from "@/lib/domain/people/schema";
import { Button } from "../ui/button";
import Dialog from "../ui/dialog";
import { notify } from "../ui/toast";

/** Asks once more, because it cannot be taken back. */
export default function RevokeDialog({ token, onClose }: { token: ApiTokenRow; onClose: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, start] = useTransition();

  const revoke = () =>
    start(async () => {
      try {
        const result = await revokeApiTokenAction({ tokenId: token.id });
        if (!result.ok) return setProblem(result.problem.detail);
        notify(`${token.name} is revoked.`);
        onClose();
      } catch {
        setProblem("The server could not be reached: the token still works. Try again.");
      }
    });

  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Revoke ${token.name}`}
      description="Whatever uses it is refused from this moment. This cannot be undone."
    >
      {problem ? (
        <p role="alert" className="mt-3 text-bad">
          {problem}
        </p>
      ) : null}
      <div className="mt-5 flex justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          Keep it
        </Button>
        <Button look="primary" disabled={busy} onClick={revoke}>
          {busy ? "Revoking" : "Revoke"}
        </Button>
      </div>
    </Dialog>
  );
}
