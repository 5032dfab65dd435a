import { expect, test } from 'vitest';

import { missingMethods } from '../core/client-fit.js';
import type { SystemDefinition } from '../core/system.js';
import { findSystem, findWorkload, scenarios, systems, workloads } from './catalogue.js';
import { checkFit } from './fit.js';

test('every workload fits its own checkers, on every system that serves it', () => {
  for (const workload of workloads) {
    const serves = ({ client }: SystemDefinition) =>
      missingMethods(client, workload.dataType).length === 0;
    for (const system of systems.filter(serves)) {
      const [clientMode] = system.clientModes;
      expect(() => {
        checkFit(system, workload, { clientMode, checkers: workload.checkers });
      }).not.toThrow();
    }
  }
});

test('every scenario fits together', () => {
  for (const { plan } of scenarios) {
    expect(() => {
      checkFit(findSystem(plan.system.name), findWorkload(plan.workload.name), plan);
    }).not.toThrow();
  }
});

test.each([
  ['register', 'lost-writes', /can judge a register[^]*lost-writes judges a set only/],
  ['set', 'linearizable', /can judge a set[^]*linearizable judges a register only/],
])('the %s workload is not given to %s', (workload, checker, message) => {
  expect(() => {
    checkFit(findSystem('memory'), findWorkload(workload), {
      clientMode: 'pinned',
      checkers: ['stats', checker],
    });
  }).toThrow(message);
});
