/*
 * Positions of the audience timeline's parts, in pixels from its top: the audience, three tracks below it, the clock, and
 * the recording. The rail's texts use the same numbers.
 */

/** Nearer than this, two questions are one mark: each is a link that a finger must hit. */
export const questionGap = 24;

type Parts = {
  /** Whether it is the narrow form: labels above the tracks, value labels inside. */
  narrow: boolean;
  /** Base lines of the drop-offs' labels, and where their shade begins. */
  dropLines: readonly number[];
  shadeTop: number;
  /** The audience: its highest value and zero. */
  plotTop: number;
  base: number;
  /** Base lines of the tracks; in the narrow form their labels are 30 above. */
  messages: number;
  questions: number;
  reactions: number;
  questionRadius: number;
  recording: { top: number; base: number; wordsY: number };
};

/** The clock is under the last track, the recording's clock under its base; `fullHeight` is with a recording. */
const framed = (parts: Parts) => ({
  ...parts,
  ticksTop: parts.reactions,
  labelY: parts.reactions + 18,
  height: parts.reactions + 24,
  fullHeight: parts.recording.base + 24,
});
export type AudienceFrame = ReturnType<typeof framed>;

export const wideFrame = framed({
  narrow: false,
  dropLines: [11, 26],
  shadeTop: 30,
  plotTop: 44,
  base: 248,
  messages: 294,
  questions: 328,
  reactions: 362,
  questionRadius: 7,
  recording: { top: 432, base: 554, wordsY: 428 },
});

export const narrowFrame = framed({
  narrow: true,
  dropLines: [12],
  shadeTop: 20,
  plotTop: 34,
  base: 180,
  messages: 252,
  questions: 298,
  reactions: 344,
  questionRadius: 6,
  recording: { top: 410, base: 514, wordsY: 398 },
});
