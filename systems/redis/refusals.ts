import type { JsonObject } from '../../harness/index.js';
import { dataFileRefusals } from './data/kinds.js';
import { DEFAULT_VERSION, type Version, VERSIONS } from './versions.js';

/** Why the clocks of a version can't be set; those of the others can. */
const CLOCK_REFUSALS: Partial<Record<Version, string>> = {
  '6.0': 'Redis 6.0 does not tell the time that it sees (server_time_usec came with 6.2)',
  '8.0':
    'Redis 8.0 crashes at its start under libfaketime and the malloc of glibc, which libfaketime needs',
  'valkey-8.1':
    'Valkey 8.1 ends at its start under libfaketime and the malloc of glibc, which libfaketime needs',
  'valkey-9.1':
    'Valkey 9.1 ends at its start under libfaketime and the malloc of glibc, which libfaketime needs',
};

/** What can't be had with a system's options, with the reasons, by the name of the capability. */
export function refusalsWith(options: JsonObject): Readonly<Record<string, string>> {
  const version = VERSIONS.find((one) => one === options['version']) ?? DEFAULT_VERSION;
  const clocks = CLOCK_REFUSALS[version];
  return { ...dataFileRefusals(options), ...(clocks === undefined ? {} : { clocks }) };
}
