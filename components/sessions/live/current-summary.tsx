"use client";

import { clockText } from "@/components/charts/axis";
import { Findings } from "@/components/shell/page-head";
import { useLanguage } from "@/components/ui/use-language";
import { liveFindings } from "@/lib/domain/sessions/findings/live";
import type { SessionInfo } from "@/lib/domain/sessions/session";
import { largestDrop } from "@/lib/measure/drop-offs";
import { currentHeadline, HeadlineNumbers, type HeadlineProps } from "../page/headline";
import { type ReturnedAt, type SessionAxis, secondOf } from "../timeline/audience-facts";
import { useCurrentSession } from "./live-session";

type Props = {
  /** The session as the server rendered it: the page loads again when its status changes. */
  info: SessionInfo;
  axis: SessionAxis;
  returned: ReturnedAt;
};

/** What the page of a live session says first: from the state of its numbers, so that both change together. */
export function SummaryNow({ info, axis, returned }: Props) {
  const { state } = useCurrentSession();
  const language = useLanguage();
  const largest = largestDrop(state.numbers.drop_off_points);
  const findings = liveFindings(
    {
      answer: { ...state.numbers, session_info: info },
      // A live session is not compared with finished ones.
      typical: null,
      hereNow: state.current_viewers,
      returned: largest && (returned[largest.from] ?? null),
      clock: (instant) => clockText(axis.clockStart, secondOf(axis, instant)),
    },
    language,
  );
  return <Findings findings={findings} />;
}

/** The headline numbers of the session as it is now. */
export function NumbersNow({
  axis,
  ...rest
}: Pick<HeadlineProps, "comparisons" | "terms"> & { axis: SessionAxis }) {
  const { state } = useCurrentSession();
  return <HeadlineNumbers {...currentHeadline(state, axis)} {...rest} />;
}
