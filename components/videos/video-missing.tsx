const reasons = {
  cloudflare: [
    "On Cloudflare Stream",
    "This video is stored on Cloudflare Stream and plays on its course page.",
  ],
  file: ["No video file here", "The file of this video is on its course page."],
} as const;

/** Shown instead of the player when there is no file to play: says why, and where the video can be watched. */
export function VideoMissing({
  provider,
  pageUrl,
}: {
  provider: keyof typeof reasons;
  pageUrl: string | null;
}) {
  const [title, why] = reasons[provider];
  return (
    <div className="grid aspect-video w-full place-items-center self-start rounded-md bg-sunk p-6 text-center text-ink-2 print:hidden">
      <div className="max-w-[440px]">
        <p className="text-lead font-semibold text-ink">{title}</p>
        <p className="mt-1">{why} Views that players report are still counted.</p>
        {pageUrl ? (
          <p className="mt-3">
            <a href={pageUrl}>Open the course page</a>
          </p>
        ) : null}
      </div>
    </div>
  );
}
