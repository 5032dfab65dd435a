import { expect, test } from 'vitest';
import { planOf } from '../../tests/fixtures/plan.js';
import { memory } from '../../systems/memory/index.js';
import { withLayout } from '../plan/layout.js';
import { planSchema } from './run-schema.js';

test('a plan keeps who watches and which roles take writes, as an older version called it too', () => {
  const plan = planOf({
    layout: { data: ['n1', 'n2'], watchers: ['n3'] },
    roles: { takesWrites: ['main'], refusalCodes: ['wrong-node'] },
  });
  expect(planSchema.parse(plan)).toEqual(plan);
  const older = { ...plan, layout: { data: ['n1', 'n2'], sentinels: ['n3'] } };
  expect(planSchema.parse(older)).toEqual(plan);
});

test('a plan of an older version without codes of refusal is one of nodes that pass writes on', () => {
  const older = planOf({ roles: { takesWrites: ['leader'], refusalCodes: [] } });
  expect(planSchema.parse(older).roles).toEqual({
    takesWrites: ['leader'],
    refusalCodes: [],
    passesWritesOn: true,
  });
});

test('a plan of today without codes of refusal keeps that its nodes pass no writes on', () => {
  const roles = { takesWrites: ['leader'], refusalCodes: [] };
  const plan = withLayout(planOf(), { ...memory, roles });
  expect(planSchema.parse(plan).roles).toEqual({ ...roles, passesWritesOn: false });
});
