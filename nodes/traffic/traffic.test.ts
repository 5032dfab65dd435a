import { expect, test } from 'vitest';
import { numbersIn } from './numbered.js';
import { roundTripsIn } from './round-trips.js';
import { datagramsIn, netemParameters, rulesIn } from './scripts.js';

test('datagrams are counted, those that nobody listens for too', () => {
  const snmp = [
    'Ip: Forwarding DefaultTTL',
    'Ip: 1 64',
    'Udp: InDatagrams NoPorts InErrors OutDatagrams',
    'Udp: 12 400 0 7',
    'UdpLite: InDatagrams NoPorts',
    'UdpLite: 5 5',
  ].join('\n');
  expect(datagramsIn(snmp)).toBe(412);
});

test('of what the kernel tells of traffic, the rules are what shapes it', () => {
  const printed = [
    '-A INPUT -i eth0 -j FAULTLINE_LOSS',
    '-N FAULTLINE_LOSS',
    '-A FAULTLINE_LOSS -m statistic --mode random --probability 0.3 -j DROP',
    'qdisc netem 8001: root refcnt 2 limit 100000 delay 50ms',
  ];
  expect(rulesIn(printed.join('\n'))).toBe(
    '-A INPUT -i eth0 -j FAULTLINE_LOSS; -A FAULTLINE_LOSS -m statistic --mode random --probability 0.3 -j DROP; qdisc netem 8001: root limit 100000 delay 50ms',
  );
  expect(rulesIn('qdisc noqueue 0: root refcnt 2 \n')).toBe('');
});

test('a kernel that tells nothing gives no number, rather than a wrong one', () => {
  expect(datagramsIn('')).toBeNaN();
});

test.each([
  [{ kind: 'delay', delay_ms: 50, jitter_ms: 0 }, 'delay 50ms'],
  [{ kind: 'delay', delay_ms: 50, jitter_ms: 12.5 }, 'delay 50ms 12.5ms'],
  [{ kind: 'reorder', percent: 25, delay_ms: 20 }, 'delay 20ms reorder 25%'],
  [{ kind: 'duplicate', percent: 10 }, 'duplicate 10%'],
  [{ kind: 'corrupt', percent: 0.5 }, 'corrupt 0.5%'],
] as const)('to netem, %j is %s', (disturbance, parameters) => {
  expect(netemParameters(disturbance).join(' ')).toBe(parameters);
});

test('round trips are milliseconds, datagrams their numbers, damaged ones none', () => {
  expect(roundTripsIn('0.050123\n0.001000\n')).toEqual([50.123, 1]);
  expect(numbersIn('0\n2\nx\n1\n')).toEqual([0, 2, null, 1]);
  expect([roundTripsIn(''), numbersIn('')]).toEqual([[], []]);
});
