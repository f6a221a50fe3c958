import { liveClient } from "./live-start";

/** The script as a page embeds it: `<script src=".../live.js" async></script>`; it starts by itself. */
const { src } = (document.currentScript ?? {}) as HTMLScriptElement;
const api = liveClient(src ? new URL(src).origin : location.origin);
Object.assign(window, api);
api.initAllSessionAnalytics();
