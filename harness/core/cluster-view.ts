/** What one node believes itself to be. */
export interface RoleView {
  readonly node: string;
  /** In the store's own words (`primary`, `leader`); `unreachable` and `unknown` are everybody's. */
  readonly role: string;
  /** The node it follows, where it follows one. */
  readonly follows?: string;
}

/** Whether the cluster is whole, and if not what is missing. */
export type Health =
  { readonly healthy: true } | { readonly healthy: false; readonly reasons: readonly string[] };
