"use client";

import { ConfirmButton } from "@/components/ui/confirm-button";
import { useLanguage } from "@/components/ui/use-language";
import { decideSuspectsAction } from "@/lib/domain/videos/actions";
import type { SuspectLine } from "./suspect-text";

type Decision = NonNullable<SuspectLine["decision"]>;

/** Playbacks that look automated: what is undecided with a decision for all of it, and each group with the decision that it does not have. */
export function Suspects({
  videoId,
  undecided,
  lines,
  decidable,
}: {
  videoId: string;
  undecided: string | null;
  lines: SuspectLine[];
  /** Whether the reader may decide. */
  decidable: boolean;
}) {
  const { t } = useLanguage();
  const open = lines.filter(({ decision }) => decision === null);
  return (
    <section aria-label={t("videos.suspects.name")} className="mt-5 text-small text-ink-2">
      {undecided ? (
        <div
          role="status"
          className="flex flex-wrap items-center gap-2 rounded-md bg-warn-wash px-3 py-2 text-ink"
        >
          <p className="mr-auto">{undecided}</p>
          {decidable ? (
            <>
              <Decide videoId={videoId} lines={open} decision="counted" />
              <Decide videoId={videoId} lines={open} decision="left_out" />
            </>
          ) : null}
        </div>
      ) : null}
      {lines.length > open.length || open.length > 1 ? (
        <details className="mt-2">
          <summary className="cursor-pointer">{t("videos.suspects.groups")}</summary>
          <ul className="mt-1 grid gap-1">
            {lines.map((line) => (
              <li key={line.id} className="flex flex-wrap items-center gap-2">
                <span className="mr-auto">
                  {t("videos.suspects.line", { text: line.text, decision: line.decision ?? "none" })}
                </span>
                {line.decision === "counted" || !decidable ? null : (
                  <Decide videoId={videoId} lines={[line]} decision="counted" />
                )}
                {line.decision === "left_out" || !decidable ? null : (
                  <Decide videoId={videoId} lines={[line]} decision="left_out" />
                )}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}

function Decide({
  videoId,
  lines,
  decision,
}: {
  videoId: string;
  lines: readonly SuspectLine[];
  decision: Decision;
}) {
  const { t } = useLanguage();
  const button = t(`videos.suspects.${decision}.button`);
  return (
    <ConfirmButton
      button={{ children: button }}
      title={t(`videos.suspects.${decision}.title`)}
      description={t(`videos.suspects.${decision}.about`)}
      confirm={button}
      confirming={t(`videos.suspects.${decision}.confirming`)}
      cancel={t("ui.cancel")}
      done={t(`videos.suspects.${decision}.done`)}
      action={() =>
        decideSuspectsAction({ video_id: videoId, suspect_ids: lines.map(({ id }) => id), decision })
      }
    />
  );
}
