"use client";

import { useState, useTransition } from "react";
import type { ActionResult } from "@/lib/http/action";
import type { Problem } from "@/lib/platform/problem";
import { notify } from "./toast";

/** Why something was not done: the server's answer, or that there was none. */
export type Failure = Pick<Problem, "detail"> & Partial<Pick<Problem, "errors" | "request_id">>;

type Options<Input extends unknown[], Value> = {
  /** Called once it is done; the sentence it returns is shown at the foot of the window. */
  done?: ((value: Value, ...input: Input) => string | undefined) | undefined;
  /** What holds when the server cannot be reached: "Nothing was saved". */
  kept?: string | undefined;
  /** Shows a failure at the foot of the window, where the page has no place for it. */
  toast?: boolean;
};

/**
 * Runs a server action (or a request, see `requestRoute`), one at a time: `busy` while it runs, `problem` where it failed.
 */
export function useAction<Input extends unknown[], Value>(
  action: (...input: Input) => Promise<ActionResult<Value>>,
  { done, kept = "Nothing has changed", toast = false }: Options<Input, Value>,
) {
  const [problem, setProblem] = useState<Failure | null>(null);
  const [busy, start] = useTransition();
  const fail = (failure: Failure) => (toast ? notify(failure.detail, { tone: "bad" }) : setProblem(failure));

  const run = (...input: Input) =>
    start(async () => {
      setProblem(null);
      const result = await action(...input).catch(() => null);
      if (!result) return fail({ detail: `The server could not be reached. ${kept}. Try again.` });
      if (!result.ok) return fail(result.problem);
      const words = done?.(result.value, ...input);
      if (words) notify(words);
    });
  return { run, busy, problem };
}

/** Asks a route of ours; a refusal is the problem that an action would return. */
export async function requestRoute<Value>(path: string, init?: RequestInit): Promise<ActionResult<Value>> {
  const response = await fetch(path, init);
  const body = await response.json();
  return response.ok ? { ok: true, value: body as Value } : { ok: false, problem: body as Problem };
}
