"use client";

import type { Language } from "@/lib/language/language";
import { Button } from "./button";
import { DropZone } from "./drop-zone";
import { useLanguage } from "./use-language";

export const sizeText = (bytes: number, { t, decimal }: Language) =>
  bytes < 1024 * 1024
    ? t("ui.file.kilobytes", { size: Math.max(1, Math.round(bytes / 1024)) })
    : t("ui.file.megabytes", { size: decimal(bytes / 1024 / 1024) });

/** The file that is imported: dropped or chosen, and shown with its size. */
export function FileChoice({
  file,
  label,
  title,
  about,
  ...zone
}: {
  file: File | null;
  /** Names the area to a screen reader. */
  label: string;
  /** What is shown before there is a file. */
  title: string;
  about: string;
  accept: string;
  disabled: boolean;
  onFile: (file: File) => void;
}) {
  const language = useLanguage();
  const { t } = language;
  return (
    <DropZone
      {...zone}
      label={label}
      className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border border-dashed border-line-input px-5 py-6 print:hidden"
    >
      {(choose) => (
        <>
          <div className="min-w-0 flex-1 basis-60">
            <p className="truncate text-lead font-semibold">{file ? file.name : title}</p>
            <p className="text-small text-ink-2">
              {file ? t("ui.file.chosen", { size: sizeText(file.size, language) }) : about}
            </p>
          </div>
          <Button look={file ? "plain" : "primary"} disabled={zone.disabled} onClick={choose}>
            {t(file ? "ui.file.choose_another" : "ui.file.choose")}
          </Button>
        </>
      )}
    </DropZone>
  );
}
