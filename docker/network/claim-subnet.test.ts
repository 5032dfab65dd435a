import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Claims } from '../owner/claim.js';
import { FakeEngine, FakeRoutes } from '../testing/fake-engine.js';
import { claimSubnet } from './claim-subnet.js';

let folder: string;
let claims: Claims;
const engine = new FakeEngine();
const routes = new FakeRoutes();
// The owner's pid says where the search begins: at 198.18.7.0.
const request = { owner: '7-1-boot', run: 'r' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-claims-'));
  claims = new Claims(folder);
  engine.networkTable.clear();
  routes.others.length = 0;
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('two runs get networks of their own, even when they ask at once', async () => {
  const subnets = await Promise.all(
    [1, 2, 3, 4].map(() => claimSubnet(request, engine, routes, claims)),
  );
  expect(new Set(subnets.map(({ cidr }) => cidr)).size).toBe(4);
});

test('networks of the engine, routes of the host and claims of others are left alone', async () => {
  const network = { id: 'x', name: 'x', subnets: ['198.18.7.0/25'], labels: {} };
  engine.networkTable.set('x', network);
  routes.others.push('198.18.8.4/32');
  await claims.take({ subnet: '198.18.9.0/24', owner: 'other', run: '' });
  expect((await claimSubnet(request, engine, routes, claims)).cidr).toBe('198.18.10.0/24');
});

test('a route as wide as a way out does not take every network', async () => {
  routes.others.push('128.0.0.0/1');
  expect((await claimSubnet(request, engine, routes, claims)).cidr).toBe('198.18.7.0/24');
});

test('a network asked for is given, or refused when it is taken or makes no sense', async () => {
  const subnet = '198.19.0.0/24';
  expect((await claimSubnet({ ...request, subnet }, engine, routes, claims)).cidr).toBe(subnet);
  await expect(claimSubnet({ ...request, subnet }, engine, routes, claims)).rejects.toMatchObject({
    code: 'E_SUBNET_TAKEN',
  });
  const wrong = { ...request, subnet: '198.19.0.1/24' };
  await expect(claimSubnet(wrong, engine, routes, claims)).rejects.toMatchObject({
    code: 'E_SUBNET',
  });
});
