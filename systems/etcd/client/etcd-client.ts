import { defineClient } from '../../../harness/index.js';
import type { Members } from '../members.js';
import { statusOf } from '../members.js';
import type { EtcdOptions } from '../options.js';
import { counter } from './counter.js';
import { leases } from './leases.js';
import { locks } from './locks.js';
import { outcomeOf } from './outcome.js';
import { queue } from './queue.js';
import { register } from './register.js';
import { type Session, sessionOf } from './session.js';
import { set } from './set.js';
import { transactions } from './transactions.js';
import { watches } from './watches.js';

/**
 * The clients of etcd: one connection each, to the member of their node, which passes on to the leader what it can't decide
 * itself. They set no timer per op: the interpreter times ops out and closes the connection.
 */
export const etcdClient = defineClient<Session, Members, EtcdOptions>({
  async open(request) {
    const session = sessionOf(request);
    try {
      // Each member tells this of itself, with or without a leader.
      await statusOf(session.gateway, request.signal);
      return session;
    } catch (thrown) {
      session.gateway.close();
      throw thrown;
    }
  },
  close: ({ gateway }) => {
    gateway.close();
  },
  classify: (thrown) => outcomeOf(thrown),
  ...counter,
  ...leases,
  ...locks,
  ...queue,
  ...register,
  ...set,
  ...transactions,
  ...watches,
});
