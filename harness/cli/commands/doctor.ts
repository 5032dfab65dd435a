import { Command } from 'commander';

import { doctor, fix } from '../../../docker/index.js';
import { checkHosts } from '../../../hosts/index.js';
import type { Finding } from '../../core/finding.js';
import type { SystemDefinition } from '../../core/system.js';
import { ownSystems } from '../chosen-parts.js';
import type { CommandContext } from '../command-context.js';
import { type ConfigOptions, configOption } from '../common-options.js';
import { EXIT } from '../exit-code.js';
import { styled, type Text } from '../../core/styled-text.js';
import { Screen } from '../screen.js';

interface DoctorOptions extends ConfigOptions {
  readonly fix?: true;
  readonly json?: true;
}

/** What is there, what is missing, and what to do about it; also on the hosts that a config names. */
export function doctorCommand(line: CommandContext): Command {
  return new Command('doctor')
    .description(
      'tell what real nodes need here, and on the hosts of a config; exits 0 when nothing is missing that your systems need, else 255',
    )
    .option('--fix', 'install and start what can be installed on Debian and Ubuntu')
    .option('--json', 'as JSON')
    .addOption(configOption())
    .addHelpText('before', 'Examples:\n  faultline doctor\n  faultline doctor --fix\n')
    .action(async (options: DoctorOptions) => {
      const screen = new Screen();
      let findings = await doctor();
      const fixable = findings.some(({ status, fixable: can }) => status === 'missing' && can);
      if (options.fix === true && fixable) {
        await fix(findings, { progress: (line) => screen.log(`  ${line}`) });
        findings = await doctor();
      }
      // What is known is told before a config is read, which may be in error.
      if (options.json !== true) for (const finding of findings) screen.result(inWords(finding));
      const catalogue = await line.catalogue(options);
      const hosts = await checkHosts(catalogue.systems.flatMap(({ ssh }) => ssh ?? []));
      const needsThis = needThisMachine(ownSystems(catalogue));
      const all = [...findings, ...hosts];
      if (options.json === true) screen.json(all);
      else for (const finding of hosts) screen.result(inWords(finding));
      if (!needsThis && options.json !== true) screen.result(ONLY_HOSTS);
      const needed = needsThis ? all : hosts;
      const missing = needed.some(({ status }) => status === 'missing');
      process.exitCode = missing ? EXIT.crash : EXIT.valid;
    });
}

const ONLY_HOSTS =
  'Your systems run on hosts that ssh reaches: what is missing on this machine for nodes in containers does not count.';

/** Whether tests need nodes in containers: not where a user's own systems all run elsewhere, on hosts. */
export function needThisMachine(own: readonly Pick<SystemDefinition, 'runsOn'>[]): boolean {
  const places = new Set(own.map(({ runsOn }) => runsOn));
  return places.has('containers') || !places.has('hosts');
}

const MARKS = {
  ok: ['green', 'ok     '],
  limited: ['yellow', 'limited'],
  missing: ['red', 'MISSING'],
} as const;

function inWords({ status, check, found, meaning, advice }: Finding): Text {
  const [colour, mark] = MARKS[status];
  const line = `  ${check.padEnd(14)} ${found}: ${meaning}`;
  const then = status === 'ok' ? '' : `\n           ${' '.repeat(12)}-> ${advice}`;
  return [styled(colour, mark), line, then];
}
