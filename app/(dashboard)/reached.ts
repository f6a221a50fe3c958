import "server-only";
import { forbidden, notFound } from "next/navigation";
import { AppError } from "@/lib/platform/errors";

/** What a page asks for, or its 404 or 403 page. Must be awaited before anything streams: after that the status stands. */
export async function reached<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    if (error instanceof AppError && error.code === "forbidden") forbidden();
    throw error;
  }
}
