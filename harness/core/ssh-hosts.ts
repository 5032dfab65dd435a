/** A machine that is reached by ssh. */
export interface SshHost {
  /** As in `ssh HOST`: a name of ~/.ssh/config, `user@name`, or an address. */
  readonly host: string;
  /** The IPv4 address by which clients and other nodes reach it; absent: the one that ssh came to. */
  readonly address?: string;
}

/** Machines that become the nodes of a run, reached by the user's own `ssh` and its configuration. */
export interface SshHosts {
  /** The first becomes `n1`, the second `n2`, …; a text is its `host`. */
  readonly hosts: readonly (string | SshHost)[];
  /** Options for ssh, such as `['-F', 'file']`. */
  readonly options?: readonly string[];
}
