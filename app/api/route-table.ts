import { type RouteLine, type RouteModule, routeLines } from "@/lib/http/openapi";

declare global {
  interface ImportMeta {
    /** Filled in by the bundler (Turbopack, Vite): the files of this folder that match, each as a lazy import. */
    glob(pattern: string): Record<string, () => Promise<unknown>>;
  }
}

const files = import.meta.glob("./**/route.ts") as Record<string, () => Promise<RouteModule>>;

/** Every route of the API, read from this folder, in the order in which the reference shows them. */
export const routeTable = (): Promise<RouteLine[]> => routeLines(files);
