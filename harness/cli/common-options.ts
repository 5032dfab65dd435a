import { Option, type Command } from 'commander';

import { nodeSubnet } from '../../docker/index.js';
import { MAX_EVENT_MIB } from '../histories/index.js';
import { defaultResultsFolder } from '../store/layout.js';
import { atLeast, integer } from './option-parsers.js';

/** A string of JavaScript holds about 512 MiB. */
const LONGEST_EVENT_MIB = 400;

/** The option of every command that reads a history. */
export function maxEventOption(): Option {
  return new Option('--max-event <MiB>', 'bound on one event of the history')
    .argParser(integer(1, LONGEST_EVENT_MIB))
    .default(MAX_EVENT_MIB);
}

/** The option of every command that needs the catalogue. */
export interface ConfigOptions {
  readonly config?: string;
}

export function configOption(): Option {
  return new Option(
    '--config <file>',
    'your own systems, workloads, checkers, … (default: the faultline.config.ts, .js or .mjs of this folder, or of the nearest one above)',
  );
}

/** The bounds of every command that judges a history. */
export interface BoundFlags {
  readonly maxEvent: number;
  readonly timeout?: number;
  readonly memory: number;
}

export function withBoundFlags(command: Command): Command {
  return command
    .addOption(maxEventOption())
    .option(
      '--timeout <seconds>',
      'bound on each checker (default: 60, and 20 more for each million events)',
      integer(1),
    )
    .option('--memory <MiB>', 'bound on each checker', integer(64), 2048);
}

/** The bounds as analysis takes them. */
export function boundsOf({ maxEvent, timeout, memory }: BoundFlags): {
  readonly maxEvent_MiB: number;
  readonly timeout_ms?: number;
  readonly memory_bytes: number;
} {
  return {
    maxEvent_MiB: maxEvent,
    ...(timeout === undefined ? {} : { timeout_ms: timeout * 1000 }),
    memory_bytes: memory * 1024 ** 2,
  };
}

/** Options of every command that runs tests. */
export interface RunningOptions extends ConfigOptions {
  readonly results: string;
  readonly subnet?: string;
  readonly json?: true;
  /** GiB. */
  readonly resultsLimit: number;
  readonly junit?: string;
  readonly markdown?: string;
}

export function withRunningOptions(command: Command): Command {
  return command
    .addOption(configOption())
    .option('--results <folder>', 'where runs land', defaultResultsFolder())
    .option(
      '--results-limit <GiB>',
      'bound on all stored runs: past it the oldest that passed are removed; 0: no bound',
      atLeast(0),
      10,
    )
    .option(
      '--subnet <cidr>',
      'network of the nodes, inside 198.18.0.0/15 (default: a free one)',
      (text) => nodeSubnet(text).cidr,
    )
    .option('--junit <file>', 'write JUnit XML, anew as each run ends')
    .option('--markdown <file>', 'write a summary in Markdown, anew as each run ends')
    .option('--json', 'print the outcome of each run as a line of JSON on stdout');
}
