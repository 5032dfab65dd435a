import {
  CLEAR_LEFT_BEHIND,
  type DescriptorLimits,
  type Descriptors,
  EnvironmentError,
  FAKETIME_LIBRARY,
  faketimeEnvironment,
  type Node,
  preloadOf,
  type Processes,
} from '../../harness/index.js';
import { SENTINEL, type Program } from './configuration/layout.js';
import { startTick } from './process-stat.js';

/** What the kernel says of a process in `/proc/<pid>/status`. */
export function processState(status: string, programName: string): 'running' | 'stopped' | 'gone' {
  const field = (name: string): string =>
    new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';
  // Another process may have been given the number since.
  if (!programName.startsWith(field('Name')) || field('Name') === '') return 'gone';
  const state = field('State');
  if (state === 'Z' || state === 'X') return 'gone';
  return state === 'T' || state === 't' ? 'stopped' : 'running';
}

/** Prints a process id, and what the kernel says of the process; `$1` pid file. */
const STAT = 'pid=$(cat "$1") && echo "$pid" && cat "/proc/$pid/stat"';

/** Prints how many descriptors a process has open, and its limits; `$1` pid file. */
const DESCRIPTORS = 'pid=$(cat "$1") && ls "/proc/$pid/fd" | wc -l && cat "/proc/$pid/limits"';

/** Sets the soft limit of descriptors of a process; `$1` pid file, `$2` the limit. */
const LIMIT_DESCRIPTORS = 'prlimit --pid "$(cat "$1")" --nofile="$2":';

/** What {@link DESCRIPTORS} prints, in numbers. */
export function descriptorsIn(printed: string): Descriptors {
  const [open = ''] = printed.split('\n');
  const limit = /^Max open files\s+(\d+)/m.exec(printed)?.[1];
  return { open: Number(open), limit: Number(limit) };
}

/** Notes the process id, and becomes the program. `$1` pid file, `$2` program, `$3` configuration. */
const START = 'echo $$ > "$1.new" && mv "$1.new" "$1" && exec "$2" "$3"';

/** The same under libfaketime, whose environment is given. */
const START_WITH_CLOCK = `
[ -e "${FAKETIME_LIBRARY}" ] || { echo 'there is no libfaketime'; exit 1; }
${CLEAR_LEFT_BEHIND}
echo $$ > "$1.new" && mv "$1.new" "$1" && exec env LD_PRELOAD="${preloadOf(FAKETIME_LIBRARY)}" "$2" "$3"
`;

/** The processes of Redis on its nodes, found by the process ids that their shells left. */
export class RedisProcesses implements Processes, DescriptorLimits {
  readonly watchers = [SENTINEL.name];
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #programs: ReadonlyMap<string, readonly Program[]>;
  readonly #withClocks: boolean;

  /** @param withClocks whether clocks will be set: the programs are then slower by a quarter. */
  constructor(
    nodes: readonly Node[],
    programs: ReadonlyMap<string, readonly Program[]>,
    withClocks: boolean,
  ) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#programs = programs;
    this.#withClocks = withClocks;
  }

  list(node: string): readonly string[] {
    return (this.#programs.get(node) ?? []).map((program) => program.name);
  }

  /** Sends a signal. @throws EnvironmentError when there is no such process to send it to. */
  async signal(node: string, process: string, signal: 'KILL' | 'TERM' | 'STOP' | 'CONT') {
    const { on, program } = this.#find(node, process);
    const result = await on.exec([
      'sh',
      '-c',
      'kill -"$1" "$(cat "$2")"',
      'sh',
      signal,
      program.pidFile,
    ]);
    if (result.exitCode === 0) return;
    throw new EnvironmentError({
      code: 'E_REDIS_SIGNAL',
      expected: `${process} on ${node} to take SIG${signal}`,
      actual: `kill said: ${result.stderr.trim()}`,
      advice: 'see whether the process had ended before',
    });
  }

  /** Starts the program with the configuration that it left behind. */
  async start(node: string, process: string): Promise<void> {
    const { on, program } = this.#find(node, process);
    await on.exec(['rm', '-f', program.pidFile]);
    await on.spawn(
      [
        'sh',
        '-c',
        this.#withClocks ? START_WITH_CLOCK : START,
        'sh',
        program.pidFile,
        program.name,
        program.configFile,
      ],
      {
        logFile: program.logFile,
        ...(this.#withClocks ? { env: faketimeEnvironment(program.clockFile) } : {}),
      },
    );
  }

  async state(node: string, process: string): Promise<'running' | 'stopped' | 'gone'> {
    const { on, program } = this.#find(node, process);
    const result = await on.exec([
      'sh',
      '-c',
      'cat "/proc/$(cat "$1")/status" 2>/dev/null',
      'sh',
      program.pidFile,
    ]);
    return result.exitCode === 0 ? processState(result.stdout, program.name) : 'gone';
  }

  async incarnation(node: string, process: string): Promise<string | null> {
    const { on, program } = this.#find(node, process);
    const result = await on.exec(['sh', '-c', STAT, 'sh', program.pidFile]);
    const [pid = '', stat = ''] = result.stdout.split('\n');
    // Another process may have been given the number since; the kernel cuts a name to 15 letters.
    const isIt = stat.startsWith(`${pid} (${program.name.slice(0, 15)}) `);
    return result.exitCode === 0 && isIt ? `process ${pid}, tick ${startTick(stat)}` : null;
  }

  async descriptors(node: string, process: string): Promise<Descriptors> {
    return descriptorsIn(await this.#run(node, process, DESCRIPTORS, []));
  }

  async limitDescriptors(node: string, process: string, limit: number): Promise<void> {
    await this.#run(node, process, LIMIT_DESCRIPTORS, [String(limit)]);
  }

  async #run(
    node: string,
    process: string,
    script: string,
    parameters: readonly string[],
  ): Promise<string> {
    const { on, program } = this.#find(node, process);
    const result = await on.exec(['sh', '-c', script, 'sh', program.pidFile, ...parameters]);
    if (result.exitCode === 0) return result.stdout;
    throw new EnvironmentError({
      code: 'E_REDIS_PROCESS',
      expected: `${process} on ${node} to run`,
      actual: result.stderr.trim(),
      advice: 'see whether the process had ended before',
    });
  }

  #find(node: string, process: string): { on: Node; program: Program } {
    const on = this.#nodes.get(node);
    const program = this.#programs.get(node)?.find((one) => one.name === process);
    if (on === undefined || program === undefined) {
      throw new EnvironmentError({
        code: 'E_REDIS_PROCESS',
        expected: `a node with a process "${process}"`,
        actual: `${node} has ${this.list(node).join(', ') || 'none'}`,
        advice: 'name another node or process',
      });
    }
    return { on, program };
  }
}
