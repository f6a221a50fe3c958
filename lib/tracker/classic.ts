import { tracker } from "./start";

/** The script as a page embeds it: `<script src=".../tracker.js" async></script>`; it starts by itself. */
const { src } = (document.currentScript ?? {}) as HTMLScriptElement;
const api = tracker(src ? new URL(src).origin : location.origin);
Object.assign(window, api);
api.initAllVideoAnalytics();
