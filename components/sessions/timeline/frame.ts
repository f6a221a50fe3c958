/*
 * Where the parts of the audience timeline stand, in pixels from its top: the room, three lanes under it, the clock, and
 * the recording. The page sets what it writes in the rail by the same numbers.
 */

export type AudienceFrame = {
  /** Whether it is the narrow form: words above the lanes, value labels inside. */
  narrow: boolean;
  /** Base lines of the words above drop-offs, and where their shade begins. */
  dropLines: readonly number[];
  shadeTop: number;
  /** The room: its highest value and nobody. */
  plotTop: number;
  base: number;
  /** Base lines of the lanes; narrow, their words stand 30 above. */
  messages: number;
  questions: number;
  reactions: number;
  ticksTop: number;
  labelY: number;
  recording: { top: number; base: number; labelY: number; wordsY: number };
  /** Height without and with a recording. */
  height: number;
  fullHeight: number;
};

export const wideFrame: AudienceFrame = {
  narrow: false,
  dropLines: [11, 26],
  shadeTop: 30,
  plotTop: 44,
  base: 248,
  messages: 294,
  questions: 328,
  reactions: 362,
  ticksTop: 362,
  labelY: 380,
  recording: { top: 432, base: 554, labelY: 572, wordsY: 428 },
  height: 386,
  fullHeight: 578,
};

export const narrowFrame: AudienceFrame = {
  narrow: true,
  dropLines: [12],
  shadeTop: 20,
  plotTop: 34,
  base: 180,
  messages: 252,
  questions: 298,
  reactions: 344,
  ticksTop: 344,
  labelY: 362,
  recording: { top: 410, base: 514, labelY: 532, wordsY: 398 },
  height: 368,
  fullHeight: 538,
};
