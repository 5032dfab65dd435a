import { expect, test } from 'vitest';

import { findSystem, findWorkload, scenarios, systems, workloads } from './catalogue.js';
import { checkFit } from './fit.js';

test('every workload fits its own checkers, on every system that serves it', () => {
  for (const workload of workloads) {
    for (const system of systems.filter(({ dataTypes }) => dataTypes.includes(workload.dataType))) {
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
