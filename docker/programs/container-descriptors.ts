import { readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { ProgramDescriptors } from '../../harness/core/programs.js';
import type { Engine } from '../engine/engine.js';

/** Sets the soft limit `$1` for the other parameters, processes of this machine that may have ended. */
const LIMIT = `
limit=$1; shift
for pid in "$@"; do
  prlimit --pid "$pid" --nofile="$limit:" || [ ! -e "/proc/$pid" ] || exit 1
done`;
const LIMIT_MS = 10_000;

/** What programs in containers may have open, by the kernel of this machine: no image needs a tool. */
export class ContainerDescriptors implements ProgramDescriptors {
  readonly #engine: Engine;
  /** The id of a program's container. */
  readonly #idOf: (name: string) => string;

  constructor(engine: Engine, idOf: (name: string) => string) {
    this.#engine = engine;
    this.#idOf = idOf;
  }

  async of(name: string) {
    const first = await this.#first(name);
    const [open, limits] = await Promise.all([
      readdir(`/proc/${first}/fd`),
      Promise.all((await familyOf(first)).map(limitOf)),
    ]);
    return { open: open.length, limit: Math.max(...limits.filter((limit) => limit !== null)) };
  }

  async limit(name: string, limit: number): Promise<void> {
    const first = await this.#first(name);
    // What it forks from here on has its limit.
    await prlimit(name, limit, [first]);
    await prlimit(name, limit, await familyOf(first));
  }

  /** The first process of a program's container, as this machine numbers it. */
  async #first(name: string): Promise<string> {
    const id = this.#idOf(name);
    const pid = String(await this.#engine.containerProcess(id));
    const groups = await readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
    // An engine elsewhere numbers the processes of another machine.
    if (groups.includes(id)) return pid;
    throw limitError(name, `process ${pid} of this machine is not one of its container`);
  }
}

/** A process and all that it has begun. What runs beside it in its container has another parent. */
async function familyOf(first: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const parents = new Map(
    await Promise.all(pids.map(async (pid) => [pid, await parentOf(pid)] as const)),
  );
  const isOfFamily = (pid: string | null | undefined): boolean =>
    pid === first || (pid !== null && pid !== undefined && isOfFamily(parents.get(pid)));
  return pids.filter(isOfFamily);
}

/** `null` for the first process of the machine, and for one that has ended. */
async function parentOf(pid: string): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [, parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return parent === '0' ? null : parent;
}

/** Its soft limit; `null` where it has ended. */
async function limitOf(pid: string): Promise<number | null> {
  const limits = await readFile(`/proc/${pid}/limits`, 'utf8').catch(() => '');
  const limit = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return limit === undefined ? null : Number(limit);
}

async function prlimit(name: string, limit: number, pids: readonly string[]): Promise<void> {
  const parameters = ['-c', LIMIT, 'sh', String(limit), ...pids];
  try {
    await execa('sh', parameters, { stdin: 'ignore', timeout: LIMIT_MS, detached: true });
  } catch (thrown) {
    throw limitError(name, messageOf(thrown));
  }
}

function limitError(name: string, actual: string): EnvironmentError {
  return new EnvironmentError({
    code: 'E_PROGRAM_LIMIT',
    expected: `the limit of descriptors of ${name} to be set`,
    actual,
    advice: 'run as root on the machine of the engine, with prlimit of util-linux',
  });
}
