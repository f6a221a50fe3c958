import type { ReactNode } from "react";

/** The player's place when there is nothing to play here: says why, and where the video can be watched. */
export function VideoMissing({
  provider,
  pageUrl,
}: {
  provider: "file" | "cloudflare";
  pageUrl: string | null;
}) {
  return (
    <div className="grid aspect-video w-full place-items-center self-start rounded-md bg-sunk p-6 text-center text-ink-2">
      <div className="max-w-[440px]">
        {provider === "cloudflare" ? (
          <Words title="Cloudflare Stream is not connected">
            This video is stored there, so it cannot be played here. Views that players report are still
            counted.
          </Words>
        ) : (
          <Words title="Nothing to play here">
            Only the course page knows where the file of this video is. Views that players report are still
            counted.
          </Words>
        )}
        {pageUrl ? (
          <p className="mt-3">
            <a href={pageUrl}>Open the page it is watched on</a>
          </p>
        ) : null}
      </div>
    </div>
  );
}

function Words({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <p className="text-lead font-semibold text-ink">{title}</p>
      <p className="mt-1">{children}</p>
    </>
  );
}
