import { randomBytes } from 'node:crypto';
import Docker from 'dockerode';
import { execa } from 'execa';
import { systemClock } from '../../harness/core/clock.js';
import { ensureImage } from '../build/image.js';
import { dockerEngine } from '../engine/docker-engine.js';

/** Containers that the harness has not started, on a network that is not ours. */
export interface OthersContainers {
  /** In their order; unique on the engine. */
  readonly names: readonly string[];
  readonly network: string;
  /** All that must be the same after a run as before, of each container. */
  traces(): Promise<readonly string[]>;
  /** Makes one more, with the network that is named; started where that is said. */
  add(name: string, network: string, started?: boolean): Promise<string>;
  restart(name: string): Promise<void>;
  /** Runs a command in the network of a container, with the tools of this machine. */
  inNetwork(name: string, command: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

/** Starts so many servers of Redis, with no file to write. */
export async function startOthers(count: number): Promise<OthersContainers> {
  const image = await ensureImage('redis', {
    engine: dockerEngine(systemClock()),
    progress: () => undefined,
    signal: new AbortController().signal,
    exclusively: (work) => work(),
  });
  const docker = new Docker();
  const network = `others-${randomBytes(4).toString('hex')}`;
  await docker.createNetwork({ Name: network });
  const made: Docker.Container[] = [];

  async function add(name: string, mode: string, started = true): Promise<string> {
    const container = await docker.createContainer({
      name: `${network}-${name}`,
      Image: image,
      Cmd: ['redis-server', '--protected-mode', 'no', '--save', '', '--port', '6379'],
      HostConfig: { NetworkMode: mode },
    });
    made.push(container);
    if (started) await container.start();
    return `${network}-${name}`;
  }

  async function inNetwork(name: string, command: readonly string[]): Promise<string> {
    const { State } = await docker.getContainer(name).inspect();
    const { stdout } = await execa('nsenter', ['-t', String(State.Pid), '-n', ...command]);
    return stdout;
  }

  const names: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    names.push(await add(`db${String(number)}`, network));
  }

  return {
    names,
    network,
    add,
    inNetwork,
    restart: (name) => docker.getContainer(name).restart({ t: 0 }) as Promise<void>,
    traces: () =>
      Promise.all(
        names.map(async (name) => {
          const container = docker.getContainer(name);
          const { ExecIDs: _, ...told } = await container.inspect();
          const processes: unknown = await container.top({ ps_args: '-o pid,args' });
          const rules = await inNetwork(name, ['iptables-save']);
          return [
            JSON.stringify([told, processes, await container.changes()]),
            // Each text begins and ends with the time.
            rules.replace(/^#.*$/gm, ''),
            await inNetwork(name, ['nft', 'list', 'tables']).catch(() => 'no nft here'),
            await inNetwork(name, ['tc', 'qdisc', 'show']),
            await inNetwork(name, ['ss', '-Hltn']),
          ].join('\n');
        }),
      ),
    async stop() {
      await Promise.all(made.map((container) => container.remove({ force: true, v: true })));
      await docker.getNetwork(network).remove();
    },
  };
}
