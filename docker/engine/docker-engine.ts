import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { type Clock, sleep } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import { bounded } from './bounded.js';
import { fileIn, filesIn, packed, replacedIn } from './archive.js';
import { containerOptions, detailsOf, incarnationOf, stateOf } from './docker-container.js';
import { runCommand } from './docker-exec.js';
import { buildImage, importImage, pullImage } from './docker-image.js';
import { engineError, engineGone, statusOf } from './engine-error.js';
import { DEFAULT_ADDRESS, type Engine, type NetworkInfo } from './engine.js';
import { nodeNotRunning, nodeVanished } from './node-gone.js';
import { Output } from './output.js';

const CALL_MS = 30_000;
const REMOVE_MS = 60_000;
/** The kernel's default. */
const CPU_PERIOD_US = 100_000;
/** More than any machine has. The engine takes 0 for no change, and refuses -1. */
const UNLIMITED_BYTES = 2 ** 62;
/** Exit code of a program that was killed. */
const KILLED = 137;
const GONE_TRIES = 100;
const GONE_POLL_MS = 100;

const load = createRequire(import.meta.url);

/**
 * The Docker engine at an address, by default that of `DOCKER_HOST` or the usual socket. The
 * nodes' addresses must be reachable from here, so the engine runs on this machine.
 */
export function dockerEngine(
  clock: Clock,
  address: string = process.env['DOCKER_HOST'] ?? DEFAULT_ADDRESS,
): Engine {
  const socketPath = /^unix:\/\/(.+)$/.exec(address)?.[1];
  // Loaded when it is needed: it takes a third of a second, and most commands need no engine.
  const Client = load('dockerode') as typeof Docker;
  const docker = new Client(socketPath === undefined ? {} : { socketPath, host: undefined });

  const call = async <T>(doing: string, work: () => Promise<T>, timeout_ms = CALL_MS) => {
    try {
      return await bounded(clock, timeout_ms, work(), () =>
        engineGone(address, `${doing} had no answer within ${String(timeout_ms)} ms`),
      );
    } catch (thrown) {
      throw engineError(address, doing, thrown);
    }
  };

  return {
    address,

    info: () =>
      call('tell its version', async () => {
        const [version, info] = await Promise.all([
          docker.version(),
          docker.info() as Promise<{ DockerRootDir: string }>,
        ]);
        return {
          version: version.Version,
          rootFolder: info.DockerRootDir,
        };
      }),

    imageId: (tag) =>
      call(`find image ${tag}`, () =>
        orWhenMissing(
          async () => (await docker.getImage(tag).inspect()).Id,
          () => null,
        ),
      ),
    pull: (tag, stall_ms, progress, signal) =>
      pullImage(docker, clock, tag, stall_ms, progress, signal).catch((thrown: unknown) => {
        signal.throwIfAborted();
        throw engineError(address, `pull ${tag}`, thrown);
      }),
    importImage: (archive, tag, labels) =>
      importImage(docker, archive, tag, labels).catch((thrown: unknown) => {
        throw engineError(address, `import ${tag}`, thrown);
      }),
    build: (spec, progress, signal) =>
      buildImage(docker, spec, progress, signal).catch((thrown: unknown) => {
        signal.throwIfAborted();
        throw engineError(address, `build ${spec.tag}`, thrown);
      }),
    networks: () =>
      call('list networks', async () =>
        (await docker.listNetworks()).map((network): NetworkInfo => ({
          id: network.Id,
          name: network.Name,
          subnets: (network.IPAM?.Config ?? []).flatMap(({ Subnet }) =>
            Subnet === undefined ? [] : [Subnet],
          ),
          labels: network.Labels ?? {},
        })),
      ),
    createNetwork: (spec) =>
      call(`create network ${spec.name}`, async () => {
        const network = await docker.createNetwork({
          Name: spec.name,
          CheckDuplicate: true,
          Driver: 'bridge',
          // No way out through the host: neither a masquerade nor a forward rule.
          Internal: true,
          IPAM: { Config: [{ Subnet: spec.subnet, Gateway: spec.gateway }] },
          Options: { 'com.docker.network.bridge.name': spec.bridge },
          Labels: { ...spec.labels },
        });
        return network.id;
      }),
    removeNetwork: (id) =>
      call(`remove network ${id}`, async () => {
        await orWhenMissing(
          () => docker.getNetwork(id).remove() as Promise<unknown>,
          () => null,
        );
      }),

    containers: (label) =>
      call('list containers', async () =>
        (await docker.listContainers({ all: true, filters: { label: [label] } })).map(
          (container) => ({
            id: container.Id,
            name: (container.Names[0] ?? '').replace(/^\//, ''),
            state: stateOf(container.State),
            labels: container.Labels,
          }),
        ),
      ),
    findContainer: (name) =>
      call(`find container ${name}`, () =>
        orWhenMissing(
          async () => detailsOf(await docker.getContainer(name).inspect()),
          () => null,
        ),
      ),
    createContainer: (spec) =>
      call(`create container ${spec.name}`, async () => {
        const container = await docker.createContainer(containerOptions(spec));
        return container.id;
      }),
    startContainer: (id) =>
      call('start container', async () => {
        await docker.getContainer(id).start();
      }),
    killContainer: (id) =>
      call('kill container', async () => {
        const container = docker.getContainer(id);
        try {
          await container.kill();
        } catch (thrown) {
          // 409: it does not run.
          if (statusOf(thrown) !== 409) throw thrown;
        }
        await container.wait();
      }),
    signalContainer: (id, signal) =>
      call('signal container', async () => {
        await docker.getContainer(id).kill({ signal });
      }),
    containerIncarnation: (id) =>
      call('inspect container', async () => {
        return incarnationOf(await docker.getContainer(id).inspect());
      }),
    containerStarted: (id) =>
      call('inspect container', async () => {
        const { Running, StartedAt } = (await docker.getContainer(id).inspect()).State;
        return Running ? Date.parse(StartedAt) : null;
      }),
    containerProcess: (id) =>
      call('find the process of a container', async () => {
        const { Pid, Running } = (await docker.getContainer(id).inspect()).State;
        if (!Running || Pid === 0) throw new Error('it does not run');
        return Pid;
      }),
    containerState: (id) =>
      call('inspect container', async () =>
        stateOf((await docker.getContainer(id).inspect()).State.Status),
      ),
    putFiles: (id, files) =>
      call('put files into a container', async () => {
        await docker.getContainer(id).putArchive(await packed(files), { path: '/' });
      }),
    hasPath: (id, path) =>
      call('look for a file of a container', () =>
        orWhenMissing(
          async () => {
            const answer = (await docker.getContainer(id).infoArchive({ path })) as Readable;
            // A connection whose answer nobody reads stays open, and the process with it.
            answer.resume();
            return true;
          },
          () => false,
        ),
      ),
    getFile: (id, path) =>
      call('read a file of a container', () =>
        orWhenMissing(
          async () => fileIn(await docker.getContainer(id).getArchive({ path })),
          () => null,
        ),
      ),
    filesBelow: (id, folder) =>
      call('list files of a container', () =>
        orWhenMissing(
          async () => filesIn(await docker.getContainer(id).getArchive({ path: folder }), folder),
          () => [],
        ),
      ),
    replaceFile: (id, path, content) =>
      call('replace a file of a container', async () => {
        const container = docker.getContainer(id);
        const replaced = await replacedIn(await container.getArchive({ path }), path, content);
        await container.putArchive(replaced, { path: '/' });
      }),
    pauseContainer: (id) =>
      call('pause container', async () => {
        await docker.getContainer(id).pause();
      }),
    unpauseContainer: (id) =>
      call('unpause container', async () => {
        await docker.getContainer(id).unpause();
      }),
    limitCpu: (id, percent) =>
      call('limit the processor time of a container', async () => {
        await docker.getContainer(id).update({
          CpuPeriod: CPU_PERIOD_US,
          CpuQuota: percent === null ? -1 : Math.round((percent * CPU_PERIOD_US) / 100),
        });
      }),
    limitMemory: (id, bytes) =>
      call('limit the memory of a container', async () => {
        const Memory = bytes ?? UNLIMITED_BYTES;
        await docker.getContainer(id).update({ Memory, MemorySwap: Memory });
      }),
    removeContainer: (id) =>
      call(
        'remove container',
        async () => {
          try {
            await docker.getContainer(id).remove({ force: true, v: true });
          } catch (thrown) {
            // 409: somebody else is removing it at this moment.
            if (statusOf(thrown) !== 404 && statusOf(thrown) !== 409) throw thrown;
            await untilGone(docker, clock, id, thrown);
          }
        },
        REMOVE_MS,
      ),
    containerLog: (id, lines) =>
      call('read container log', async () => {
        const log = await docker
          .getContainer(id)
          .logs({ stdout: true, stderr: true, tail: lines, follow: false });
        const output = new Output();
        output.push(log);
        return output.stdout + output.stderr;
      }),
    exec: (id, command, options) =>
      call(
        `run ${command[0] ?? ''}`,
        async () => {
          const result = await runCommand(docker, clock, id, command, options);
          // Whoever removes a container kills what runs in it first.
          if (result.exitCode === KILLED) await docker.getContainer(id).inspect();
          return result;
        },
        options.timeout_ms,
      ).catch((thrown: unknown) => {
        if (!(thrown instanceof EnvironmentError)) throw thrown;
        const status = statusOf(thrown.cause);
        throw status === 409 ? nodeNotRunning(thrown) : status === 404 ? nodeVanished(id) : thrown;
      }),
  };
}

/** Waits for a removal by somebody else; throws `reason` when the container stays. */
async function untilGone(docker: Docker, clock: Clock, id: string, reason: unknown): Promise<void> {
  for (let tries = 0; tries < GONE_TRIES; tries += 1) {
    const there = await orWhenMissing(
      () => docker.getContainer(id).inspect(),
      () => null,
    );
    if (there === null) return;
    await sleep(clock, GONE_POLL_MS);
  }
  throw reason;
}

async function orWhenMissing<T, M>(work: () => Promise<T>, missing: () => M): Promise<T | M> {
  try {
    return await work();
  } catch (thrown) {
    if (statusOf(thrown) === 404) return missing();
    throw thrown;
  }
}
