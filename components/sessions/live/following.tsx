"use client";

import { type ComponentProps, lazy } from "react";

/* What follows and runs a session, which the page of a finished one never loads. */

const load = () => import("./live-session");
const Session = lazy(() => load().then(({ LiveSession }) => ({ default: LiveSession })));
const Numbers = lazy(() => load().then(({ LiveNumbers }) => ({ default: LiveNumbers })));
const Line = lazy(() => load().then(({ LiveLine }) => ({ default: LiveLine })));
const Buttons = lazy(() => import("./start-end").then(({ StartEnd }) => ({ default: StartEnd })));

// A server component refers to functions only: what is loaded late stands inside one.
export const LiveSession = (props: ComponentProps<typeof Session>) => <Session {...props} />;
export const LiveNumbers = (props: ComponentProps<typeof Numbers>) => <Numbers {...props} />;
export const LiveLine = () => <Line />;
export const StartEnd = (props: ComponentProps<typeof Buttons>) => <Buttons {...props} />;
