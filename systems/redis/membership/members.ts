import { type Program, SERVER } from '../configuration/layout.js';
import type { AdminConnection, Admins } from '../connection/admin.js';

/** Those of some connections whose nodes are not out. */
function within(
  all: ReadonlyMap<string, AdminConnection>,
  out: ReadonlySet<string>,
): ReadonlyMap<string, AdminConnection> {
  return out.size === 0 ? all : new Map([...all].filter(([node]) => !out.has(node)));
}

/**
 * The connections to the programs that are members of the group at this moment: whoever asks
 * `servers` or `sentinels` meets none that an administrator has taken out.
 */
export class Members implements Admins {
  /** To every program, member or not. */
  readonly all: Admins;
  readonly #serversOut = new Set<string>();
  readonly #sentinelsOut = new Set<string>();

  constructor(all: Admins) {
    this.all = all;
  }

  get servers(): ReadonlyMap<string, AdminConnection> {
    return within(this.all.servers, this.#serversOut);
  }

  get sentinels(): ReadonlyMap<string, AdminConnection> {
    return within(this.all.sentinels, this.#sentinelsOut);
  }

  /** From now on a program is none of the group. */
  leave(program: Program, node: string): void {
    this.#outOf(program).add(node);
  }

  /** From now on a program is of the group again. */
  join(program: Program, node: string): void {
    this.#outOf(program).delete(node);
  }

  isOut(program: Program, node: string): boolean {
    return this.#outOf(program).has(node);
  }

  #outOf(program: Program): Set<string> {
    return program === SERVER ? this.#serversOut : this.#sentinelsOut;
  }
}
