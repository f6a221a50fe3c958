import { type ReactNode, Suspense } from "react";
import { isScriptless } from "@/lib/http/scriptless";

/** A part of a page that follows when it is counted, in place of `fallback`. A browser without script gets it with the page. */
export async function Streamed({ fallback, children }: { fallback?: ReactNode; children: ReactNode }) {
  return (await isScriptless()) ? children : <Suspense fallback={fallback}>{children}</Suspense>;
}
