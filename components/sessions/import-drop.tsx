"use client";

import { type DragEvent, useState } from "react";
import { buttonClass } from "../ui/button";
import { classNames } from "../ui/class-names";

/** Takes one file: dropped, or chosen. What it is, and whether it may be so large, is the page's to say. */
export function ImportDrop({
  file,
  disabled,
  onFile,
}: {
  file: File | null;
  disabled: boolean;
  onFile: (file: File) => void;
}) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped && !disabled) onFile(dropped);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the file input within is the first
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(
        "mt-6 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border border-dashed px-5 py-6 print:hidden",
        over ? "border-accent bg-accent-wash" : "border-line-input",
      )}
    >
      <div className="min-w-0 flex-1 basis-60">
        <p className="truncate text-lead font-semibold">{file ? file.name : "Drop a report here"}</p>
        <p className="text-small text-ink-2">
          {file
            ? `${kilobytes(file.size)}; nothing is kept until you import it`
            : "The attendance file of Zoom, Teams, Meet or BigBlueButton, at most 5 MB"}
        </p>
      </div>
      <label className="relative inline-flex">
        <input
          type="file"
          accept=".csv,.tsv,.txt,.json,text/csv,application/json"
          disabled={disabled}
          aria-label={file ? "Choose another file" : "Choose a file"}
          className="peer absolute inset-0 opacity-0"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            // The same file again, mended meanwhile, must count as a choice too.
            event.currentTarget.value = "";
            if (chosen) onFile(chosen);
          }}
        />
        <span
          className={buttonClass(
            file ? "plain" : "primary",
            "peer-focus-visible:shadow-focus peer-disabled:text-ink-3 cursor-pointer",
          )}
        >
          {file ? "Choose another" : "Choose a file"}
        </span>
      </label>
    </div>
  );
}

const kilobytes = (bytes: number) =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
