import { InputError } from '../../harness/core/errors.js';

/** An IPv4 network. */
export interface Subnet {
  readonly cidr: string;
  /** First address as an unsigned 32-bit integer. */
  readonly first: number;
  readonly prefix: number;
}

/** The range that RFC 2544 reserves for benchmarks: no office network or VPN uses it. */
export const BENCHMARK_RANGE = '198.18.0.0/15';

/** @throws InputError when the text is no IPv4 network in CIDR notation. */
export function parseSubnet(text: string): Subnet {
  const subnet = subnetAround(text);
  if (subnet === null || dotted(subnet.first) !== text.split('/')[0]) {
    throw new InputError({
      code: 'E_SUBNET',
      expected: 'an IPv4 network in CIDR notation, such as 198.18.7.0/24',
      actual: `it is ${JSON.stringify(text)}`,
      advice: 'give the first address of the network, and the length of its prefix',
    });
  }
  return subnet;
}

/**
 * The network of nodes that a user asks for.
 * @throws InputError when it is none, or not inside of the range that is kept for tests: the guard
 *   of another one would cut this machine off from real hosts.
 */
export function nodeSubnet(text: string): Subnet {
  const subnet = parseSubnet(text);
  const range = parseSubnet(BENCHMARK_RANGE);
  if (subnet.prefix >= range.prefix && overlaps(subnet, range)) return subnet;
  throw new InputError({
    code: 'E_SUBNET',
    expected: `a network inside of ${BENCHMARK_RANGE}, such as 198.18.7.0/24`,
    actual: `${text} is not`,
    advice: 'leave --subnet out, and a free one is found',
  });
}

/** The network that an address with a prefix is in; `null` when the text is none. */
export function subnetAround(text: string): Subnet | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const numbers = (match ?? []).slice(1).map(Number);
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = numbers;
  if (match === null || Math.max(a, b, c, d) > 255 || prefix > 32) return null;
  const first = (((a << 24) | (b << 16) | (c << 8) | d) & ~hostMask(prefix)) >>> 0;
  return { cidr: `${dotted(first)}/${String(prefix)}`, first, prefix };
}

export function overlaps(one: Subnet, other: Subnet): boolean {
  const mask = ~hostMask(Math.min(one.prefix, other.prefix));
  return (one.first & mask) === (other.first & mask);
}

/** The nth address of a subnet; 0 is the network itself, 1 the gateway. */
export function addressOf(subnet: Subnet, n: number): string {
  if (n >= hostMask(subnet.prefix)) {
    throw new InputError({
      code: 'E_SUBNET',
      expected: `a network with room for address ${String(n)}`,
      actual: `${subnet.cidr} has ${String(Math.max(0, hostMask(subnet.prefix) - 1))} addresses`,
      advice: 'give a larger network, or fewer nodes',
    });
  }
  return dotted(subnet.first + n);
}

/** The /24 networks of a range, from one of them on, round about. */
export function* networksOf(range: Subnet, start: number): Generator<Subnet> {
  const count = 2 ** Math.max(0, 24 - range.prefix);
  for (let i = 0; i < count; i += 1) {
    const first = range.first + ((start + i) % count) * 256;
    yield { cidr: `${dotted(first)}/24`, first, prefix: 24 };
  }
}

function hostMask(prefix: number): number {
  return prefix === 0 ? 0xffffffff : 2 ** (32 - prefix) - 1;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}
