import { defineScenario } from '../harness/index.js';
import { losingAMinority, minorityLost } from './losing-a-minority.js';

const source =
  'etcd documentation, "etcd API guarantees": "etcd ensures durability and strict serializability for all KV api calls"';

/** The control of all that is said of other stores: the same faults, and nothing is found. */
export const etcdRegister = defineScenario({
  name: 'etcd-register',
  claim: 'reads, writes and compare-and-sets of etcd are linearizable while a minority is lost',
  source,
  expectation: 'HOLDS',
  conditions: [...minorityLost, { finalReads: 'every-node' }],
  test: { system: 'etcd', workload: 'register', faults: losingAMinority },
});

export const etcdSet = defineScenario({
  name: 'etcd-set',
  claim: 'etcd keeps every write that it acknowledged while a minority is lost',
  source:
    'Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (2014): Leader Completeness',
  expectation: 'HOLDS',
  conditions: [...minorityLost, { finalReads: 'every-node' }],
  test: { system: 'etcd', workload: 'set', faults: losingAMinority },
});

export const etcdAppend = defineScenario({
  name: 'etcd-append',
  claim: 'transactions of etcd are strictly serializable while a minority is lost',
  source: `${source}; Kingsbury, Jepsen: etcd 3.4.3 (2020)`,
  expectation: 'HOLDS',
  conditions: minorityLost,
  test: { system: 'etcd', workload: 'list-append', faults: losingAMinority },
});
