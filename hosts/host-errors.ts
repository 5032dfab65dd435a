import { EnvironmentError, InputError } from '../harness/core/errors.js';
import { PROBE_PORT, type Unheard, waysOf } from '../nodes/index.js';

export function tooFewHosts(given: number, wanted: number): InputError {
  return new InputError({
    code: 'E_HOSTS',
    expected: `at most ${String(given)} nodes, one for each host that is given`,
    actual: `${String(wanted)} are asked for`,
    advice: 'use fewer nodes (--nodes), or give more hosts',
  });
}

export function noAddress(host: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_HOST_IPV4',
    expected: `an IPv4 address of ${host}`,
    actual: 'ssh came to an address of another kind',
    advice: `give it: { host: '${host}', address: '10.0.0.5' }`,
  });
}

export function inUse(host: string, owner: string): EnvironmentError {
  const [pid = ''] = owner.split('-');
  return new EnvironmentError({
    code: 'E_HOST_TAKEN',
    expected: `nobody else to use ${host}`,
    actual: `a harness with process id ${pid} has it, or was killed while it had it`,
    advice:
      'wait for it to end; if it was killed, run `faultline clean` on the machine where it ran',
  });
}

export function notReached(unheard: readonly Unheard[]): EnvironmentError {
  return new EnvironmentError({
    code: 'E_HOST_NETWORK',
    expected: `every host to be reached by this machine and by the other hosts, at port ${String(PROBE_PORT)}`,
    actual: `there is no way from ${waysOf(unheard)}`,
    advice:
      'let these machines talk to each other in their firewalls; where a host has several addresses, give the right one: { host, address }',
  });
}
