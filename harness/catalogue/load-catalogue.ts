import { type Catalogue, type Config, faultsOf } from '../core/catalogue.js';
import { InputError } from '../core/errors.js';
import { MIXES } from '../core/preset.js';
import { loadConfig } from './load-config.js';

/** Where entries come from: the absolute path of a config file, or {@link BUILT_IN}. */
export type ConfigSource = string;

/** The entries that Faultline brings itself. */
export const BUILT_IN: ConfigSource = 'built in';

/** A catalogue that knows what it was made of. */
export interface LoadedCatalogue extends Catalogue {
  /** Enough to load the same catalogue again, in another thread. */
  readonly sources: readonly ConfigSource[];
  /** Where an entry comes from. */
  originOf(entry: object): ConfigSource;
}

interface Part {
  readonly config: Config;
  readonly source: ConfigSource;
}

/**
 * Loads the configs of some sources and joins them into one catalogue, in this order.
 * @throws InputError where a config is wrong, or where two entries of one kind have the same name.
 */
export async function loadCatalogue(sources: readonly ConfigSource[]): Promise<LoadedCatalogue> {
  const { default: builtIn } = await import('../built-in/index.js');
  const parts = await partsOf(sources, builtIn);
  const origins = new Map<object, ConfigSource>();
  const all = <T extends Named>(kind: string, of: (config: Config) => readonly T[] | undefined) =>
    joined(kind, parts, of, origins);
  // They are one more kind of name that a command may give; a mix is nobody's.
  all('nemesis', (config) => [
    ...(config === builtIn ? MIXES : []),
    ...faultsOf(config).flatMap(({ presets = [] }) => presets),
  ]);
  return {
    systems: all('system', ({ systems }) => systems),
    workloads: all('workload', ({ workloads }) => workloads),
    checkers: all('checker', ({ checkers }) => checkers),
    models: all('model', ({ models }) => models),
    faults: all('fault', faultsOf),
    scenarios: all('scenario', ({ scenarios }) => scenarios),
    sources,
    originOf: (entry) => origins.get(entry) ?? BUILT_IN,
  };
}

/** What it takes to judge a stored run. */
export type JudgingCatalogue = Pick<Catalogue, 'workloads' | 'checkers' | 'models'>;

/**
 * Loads what judging takes of the same catalogue: without stores and their drivers, in less than half
 * of the time. Every thread that judges does so.
 * @throws InputError as {@link loadCatalogue}.
 */
export async function loadJudging(sources: readonly ConfigSource[]): Promise<JudgingCatalogue> {
  const { default: builtIn } = await import('../built-in/judging.js');
  const parts = await partsOf(sources, builtIn);
  return {
    workloads: parts.flatMap(({ config: { workloads = [] } }) => workloads),
    checkers: parts.flatMap(({ config: { checkers = [] } }) => checkers),
    models: parts.flatMap(({ config: { models = [] } }) => models),
  };
}

async function partsOf(
  sources: readonly ConfigSource[],
  builtIn: Config,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const source of sources) {
    const config = source === BUILT_IN ? builtIn : await loadConfig(source);
    parts.push({ config, source });
  }
  return parts;
}

interface Named {
  readonly name: string;
}

/** The entries of one kind of all parts; a value that stands there twice is one entry. */
function joined<T extends Named>(
  kind: string,
  parts: readonly Part[],
  of: (config: Config) => readonly T[] | undefined,
  origins: Map<object, ConfigSource>,
): readonly T[] {
  const byName = new Map<string, T>();
  for (const { config, source } of parts) {
    for (const entry of of(config) ?? []) {
      const other = byName.get(entry.name);
      if (other === entry) continue;
      if (other !== undefined) throw sameName(kind, entry.name, origins.get(other), source);
      byName.set(entry.name, entry);
      origins.set(entry, source);
    }
  }
  return [...byName.values()];
}

function sameName(
  kind: string,
  name: string,
  first: ConfigSource | undefined,
  second: ConfigSource,
): InputError {
  return new InputError({
    code: 'E_SAME_NAME',
    expected: `every ${kind} to have a name of its own`,
    actual:
      first === second
        ? `"${name}" stands twice in ${second}`
        : `"${name}" is ${first === BUILT_IN ? 'built in' : `in ${first}`}, and also in ${second}`,
    advice: `give one of them another name`,
  });
}
