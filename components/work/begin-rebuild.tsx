"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { beginWorkAction } from "@/lib/domain/work/actions";

/** Counts all numbers again, now or at night; only an admin has it. */
export function BeginRebuild({ atNight = false }: { atNight?: boolean }) {
  const { t } = useLanguage();
  const router = useRouter();
  const { run, busy } = useAction(beginWorkAction, {
    done: () => {
      router.refresh();
      return t(atNight ? "work.table.rebuild_planned" : "work.table.rebuild_begun");
    },
    toast: true,
  });
  return (
    <Button disabled={busy} onClick={() => run({ kind: "rebuild_rollups", at_night: atNight })}>
      {t(atNight ? "work.table.rebuild_at_night" : "work.table.rebuild")}
    </Button>
  );
}
