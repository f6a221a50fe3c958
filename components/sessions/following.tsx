"use client";

import { lazy } from "react";

/* What follows a running session, which a page of a finished one never loads. */

export const LiveSession = lazy(() =>
  import("./live-session").then(({ LiveSession }) => ({ default: LiveSession })),
);
export const LiveNumbers = lazy(() =>
  import("./live-session").then(({ LiveNumbers }) => ({ default: LiveNumbers })),
);
export const LiveLine = lazy(() => import("./live-session").then(({ LiveLine }) => ({ default: LiveLine })));
