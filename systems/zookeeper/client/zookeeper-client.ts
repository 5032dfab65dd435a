import { defineClient } from '../../../harness/index.js';
import type { ZooKeeperOptions } from '../options.js';
import { type Connection, connectionOf } from './connection.js';
import { counter } from './counter.js';
import { locks } from './locks.js';
import { outcomeOf } from './outcome.js';
import { queue } from './queue.js';
import { register } from './register.js';
import { set } from './set.js';
import { transactions } from './transactions.js';
import { watches } from './watches.js';

/**
 * The clients of ZooKeeper: one connection and one session each, with the server of their node. A session needs a majority
 * to begin, so a client cannot be opened without one.
 */
export const zookeeperClient = defineClient<Connection, unknown, ZooKeeperOptions>({
  open: (request) => connectionOf(request),
  close: ({ session }) => {
    session.close();
  },
  usable: ({ session }) => session.isOpen,
  classify: (thrown) => outcomeOf(thrown),
  ...counter,
  ...locks,
  ...queue,
  ...register,
  ...set,
  ...transactions,
  ...watches,
});
