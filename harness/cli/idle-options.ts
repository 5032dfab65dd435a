import type { Command } from 'commander';

import type { LoadedCatalogue } from '../catalogue/index.js';
import { InputError } from '../core/errors.js';
import { chosenParts } from './chosen-parts.js';
import { type RunOptions, TIMING } from './run-options.js';

/**
 * Options that would have no effect are refused, not dropped in silence.
 * @throws InputError
 */
export function refuseIdleOptions(
  options: RunOptions,
  command: Command,
  catalogue: LoadedCatalogue,
): void {
  const given = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const flagOf = (name: string): string =>
    command.options.find((option) => option.attributeName() === name)?.long ?? name;
  const faultless = !['nemesis', 'schedule', 'replay'].some(given);
  const idle = [...TIMING, 'acknowledgedPerFault'].filter((name) => faultless && given(name));
  if (idle.length > 0) {
    throw new InputError({
      code: 'E_IDLE_OPTION',
      expected: `a fault that ${idle.map(flagOf).join(' and ')} can be about`,
      actual: 'none was asked for',
      advice: 'name one with --nemesis or --schedule, or leave these options out',
    });
  }
  if (options.subnet !== undefined && options.replay === undefined) {
    const { system } = chosenParts(options, catalogue);
    if (system.runsOn === 'containers' && system.attach === undefined) return;
    throw new InputError({
      code: 'E_IDLE_OPTION',
      expected: 'a system with nodes in containers for --subnet',
      actual:
        system.runsOn === 'in-process'
          ? `${system.name} runs in this process and has no network`
          : `the nodes of ${system.name} are there already, with networks of their own`,
      advice: 'leave --subnet out, or choose another system',
    });
  }
}
