"use client";

import { Button } from "@/components/ui/button";
import { DropZone } from "@/components/ui/drop-zone";

/** Takes one file, dropped or chosen. */
export function ImportDrop({
  file,
  platforms,
  disabled,
  onFile,
}: {
  file: File | null;
  /** "BigBlueButton, Google Meet, Microsoft Teams or Zoom". */
  platforms: string;
  disabled: boolean;
  onFile: (file: File) => void;
}) {
  return (
    <DropZone
      label="Attendance report"
      accept=".csv,.tsv,.txt,.json,text/csv,application/json"
      disabled={disabled}
      onFile={onFile}
      className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border border-dashed border-line-input px-5 py-6 print:hidden"
    >
      {(choose) => (
        <>
          <div className="min-w-0 flex-1 basis-60">
            <p className="truncate text-lead font-semibold">{file ? file.name : "Drop a report here"}</p>
            <p className="text-small text-ink-2">
              {file
                ? `${kilobytes(file.size)}. Nothing is saved until you import it.`
                : `The attendance file from ${platforms}, at most 5 MB`}
            </p>
          </div>
          <Button look={file ? "plain" : "primary"} disabled={disabled} onClick={choose}>
            {file ? "Choose another" : "Choose a file"}
          </Button>
        </>
      )}
    </DropZone>
  );
}

const kilobytes = (bytes: number) =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
