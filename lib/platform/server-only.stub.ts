// Replaces the `server-only` marker where the code always runs on the server (tests, esbuild bundles).
export {};
