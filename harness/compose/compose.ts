import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type * as Yaml from 'yaml';
import { fromConfig } from '../core/config-folder.js';
import { messageOf } from '../core/errors.js';
import type { ProgramSpec } from '../core/programs.js';
import type { AtNode, Place } from '../described/description.js';
import { inOrder } from './order.js';
import { programOf, wordsOf } from './program.js';
import { composeError, type Service, servicesIn } from './service.js';

/** The services of a compose file as nodes: a part of the argument of `defineSystem`. */
export interface ComposedNodes {
  /** One for each service. */
  readonly nodeCount: number;
  /** Other names by which the nodes find each other, in their order: those of the services. */
  readonly aliases: readonly (readonly string[])[];
  readonly startsInTurn: true;
  readonly start: (place: Place<unknown>) => ProgramSpec;
  /** What the health checks of the services say; absent where no service has one. */
  readonly ready?: (at: AtNode<never, undefined>) => Promise<boolean>;
  readonly check: (options: unknown, nodes: readonly string[]) => string | undefined;
}

/**
 * Takes services of a compose file as nodes, in the order of their `depends_on`: the first becomes `n1`,
 * the next `n2`. They find each other by the names of the services.
 *
 * Taken over: image, build (a folder), command, entrypoint, environment, volumes (named ones are empty
 * when a run begins; files and folders of texts are copied, as if they were read-only), user, working_dir,
 * depends_on, and healthcheck as readiness. Without effect are ports, expose, networks, restart, labels
 * and logging: nodes have addresses and a network of their own, and faults need what was killed to stay
 * down. All else is refused.
 *
 * @param file path of the compose file; a relative one counts from the folder of the config.
 * @param names the services to take, by which their order does not change; all when absent.
 * @throws InputError that names what can't be taken over.
 * @example
 * defineSystem({ name: 'store', summary: '…', ...compose('compose.yaml'), client });
 */
export function compose(file: string, names?: readonly string[]): ComposedNodes {
  const path = fromConfig(file);
  const all = servicesIn(path, parsed(path));
  const unknown = names?.find((name) => all[name] === undefined);
  if (unknown !== undefined) {
    throw composeError(path, `a service ${unknown}`, `it has ${Object.keys(all).join(', ')}`);
  }
  const chosen = inOrder(path, all).filter(([name]) => names?.includes(name) ?? true);
  if (chosen.length === 0) throw composeError(path, 'at least one service', 'there is none');
  const programs = chosen.map(([name, service]) => programOf(path, name, service, dirname(path)));
  const checks = chosen.map(([, service]) => healthCommand(service));
  const indexOf = (place: Pick<Place<unknown>, 'node' | 'nodes'>): number =>
    place.nodes.findIndex(({ name }) => name === place.node.name);
  return {
    nodeCount: chosen.length,
    aliases: chosen.map(([name, { hostname, container_name }]) => [
      ...new Set([name, ...[hostname, container_name].filter((one) => one !== undefined)]),
    ]),
    startsInTurn: true,
    start(place) {
      const program = programs[indexOf(place)];
      if (program !== undefined) return program;
      throw composeError(path, `${String(place.nodes.length)} services`, `${programs.length}`);
    },
    ...(checks.every((command) => command === null)
      ? {}
      : {
          async ready(at) {
            const command = checks[indexOf(at)] ?? null;
            return command === null || (await at.node.exec(command)).exitCode === 0;
          },
        }),
    check: (_options, nodes) =>
      nodes.length === chosen.length
        ? undefined
        : `the compose file gives ${String(chosen.length)} nodes, not ${String(nodes.length)}`,
  };
}

function parsed(path: string): unknown {
  // Loaded where it is needed: every command loads this file.
  const { parse } = createRequire(import.meta.url)('yaml') as typeof Yaml;
  try {
    return parse(readFileSync(path, 'utf8'), { merge: true });
  } catch (thrown) {
    throw composeError(path, 'YAML that can be read', messageOf(thrown));
  }
}

function healthCommand({ healthcheck }: Service): readonly string[] | null {
  const test = healthcheck?.test;
  if (test === undefined || healthcheck?.disable === true) return null;
  if (typeof test === 'string') return ['sh', '-c', test];
  const [kind, ...rest] = test;
  if (kind === 'NONE') return null;
  return kind === 'CMD-SHELL' ? ['sh', '-c', ...rest] : kind === 'CMD' ? rest : wordsOf(test);
}
