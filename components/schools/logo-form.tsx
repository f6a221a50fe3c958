"use client";

import { useRouter } from "next/navigation";
import { removeLogoAction } from "@/lib/domain/schools/actions";
import { logoBytesMax } from "@/lib/domain/schools/logo";
import type { School } from "@/lib/domain/schools/schema";
import { Button } from "../ui/button";
import { DropZone } from "../ui/drop-zone";
import { FormError } from "../ui/form";
import { requestRoute, useAction } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";

/** Sets a school's logo, or removes it with an undo. */
export function LogoForm({ school }: { school: Pick<School, "id" | "name" | "logo_url"> }) {
  const { t } = useLanguage();
  const router = useRouter();
  const path = `/api/schools/${school.id}/logo`;
  const kept = t("school.form.nothing_saved");
  const set = useAction((body: Blob) => requestRoute<School>(path, { method: "PUT", body }), {
    kept,
    done: () => {
      // On every page, and the route's answer says nothing to the router.
      router.refresh();
      return t("school.form.logo_saved");
    },
  });
  const remove = useAction(
    async () => {
      const before = await (await fetch(school.logo_url ?? path)).blob();
      const removed = await removeLogoAction({ school_id: school.id });
      return removed.ok ? { ...removed, value: before } : removed;
    },
    {
      kept,
      toast: true,
      done: (before) => ({ text: t("school.form.logo_removed"), undo: () => set.run(before) }),
    },
  );
  const busy = set.busy || remove.busy;
  return (
    <div className="grid max-w-[640px] gap-3">
      <FormError>{set.problem?.errors?.[0]?.message ?? set.problem?.detail ?? null}</FormError>
      <DropZone
        label={t("school.form.logo")}
        accept="image/png,image/jpeg,image/webp"
        disabled={busy}
        onFile={(file) => set.run(file)}
        className="flex flex-wrap items-center gap-4 rounded-md border border-dashed border-line-strong p-4"
      >
        {(choose) => (
          <>
            {school.logo_url ? (
              // biome-ignore lint/performance/noImgElement: it is small, and comes from our own route
              <img src={school.logo_url} alt={school.name} className="h-12 max-w-[160px] object-contain" />
            ) : null}
            <p className="min-w-0 flex-1 text-small text-ink-2">
              {t("school.form.logo_about", { kib: logoBytesMax / 1024 })}
            </p>
            <Button onClick={choose} disabled={busy}>
              {t(school.logo_url ? "school.form.replace_logo" : "school.form.choose_logo")}
            </Button>
            {school.logo_url ? (
              <Button look="quiet" onClick={() => remove.run()} disabled={busy}>
                {t("school.form.remove_logo")}
              </Button>
            ) : null}
          </>
        )}
      </DropZone>
    </div>
  );
}
