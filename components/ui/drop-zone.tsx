"use client";

import type { ReactNode } from "react";
import { useDropzone } from "react-dropzone";
import { classNames } from "./class-names";

/**
 * An area that takes one file: dropped, or chosen with a button that calls `choose`. `accept` only narrows the choice in
 * the browser's dialog: a dropped file of another type is handed over too, and its reader reports the error.
 */
export function DropZone({
  label,
  accept,
  disabled = false,
  onFile,
  className,
  children,
}: {
  /** Names the area to a screen reader. */
  label: string;
  /** As in HTML: ".csv,text/csv". */
  accept: string;
  disabled?: boolean;
  onFile: (file: File) => void;
  className?: string;
  children: (choose: () => void) => ReactNode;
}) {
  const { getRootProps, getInputProps, isDragActive, open } = useDropzone({
    disabled,
    noClick: true,
    noKeyboard: true,
    // Cells copied from a spreadsheet come with a picture of them, which would be taken for a file.
    noPaste: true,
    onDropAccepted: ([file]) => {
      if (file) onFile(file);
    },
  });
  return (
    <section
      {...getRootProps({ role: "region" })}
      aria-label={label}
      className={classNames("relative", className, isDragActive && "border-accent! bg-accent-wash")}
    >
      {/* Hidden by the library, but not out of the layout. */}
      <input {...getInputProps({ accept, multiple: false, "aria-label": label, className: "absolute" })} />
      {children(open)}
    </section>
  );
}
