import type { Clocks } from '../core/capabilities.js';
import { bounded } from '../core/bounded.js';
import type { Clock } from '../core/clock.js';
import { EnvironmentError, endsRun, messageOf } from '../core/errors.js';
import { TRUE_CLOCK } from '../core/faketime/clock-file.js';
import {
  offsetOf,
  preloadedClocks,
  type PreloadedNode,
  type PreloadedProgram,
} from '../core/faketime/preloaded-clocks.js';
import type { Node } from '../core/node.js';
import { poll } from '../core/poll.js';
import { clockFileOf } from '../core/programs.js';
import { programsOf } from './program-processes.js';

/** How far clocks are set ahead at the set-up, to see whether programs follow. */
const TRIAL_MS = 1000;
const TOLERANCE_MS = 250;
/** How long a program may take until it tells a time. */
const ANSWERS_WITHIN_MS = 10_000;
const FOLLOWS_WITHIN_MS = 3000;
const LOOK_EVERY_MS = 50;
/** Bound on asking a program for its time. */
const ANSWER_MS = 3000;

/** What a program says of its time; `null` where it has none to tell. */
type AskTime = (node: string, program: string) => Promise<number | null>;

/** The clocks of the programs that a description starts. */
export class DescribedClocks {
  readonly #system: string;
  readonly #nodes: readonly Node[];
  readonly #names: ReadonlyMap<string, readonly string[]>;
  readonly #ask: AskTime;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #preloaded: readonly PreloadedNode[] = [];

  constructor(
    system: string,
    nodes: readonly Node[],
    /** The names of the programs, by node. */
    names: ReadonlyMap<string, readonly string[]>,
    ask: AskTime,
    { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  ) {
    this.#system = system;
    this.#nodes = nodes;
    this.#names = names;
    this.#ask = ask;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** Makes the clocks of a node right, before its programs start. */
  static async prepare(node: Node, names: readonly string[]): Promise<void> {
    const programs = programsOf(node);
    await node.exec(['rm', '-rf', programs.clockFolder]);
    for (const name of names) await node.writeFile(clockFileOf(programs, name), TRUE_CLOCK);
  }

  /**
   * Sets the clocks of all programs ahead, together and for a moment, and back.
   * @throws EnvironmentError for a program that does not follow, or can't be asked.
   */
  async prove(): Promise<void> {
    this.#preloaded = await Promise.all(this.#nodes.map((node) => this.#preloadedOn(node)));
    const none = this.#preloaded.find(({ programs }) => programs.length === 0);
    if (none !== undefined) {
      throw this.#unproven(
        `a program on ${none.node.name} to tell its time`,
        '"time" gives null for every program',
      );
    }
    for (const offset_ms of [TRIAL_MS, 0]) {
      await Promise.all(
        this.#preloaded.map(({ node }) => this.clocks.set(node.name, { offset_ms, rate: 1 })),
      );
      await Promise.all(
        this.#preloaded.flatMap(({ node, programs }) =>
          programs.map((program) => this.#follows(node.name, program, offset_ms)),
        ),
      );
    }
  }

  get clocks(): Clocks {
    return preloadedClocks(this.#preloaded, this.#clock);
  }

  async #preloadedOn(node: Node): Promise<PreloadedNode> {
    const programs = programsOf(node);
    const told = await Promise.all(
      (this.#names.get(node.name) ?? []).map(async (name): Promise<PreloadedProgram | null> => {
        if ((await this.#firstTime(node.name, name)) === null) return null;
        return {
          name,
          clockFile: clockFileOf(programs, name),
          age_s: () => programs.age_s(name),
          time_ms: async () => (await this.#time(node.name, name)) ?? Number.NaN,
        };
      }),
    );
    return {
      node,
      strobeFolder: programs.clockFolder,
      programs: told.filter((program) => program !== null),
    };
  }

  /** What it says once it can be asked: nodes may be ready before each of their programs is. */
  async #firstTime(node: string, program: string): Promise<number | null> {
    const last: { thrown: unknown } = { thrown: null };
    const first = await this.#within(ANSWERS_WITHIN_MS, async () => {
      try {
        return { told: await this.#time(node, program) };
      } catch (thrown) {
        if (endsRun(thrown)) throw thrown;
        last.thrown = thrown;
        return null;
      }
    });
    if (first.reached) return first.value.told;
    throw last.thrown;
  }

  async #time(node: string, program: string): Promise<number | null> {
    const expected = `"time" to give milliseconds since 1970, or a Date, for ${program} on ${node}`;
    try {
      const answer = await bounded(this.#clock, ANSWER_MS, () => this.#ask(node, program));
      if (!answer.ended) throw new Error(`there was no answer within ${ANSWER_MS} ms`);
      if (answer.value === null || Number.isFinite(answer.value)) return answer.value;
      throw new Error(`it gave ${String(answer.value)}`);
    } catch (thrown) {
      if (endsRun(thrown)) throw thrown;
      throw this.#unproven(expected, messageOf(thrown));
    }
  }

  async #follows(node: string, program: PreloadedProgram, expected_ms: number): Promise<void> {
    const last = { offset_ms: Number.NaN };
    const { reached } = await this.#within(FOLLOWS_WITHIN_MS, async () => {
      last.offset_ms = await offsetOf(program, this.#clock);
      return Math.abs(last.offset_ms - expected_ms) <= TOLERANCE_MS ? true : null;
    });
    if (reached) return;
    throw this.#unproven(
      `the time of ${program.name} on ${node} to be ${expected_ms} ms ahead of this machine's when it is set so`,
      `it is ${last.offset_ms} ms ahead: libfaketime does not move it`,
    );
  }

  #within<T>(within_ms: number, look: () => Promise<T | null>) {
    const bounds = { within_ms, every_ms: LOOK_EVERY_MS, signal: this.#signal };
    return poll(this.#clock, bounds, look);
  }

  #unproven(expected: string, actual: string): EnvironmentError {
    return new EnvironmentError({
      code: 'E_SYSTEM_CLOCK',
      expected,
      actual,
      advice: `leave faults of clocks out, or see that ${this.#system} is linked with glibc and asks it for the time (programs of Go, static ones and those of musl do not), and that "time" asks the program itself`,
    });
  }
}

/** A program that did not start: it may be that it can't be started under libfaketime. */
export function mayBeThePreload(thrown: EnvironmentError): EnvironmentError {
  return new EnvironmentError({
    code: thrown.code,
    expected: thrown.expected,
    actual: thrown.actual,
    advice: `${thrown.advice}; this run sets clocks, so its programs are started under libfaketime, which only those linked with glibc can load (an image of Alpine has musl): try without faults of clocks`,
    cause: thrown,
  });
}
