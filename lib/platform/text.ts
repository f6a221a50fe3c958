import { z } from "zod";

/** Text of at most so many characters that Postgres can store: it holds neither NUL nor half a surrogate pair. */
export const storableText = (max: number) =>
  z
    .string()
    .max(max)
    .refine(
      (value) => !value.includes("\u0000") && value.isWellFormed(),
      "holds characters that cannot be stored",
    );
