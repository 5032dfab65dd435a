import { expect, test } from 'vitest';
import { InputError } from '../../harness/core/errors.js';
import {
  addressOf,
  networksOf,
  nodeSubnet,
  overlaps,
  parseSubnet,
  subnetAround,
} from './subnet.js';

test.each(['198.18.7.1/24', '198.18.7.0', '300.0.0.0/8', '10.0.0.0/33', 'x', ''])(
  'a network that makes no sense is refused: %s',
  (text) => {
    expect(() => parseSubnet(text)).toThrow(InputError);
  },
);

test('an address with a prefix is within its network', () => {
  expect(subnetAround('172.17.0.1/16')?.cidr).toBe('172.17.0.0/16');
  expect(subnetAround('255.255.255.255/32')?.cidr).toBe('255.255.255.255/32');
  expect(subnetAround('default')).toBeNull();
});

test.each(['10.0.0.0/24', '198.16.0.0/12', '198.20.0.0/24', '0.0.0.0/0'])(
  'nodes are refused a network outside of the range for tests: %s',
  (text) => {
    expect(() => nodeSubnet(text)).toThrow(/inside of 198\.18\.0\.0\/15/);
  },
);

test('nodes may have any network inside of it', () => {
  expect(nodeSubnet('198.19.255.240/28').cidr).toBe('198.19.255.240/28');
  expect(nodeSubnet('198.18.0.0/15').cidr).toBe('198.18.0.0/15');
});

test('networks overlap when one is inside the other, whichever is asked', () => {
  const [wide, narrow, other] = ['198.18.0.0/15', '198.19.7.0/24', '198.20.0.0/24'].map(
    parseSubnet,
  );
  if (wide === undefined || narrow === undefined || other === undefined) throw new Error();
  expect([overlaps(wide, narrow), overlaps(narrow, wide)]).toEqual([true, true]);
  expect([overlaps(wide, other), overlaps(other, narrow)]).toEqual([false, false]);
});

test('addresses count from the network, and end before its broadcast address', () => {
  const subnet = parseSubnet('198.18.255.240/28');
  expect(addressOf(subnet, 1)).toBe('198.18.255.241');
  expect(addressOf(subnet, 14)).toBe('198.18.255.254');
  expect(() => addressOf(subnet, 15)).toThrow(/198\.18\.255\.240\/28 has 14 addresses/);
});

test('every /24 of a range is offered once, from the given one on', () => {
  const all = [...networksOf(parseSubnet('198.18.0.0/15'), 511)].map(({ cidr }) => cidr);
  expect(all.slice(0, 2)).toEqual(['198.19.255.0/24', '198.18.0.0/24']);
  expect(new Set(all).size).toBe(512);
});
