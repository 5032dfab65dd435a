import { type Command, Redis } from 'ioredis';
import { SAFE_OPTIONS } from '../../connection/safe-options.js';
import type { ClusterRouter } from './cluster-router.js';

/** Looks like one connection, and has none of its own: each command goes where its key is. */
export class RoutedRedis extends Redis {
  readonly #router: ClusterRouter;

  constructor(router: ClusterRouter) {
    super({ ...SAFE_OPTIONS, replyMapping: 'legacy' });
    this.#router = router;
  }

  override sendCommand(command: Command): unknown {
    const { name, args } = command;
    // What the driver would do with the command's own promise is done by the connection that it is sent over.
    return this.#router.run({
      name,
      args: args as readonly (string | Buffer | number)[],
      keys: command.getKeys(),
    });
  }
}
