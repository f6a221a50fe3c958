import type { ReactNode } from "react";

const reasons = {
  cloudflare: "This video is stored on Cloudflare Stream and plays on its course page.",
  file: "The address of this video’s file is not known here, so it plays on its course page only.",
} as const;

/** A line in the player's place where there is no file to play: says why, and where the video can be watched. */
export function VideoMissing({
  provider,
  pageUrl,
  tools,
}: {
  provider: keyof typeof reasons;
  pageUrl: string | null;
  /** For those who can add the address. */
  tools?: ReactNode;
}) {
  return (
    <p className="mt-6 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-sunk px-3 py-2 text-small text-ink-2 print:hidden">
      <span className="min-w-0 flex-1 basis-60">
        {reasons[provider]}
        {pageUrl ? (
          <>
            {" "}
            <a href={pageUrl} className="underline">
              Open the course page
            </a>
          </>
        ) : null}
      </span>
      {tools}
    </p>
  );
}
