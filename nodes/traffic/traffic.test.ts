import { expect, test } from 'vitest';
import { NodeTraffic } from './node-traffic.js';
import { numbersIn } from './numbered.js';
import { roundTripsIn } from './round-trips.js';
import { datagramsIn } from './bursts.js';
import { disturbScript, loseScript, netemParameters, rulesIn } from './shaping.js';

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

const exec = () => Promise.reject(new Error('not here'));
const own = { name: 'n1', address: '198.18.7.2', exec };
const shared = {
  device: 'ens3',
  others: ['198.18.7.3', '198.18.7.1'],
  control: { address: '198.18.7.1', port: 22 },
};

test('on a device that is not the node’s alone, only traffic with the others is disturbed', () => {
  const script = disturbScript({ ...own, shared });
  expect(script).toContain('match ip dst 198.18.7.3/32 flowid fa17:1');
  expect(script).toContain('sport 22 0xffff match ip dst 198.18.7.1/32 flowid fa17:\n');
  expect(script).not.toContain('eth0');
  const rules = loseScript({ ...own, shared })
    .split('\n')
    .filter((line) => line.includes(' -A '));
  expect(
    rules.map((line) => line.replace(/.*FAULTLINE_LOSS /, '').replace(/-m.* -j/, '-j')),
  ).toEqual([
    '-s 198.18.7.1 -p tcp --dport 22 -j RETURN',
    '-s 198.18.7.3 -j DROP',
    '-s 198.18.7.1 -j DROP',
  ]);
});

test('where commands do not come over the network, nothing of it is spared', () => {
  const { device, others } = shared;
  const network = { ...own, shared: { device, others } };
  expect(disturbScript(network)).toContain('match ip dst 198.18.7.1/32 flowid fa17:1\n');
  expect(disturbScript(network)).not.toMatch(/prio 1|sport/);
  expect(loseScript(network)).not.toContain('RETURN');
});

test('on a device of the node’s own, all traffic is disturbed', () => {
  expect(disturbScript(own)).toBe('tc qdisc replace dev eth0 root netem limit 100000 "$@"');
});

test('what the kernel of a host lacks is told with the modules to load there', async () => {
  const failing = { exitCode: 2, stdout: '', stderr: 'Error: Specified qdisc kind is unknown.' };
  const host = { ...own, shared, exec: () => Promise.resolve(failing) };
  const slowed = new NodeTraffic([host]).slow(['n1'], 100);
  await expect(slowed).rejects.toThrow(/qdisc kind is unknown[^]*modprobe -a .*sch_netem/);
});
