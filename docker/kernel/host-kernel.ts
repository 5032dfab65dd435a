import { execa } from 'execa';
import type { Kernel, KernelFeature } from '../../harness/core/kernel.js';
import type { KernelProbe } from '../../nodes/index.js';
import { KERNEL_PROBES } from './probes.js';

const PROBE_MS = 10_000;
const UNSHARE = 'unshare';
/** The shell's exit code for a program that is not there. */
const NOT_INSTALLED = 127;

/** What a probe said: nothing where it succeeded. */
export interface ProbeOutcome {
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

/** Runs a command of the shell in namespaces of its own. */
export type RunProbe = (command: string) => Promise<ProbeOutcome>;

async function inNamespaces(command: string): Promise<ProbeOutcome> {
  const result = await execa(UNSHARE, ['--net', '--mount', '--', 'sh', '-c', command], {
    env: { LC_ALL: 'C' },
    reject: false,
    stdin: 'ignore',
    timeout: PROBE_MS,
  });
  const stderr = result.timedOut ? `${UNSHARE}: no answer within ${PROBE_MS} ms` : result.stderr;
  // Where unshare itself could not be started there is neither a code nor an output.
  return { exitCode: result.exitCode, stderr: stderr || (result.originalMessage ?? '') };
}

/** Why a probe that did not succeed means that the feature cannot be had. */
function reasonOf({ module, command }: KernelProbe, { exitCode, stderr }: ProbeOutcome): string {
  const said = stderr
    .trim()
    .split('\n', 1)
    .join()
    .replace(/^Error: /, '')
    .replace(/\.$/, '');
  // A probe that could not be made says nothing about the kernel.
  const made =
    exitCode !== undefined && exitCode !== NOT_INSTALLED && !said.startsWith(`${UNSHARE}:`);
  return made
    ? `this kernel has no ${module}: \`${command.split(' ', 1).join()}\` says ${said || `exit code ${exitCode}`}`
    : `whether this kernel has ${module} cannot be found out: ${said}`;
}

/** A kernel that is asked by trying: each feature once, when it is first asked for. */
export class HostKernel implements Kernel {
  readonly #run: RunProbe;
  readonly #known = new Map<KernelFeature, Promise<string | null>>();

  constructor(run: RunProbe) {
    this.#run = run;
  }

  lacks(feature: KernelFeature): Promise<string | null> {
    let known = this.#known.get(feature);
    if (known === undefined) {
      known = this.#look(KERNEL_PROBES[feature]);
      this.#known.set(feature, known);
    }
    return known;
  }

  async #look(probe: KernelProbe): Promise<string | null> {
    const outcome = await this.#run(probe.command);
    return outcome.exitCode === 0 ? null : reasonOf(probe, outcome);
  }
}

/** The kernel of this machine, on which the nodes run too. */
export const hostKernel: Kernel = new HostKernel(inNamespaces);
