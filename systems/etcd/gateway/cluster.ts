import { z } from '../../../harness/index.js';
import type { Gateway } from './gateway.js';

/** A member as the cluster lists it; one that was added and has not started yet has no name. */
const listed = z.object({ ID: z.string(), peerURLs: z.array(z.string()).default([]) });

export type Listed = z.output<typeof listed>;

const listAnswer = z.object({ members: z.array(listed).default([]) });
const anyAnswer = z.object({});

/** The members of the cluster, as the asked one knows them. */
export async function membersListed(gateway: Gateway): Promise<readonly Listed[]> {
  return (await gateway.ask('/v3/cluster/member/list', {}, listAnswer)).members;
}

/** Takes a member out. @throws GatewayError where etcd refuses it, as while too few members are healthy. */
export async function memberRemove(gateway: Gateway, { ID }: Listed): Promise<void> {
  await gateway.ask('/v3/cluster/member/remove', { ID }, anyAnswer);
}

/** Adds a member, which has still to be started. @throws GatewayError as {@link memberRemove} does. */
export async function memberAdd(gateway: Gateway, peerURL: string): Promise<void> {
  await gateway.ask('/v3/cluster/member/add', { peerURLs: [peerURL] }, anyAnswer);
}
