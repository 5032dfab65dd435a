import type { Clocks } from '../capabilities.js';
import { type Clock, NS_PER_MS } from '../clock.js';
import type { Node } from '../node.js';
import { clockFile, TRUE_CLOCK } from './clock-file.js';
import { endStrobe, jumpsOf, startStrobe } from './strobe.js';

/** A program that was started under libfaketime. */
export interface PreloadedProgram {
  readonly name: string;
  /** What libfaketime reads, by its path on the node. */
  readonly clockFile: string;
  /** For how long its process has run, in seconds. */
  age_s(): Promise<number>;
  /** The time that it tells itself, in milliseconds since 1970. */
  time_ms(): Promise<number>;
}

/** A node, and those of its programs whose clocks can be set. */
export interface PreloadedNode {
  readonly node: Node;
  readonly programs: readonly PreloadedProgram[];
  /** Where the node may keep files of a strobe. */
  readonly strobeFolder: string;
}

/** What was read, and when: halfway between the question and the answer, by the run's clock. */
async function asked(
  clock: Clock,
  ask: () => Promise<number>,
): Promise<{ readonly value: number; readonly read_ns: number }> {
  const asked_ns = clock.now();
  const value = await ask();
  return { value, read_ns: (asked_ns + clock.now()) / 2 };
}

/** How far the clock of a program is ahead of this machine's, in milliseconds. */
export async function offsetOf(program: PreloadedProgram, clock: Clock): Promise<number> {
  const { value, read_ns } = await asked(clock, () => program.time_ms());
  return Math.round(value - (clock.epoch_ms + read_ns / NS_PER_MS));
}

/** The clocks of programs that were started under libfaketime. */
export function preloadedClocks(nodes: readonly PreloadedNode[], clock: Clock): Clocks {
  const byName = new Map(nodes.map((one) => [one.node.name, one]));
  const nodeOf = (name: string): PreloadedNode => {
    const found = byName.get(name);
    if (found === undefined) throw new RangeError(`there is no node "${name}"`);
    return found;
  };
  /** Names of the nodes whose clocks may be jumping to and fro. */
  const strobed = new Set<string>();

  return {
    async set(name, skew) {
      const { node, programs, strobeFolder } = nodeOf(name);
      if (strobed.has(name)) {
        await endStrobe(node, strobeFolder);
        strobed.delete(name);
      }
      const began_ns = await Promise.all(
        programs.map(async (program) => {
          const age =
            skew.rate === 1
              ? { value: 0, read_ns: clock.now() }
              : await asked(clock, () => program.age_s());
          await node.writeFile(program.clockFile, clockFile(skew, age.value));
          return [program.name, age.read_ns] as const;
        }),
      );
      return Object.fromEntries(began_ns);
    },
    async strobe(name, offset_ms, every_ms) {
      const { node, programs, strobeFolder } = nodeOf(name);
      await endStrobe(node, strobeFolder);
      strobed.add(name);
      const files = programs.map((program) => program.clockFile);
      const there = clockFile({ offset_ms, rate: 1 }, 0);
      await startStrobe(node, strobeFolder, files, [there, TRUE_CLOCK], every_ms);
    },
    jumps(name) {
      const { node, strobeFolder } = nodeOf(name);
      return jumpsOf(node, strobeFolder);
    },
    async offsets_ms(name) {
      const offsets = nodeOf(name).programs.map(
        async (program) => [program.name, await offsetOf(program, clock)] as const,
      );
      return Object.fromEntries(await Promise.all(offsets));
    },
  };
}
