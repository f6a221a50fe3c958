import "server-only";
import { forbidden, notFound, redirect } from "next/navigation";
import { AppError } from "@/lib/platform/errors";

/**
 * What a page reads, or its 404 or 403 page; if it needs a sign-in, the sign-in page, which then returns to `path`. Must be
 * awaited before anything streams: after that the status cannot change.
 */
export async function reached<T>(answer: Promise<T>, path = "/"): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    // An id of another form names nothing.
    if (code === "not_found" || code === "invalid") notFound();
    if (code === "forbidden") forbidden();
    if (code === "unauthenticated") redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
    throw error;
  }
}
