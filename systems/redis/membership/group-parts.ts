import type { Node } from '../../../harness/index.js';
import type { Program } from '../configuration/layout.js';
import type { ProgramParts } from '../program.js';
import type { Topology } from '../topology.js';
import type { Members } from './members.js';

/** The programs of one run, and the way to them. */
export interface RunParts extends Omit<ProgramParts, 'admins'> {
  readonly topology: Topology;
  readonly members: Members;
}

/** What the members of a group are taken out and put back with. */
export interface GroupParts extends RunParts {
  /**
   * The configuration of a program that joins a group of which it knows nothing but the address of
   * the primary.
   */
  readonly joinConfig: (node: Node, program: Program, primary: string) => string;
}

/** A node of the cluster, by its name. */
export function nodeOf({ topology }: GroupParts, name: string): Node {
  const node = topology.nodes.find((one) => one.name === name);
  if (node === undefined) throw new RangeError(`there is no node "${name}"`);
  return node;
}
