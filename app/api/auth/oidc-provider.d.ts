/** The part of the package that the sign-in test uses; it brings no types of its own. */
declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  type Account = { accountId: string; claims(): Promise<Record<string, unknown>> };

  export default class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: { client_id: string; client_secret: string; redirect_uris: string[] }[];
        claims: Record<string, string[]>;
        findAccount(context: unknown, id: string): Account | undefined;
        pkce: { required(): boolean };
        cookies: { keys: string[] };
      },
    );
    callback(): RequestListener;
  }
}
