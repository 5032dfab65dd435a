import type Docker from 'dockerode';
import type { ContainerDetails, ContainerInfo, ContainerSpec } from './engine.js';

/** What the engine is told to make a container. */
export function containerOptions(spec: ContainerSpec): Docker.ContainerCreateOptions {
  const { network } = spec;
  const shared = 'sharedWith' in network;
  return {
    name: spec.name,
    Image: spec.image,
    ...(spec.entrypoint === undefined ? {} : { Entrypoint: [...spec.entrypoint] }),
    ...(spec.command === undefined ? {} : { Cmd: [...spec.command] }),
    ...(spec.user === undefined ? {} : { User: spec.user }),
    ...(spec.workingFolder === undefined ? {} : { WorkingDir: spec.workingFolder }),
    Env: Object.entries(spec.environment ?? {}).map(([name, value]) => `${name}=${value}`),
    Labels: { ...spec.labels },
    // Who shares a network has its names and its resolver, too.
    ...(shared ? {} : { Hostname: network.hostname }),
    HostConfig: {
      ...(spec.volumesFrom === undefined ? {} : { VolumesFrom: [`${spec.volumesFrom}:ro`] }),
      ...(spec.mounts === undefined
        ? {}
        : {
            Mounts: spec.mounts.map(({ source, target }) => ({
              Type: 'bind' as const,
              Source: source,
              Target: target,
            })),
          }),
      CapAdd: [...spec.capabilities],
      NetworkMode: shared ? `container:${network.sharedWith}` : network.network,
      // The engine's resolver must not ask anybody outside.
      ...(shared ? {} : { Dns: ['127.0.0.1'] }),
      LogConfig: { Type: 'json-file', Config: {} },
    },
    ...(shared
      ? {}
      : {
          NetworkingConfig: {
            EndpointsConfig: {
              [network.network]: { IPAMConfig: { IPv4Address: network.address } },
            },
          },
        }),
  };
}

/** What the engine tells of a container. */
export function detailsOf(told: Docker.ContainerInspectInfo): ContainerDetails {
  const networks = Object.entries(told.NetworkSettings.Networks);
  return {
    id: told.Id,
    name: told.Name.replace(/^\//, ''),
    state: stateOf(told.State.Status),
    incarnation: incarnationOf(told),
    networkMode: told.HostConfig.NetworkMode ?? '',
    addresses: Object.fromEntries(
      networks.flatMap(([name, { IPAddress }]) => (IPAddress === '' ? [] : [[name, IPAddress]])),
    ),
  };
}

export function incarnationOf({ State }: Docker.ContainerInspectInfo): string | null {
  const { Running, Pid, StartedAt } = State;
  return Running ? `process ${String(Pid)}, started ${StartedAt}` : null;
}

export function stateOf(state: string): ContainerInfo['state'] {
  switch (state) {
    case 'created':
    case 'running':
    case 'paused':
    case 'exited':
      return state;
    default:
      return 'other';
  }
}
