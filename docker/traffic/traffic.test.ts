import { expect, test } from 'vitest';
import { datagramsIn } from './scripts.js';

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

test('a kernel that tells nothing gives no number, rather than a wrong one', () => {
  expect(datagramsIn('')).toBeNaN();
});
