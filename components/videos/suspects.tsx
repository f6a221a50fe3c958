"use client";

import { ConfirmButton } from "@/components/ui/confirm-button";
import { decideSuspectsAction } from "@/lib/domain/videos/actions";
import type { SuspectLine } from "./suspect-text";

type Decision = NonNullable<SuspectLine["decision"]>;

const words = {
  counted: {
    button: "Count them",
    title: "Count these playbacks?",
    description: "Every number of this video will include them. You can leave them out again.",
    confirming: "Counting",
    done: "The playbacks are counted.",
  },
  left_out: {
    button: "Leave out",
    title: "Leave these playbacks out?",
    description: "They stay stored, but no number includes them. You can count them later.",
    confirming: "Leaving out",
    done: "The playbacks are left out.",
  },
} satisfies Record<Decision, object>;

/** Playbacks that look automated: what is undecided with a decision for all of it, and each group with the decision that it does not have. */
export function Suspects({
  videoId,
  undecided,
  lines,
}: {
  videoId: string;
  undecided: string | null;
  lines: SuspectLine[];
}) {
  const open = lines.filter(({ decision }) => decision === null);
  return (
    <section aria-label="Playbacks that look automated" className="mt-5 text-small text-ink-2">
      {undecided ? (
        <div
          role="status"
          className="flex flex-wrap items-center gap-2 rounded-md bg-warn-wash px-3 py-2 text-ink"
        >
          <p className="mr-auto">{undecided}</p>
          <Decide videoId={videoId} lines={open} decision="counted" />
          <Decide videoId={videoId} lines={open} decision="left_out" />
        </div>
      ) : null}
      {lines.length > open.length || open.length > 1 ? (
        <details className="mt-2">
          <summary className="cursor-pointer">Groups of playbacks that look automated</summary>
          <ul className="mt-1 grid gap-1">
            {lines.map((line) => (
              <li key={line.id} className="flex flex-wrap items-center gap-2">
                <span className="mr-auto">
                  {line.text},{" "}
                  {line.decision === "counted" ? "counted" : line.decision ? "left out" : "not counted"}
                </span>
                {line.decision === "counted" ? null : (
                  <Decide videoId={videoId} lines={[line]} decision="counted" />
                )}
                {line.decision === "left_out" ? null : (
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
  const { button, ...dialog } = words[decision];
  return (
    <ConfirmButton
      {...dialog}
      button={{ children: button }}
      confirm={button}
      cancel="Cancel"
      action={() =>
        decideSuspectsAction({ video_id: videoId, suspect_ids: lines.map(({ id }) => id), decision })
      }
    />
  );
}
