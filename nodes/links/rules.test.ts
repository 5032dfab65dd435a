import { expect, test } from 'vitest';
import { cutRules, grudgeIn, parseCounters, sitesOf } from './rules.js';

const addresses = { n1: '198.18.7.2', n2: '198.18.7.3', n3: '198.18.7.4', clients: '198.18.7.1' };

test('who discards packets does so where they arrive, and the clients’ part is done by the sender', () => {
  const sites = sitesOf({ n1: ['n2', 'clients'], clients: ['n1', 'n3'] }, addresses);
  expect(Object.fromEntries(sites)).toEqual({
    n1: ['-s 198.18.7.3', '-s 198.18.7.1', '-d 198.18.7.1'],
    n3: ['-d 198.18.7.1'],
  });
});

test('what the rules of a node discard is read back, and is nothing where packets pass them by', () => {
  const jumps = ['-A INPUT -j FAULTLINE', '-A OUTPUT -j FAULTLINE'];
  const rules = [
    '-A FAULTLINE -s 198.18.7.3/32 -p tcp -j REJECT --reject-with tcp-reset',
    '-A FAULTLINE -s 198.18.7.3/32 -j DROP',
    '-A FAULTLINE -d 198.18.7.1/32 -j DROP',
  ];
  const read = (...lines: readonly string[]) => grudgeIn(lines.join('\n'), 'n1', addresses);
  expect(read(...jumps, ...rules)).toEqual({ n1: ['n2'], clients: ['n1'] });
  expect(read(...jumps, ...rules.slice(0, 2))).toEqual({ n1: ['n2'] });
  expect(read(...jumps)).toEqual({});
  expect(read(...rules)).toEqual({});
});

test('a one-way grudge makes a rule on one side only', () => {
  expect([...sitesOf({ n1: ['n2'] }, addresses).keys()]).toEqual(['n1']);
});

test('our chain is moved to the top, and its new rules are put before older ones', () => {
  expect(cutRules(['-s 198.18.7.3'], 'drop')).toBe(
    [
      '*filter',
      '-D INPUT -j FAULTLINE',
      '-I INPUT 1 -j FAULTLINE',
      '-D OUTPUT -j FAULTLINE',
      '-I OUTPUT 1 -j FAULTLINE',
      '-I FAULTLINE -s 198.18.7.3 -j DROP',
      'COMMIT',
      '',
    ].join('\n'),
  );
});

test('a reset answers TCP, and what can’t be reset is dropped', () => {
  const rules = cutRules(['-s 198.18.7.3'], 'tcp-reset').split('\n');
  // Inserted one above the other: the later one is looked at first.
  expect(rules.slice(5, 7)).toEqual([
    '-I FAULTLINE -s 198.18.7.3 -j DROP',
    '-I FAULTLINE -s 198.18.7.3 -p tcp -j REJECT --reject-with tcp-reset',
  ]);
});

test('counters are of our chain’s rules alone, and what was for the clients is told apart', () => {
  const saved = [
    '*filter',
    ':INPUT ACCEPT [10:100]',
    '[99:999] -A INPUT -j FAULTLINE',
    '[5:300] -A INPUT -s 198.18.7.9/32 -j DROP',
    '[3:180] -A FAULTLINE -s 198.18.7.3/32 -p tcp -j REJECT --reject-with tcp-reset',
    '[1:84] -A FAULTLINE -s 198.18.7.3/32 -j DROP',
    '[2:120] -A FAULTLINE -d 198.18.7.1/32 -j DROP',
    'COMMIT',
  ].join('\n');
  expect(parseCounters(saved)).toEqual({ self: 4, clients: 2 });
  expect(parseCounters('')).toEqual({ self: 0, clients: 0 });
});

test('the connection by which commands come is above every cut', () => {
  const control = { address: '198.18.7.1', port: 22 };
  const rules = cutRules(['-s 198.18.7.1'], 'drop', control).split('\n');
  // Inserted one above the other: the last one is looked at first.
  expect(rules.slice(5, -2)).toEqual([
    '-I FAULTLINE -s 198.18.7.1 -j DROP',
    '-I FAULTLINE -s 198.18.7.1 -p tcp --dport 22 -j RETURN',
    '-I FAULTLINE -d 198.18.7.1 -p tcp --sport 22 -j RETURN',
  ]);
});
