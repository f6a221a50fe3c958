"use client";

import { useEffect, useState } from "react";
import { notify } from "../ui/toast";
import { useLanguage } from "../ui/use-language";

/** How often it is asked whether work has ended, in milliseconds. */
const everyMs = 3_000;

type Ended = { id: string; title: string; state: string; error: string | null };

/** Says at the bottom of the window when work in the background has ended that the reader began. `open`: the ids of what runs or waits. */
export function WorkNotices({ open }: { open: string[] }) {
  const { t } = useLanguage();
  const [told] = useState(() => new Set<string>());
  const ids = open.join();
  useEffect(() => {
    const left = new Set(ids.split(",").filter((id) => id && !told.has(id)));
    const look = async () => {
      for (const id of left) {
        const response = await fetch(`/api/admin/work/${id}`).catch(() => null);
        // Signed out, or deleted: nothing more is to be told.
        if (response && !response.ok && response.status < 500) left.delete(id);
        if (!response?.ok) continue;
        const { title, state, error } = (await response.json()) as Ended;
        if (state !== "done" && state !== "failed" && state !== "cancelled") continue;
        left.delete(id);
        told.add(id);
        notify(t(`shell.work.${state}`, { title, reason: error ?? "" }), {
          tone: state === "failed" ? "bad" : "plain",
        });
      }
      if (left.size === 0) clearInterval(timer);
    };
    const timer = setInterval(look, left.size ? everyMs : 2 ** 30);
    return () => clearInterval(timer);
  }, [ids, told, t]);
  return null;
}
