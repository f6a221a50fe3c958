// Stands in for the `server-only` marker where the code is on the server by construction (tests, esbuild bundles).
export {};
