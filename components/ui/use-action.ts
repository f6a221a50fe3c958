"use client";

import { useState, useTransition } from "react";
import type { ActionResult } from "@/lib/http/action";
import type { Problem } from "@/lib/platform/problem";
import { type Notice, notify } from "./toast";
import { useLanguage } from "./use-language";

/** Why an action failed: the server's answer, or that there was none. */
export type Failure = Pick<Problem, "detail"> & Partial<Pick<Problem, "errors" | "request_id" | "current">>;

type Options<Input extends unknown[], Value> = {
  /** Called once it is done; what it returns is shown at the bottom of the window: a sentence, or one with its undo. */
  done?: ((value: Value, ...input: Input) => string | Notice | undefined) | undefined;
  /** What is unchanged when the server cannot be reached: "Nothing was saved". */
  kept?: string | undefined;
  /** Shows a failure at the bottom of the window, if the page does not show it. */
  toast?: boolean;
};

/**
 * Runs a server action (or a request, see `requestRoute`), one at a time: `busy` while it runs, `problem` if it failed.
 */
export function useAction<Input extends unknown[], Value>(
  action: (...input: Input) => Promise<ActionResult<Value>>,
  { done, kept, toast = false }: Options<Input, Value>,
) {
  const { t } = useLanguage();
  const [problem, setProblem] = useState<Failure | null>(null);
  const [busy, start] = useTransition();
  const fail = (failure: Failure) => (toast ? notify(failure.detail, { tone: "bad" }) : setProblem(failure));

  const run = (...input: Input) =>
    start(async () => {
      setProblem(null);
      const result = await action(...input).catch(() => null);
      if (!result) return fail({ detail: t("ui.unreachable", { kept: kept ?? t("ui.not_changed") }) });
      if (!result.ok) return fail(result.problem);
      // With the page that `done` asks for: until that has come it is busy, so that who goes on at once goes on from what they see.
      start(() => {
        const notice = done?.(result.value, ...input);
        if (typeof notice === "string") notify(notice);
        else if (notice) notify(notice.text, notice);
      });
    });
  return { run, busy, problem };
}

/** Calls a route; a failure has the same form as an action's. */
export async function requestRoute<Value>(path: string, init?: RequestInit): Promise<ActionResult<Value>> {
  const response = await fetch(path, init);
  // No content is no JSON.
  const body = response.status === 204 ? null : await response.json();
  return response.ok ? { ok: true, value: body as Value } : { ok: false, problem: body as Problem };
}
