import { useRouter } from "next/navigation";
import type { ActionResult } from "@/lib/http/action";
import { notify } from "./toast";
import { requestRoute } from "./use-action";
import { useLanguage } from "./use-language";

/* What pages send to routes. */

export const sendJson = <Value>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown) =>
  requestRoute<Value>(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });

/** Runs a change, after which the page is loaded again; a failure is shown at the bottom of the window. Returns whether it is saved. */
export function useSaving() {
  const { t } = useLanguage();
  const router = useRouter();
  return async (change: () => Promise<ActionResult<unknown>>): Promise<boolean> => {
    const answer = await change().catch(() => null);
    if (!answer) notify(t("ui.unreachable", { kept: t("ui.not_changed") }), { tone: "bad" });
    else if (!answer.ok) notify(answer.problem.detail, { tone: "bad" });
    router.refresh();
    return answer?.ok === true;
  };
}

/** The same for a change that a route makes. */
export function useSend() {
  const save = useSaving();
  return (...request: Parameters<typeof sendJson>): Promise<boolean> => save(() => sendJson(...request));
}

type Result =
  | { index: number; status: 200 | 201; id: string }
  | { index: number; status: number; message: string; errors?: { path: string; message: string }[] };

/** Saves one thing by a route that takes many: its own failure is that of the request. */
export async function saveOne(path: string, item: unknown): Promise<ActionResult<{ id: string }>> {
  const answer = await sendJson<{ results: Result[] }>("POST", path, { items: [item] });
  if (!answer.ok) return answer;
  const [result] = answer.value.results;
  if (result && "id" in result) return { ok: true, value: { id: result.id } };
  const { status = 500, message: detail = "", errors = [] } = result ?? {};
  return {
    ok: false,
    problem: {
      type: "about:blank",
      title: detail,
      status,
      detail,
      request_id: "",
      errors: errors.map((one) => ({ ...one, path: one.path.replace(/^items\[0\]\.?/, "") })),
    },
  };
}

/** Saves an edit by the thing's own route, or a new one by the route of all. */
export const saveAt =
  (path: string, edited: { id: string } | null) =>
  (item: Record<string, unknown>, revision: number | undefined): Promise<ActionResult<unknown>> =>
    edited ? sendJson("PATCH", `${path}/${edited.id}`, { ...item, revision }) : saveOne(path, item);
