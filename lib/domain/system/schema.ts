import { z } from "zod";

export const liveAnswer = z.object({ status: z.literal("live") });

/** `ready`: the database answers and has every table. */
export const readyAnswer = z.object({ status: z.literal("ready") });
