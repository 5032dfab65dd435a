import { REPLICATION, type Replication, type ReplicationView } from '../../capabilities.js';
import {
  type Finding,
  listInWords,
  messageOf,
  offered,
  type OnNode,
} from '../../../../harness/index.js';
import { NOBODY, type RepointDegree } from './repoint-value.js';

/** What a node says of itself, or why it says nothing. */
async function ask(replication: Replication, node: string): Promise<ReplicationView | string> {
  return replication.view(node).catch((thrown: unknown) => messageOf(thrown));
}

/** Whether a node stands where it was told to, by its own word and by that of those it follows. */
export async function lookAtMistake(on: OnNode<RepointDegree>): Promise<Finding> {
  const { node, degree } = on;
  const replication = REPLICATION.of(on.context.capabilities);
  const view = await ask(replication, node);
  if (typeof view === 'string') return silent(node, view);
  return degree.to === NOBODY
    ? promoted(replication, on, view)
    : repointed(replication, node, degree.to, view);
}

/** A node that shall be a primary: those that it followed list it no more. */
async function promoted(
  replication: Replication,
  { node, before }: OnNode<RepointDegree>,
  view: ReplicationView,
): Promise<Finding> {
  const words = [inWords(node, view)];
  const { follows } = before;
  if (typeof follows !== 'string') return { asExpected: view.role === 'primary', words };
  const source = await ask(replication, follows);
  if (typeof source === 'string') return silent(follows, source);
  words.push(listing(follows, source));
  return { asExpected: view.role === 'primary' && !source.followers.includes(node), words };
}

/**
 * A node that shall follow another: that one lists it, with its link up. Where they follow each
 * other in a circle, their links say nothing: they are up or down as their reconnections met.
 */
async function repointed(
  replication: Replication,
  node: string,
  to: string,
  view: ReplicationView,
): Promise<Finding> {
  const words = [inWords(node, view)];
  if (view.follows !== to) return { asExpected: false, words };
  const circle = await circleOf(replication, node, to);
  if (circle !== null) {
    words.push(`${listInWords(circle)} follow each other: none of them takes writes`);
    return { asExpected: true, words };
  }
  const source = await ask(replication, to);
  if (typeof source === 'string') return silent(to, source);
  words.push(listing(to, source));
  return { asExpected: view.linkUp && source.followers.includes(node), words };
}

/** The nodes in the circle that begins with a node and the one it follows; `null` for none. */
async function circleOf(
  replication: Replication,
  node: string,
  to: string,
): Promise<readonly string[] | null> {
  const circle = [node];
  for (let next: string | null = to; next !== null && !circle.includes(next);) {
    circle.push(next);
    const view = await ask(replication, next);
    next = typeof view === 'string' ? null : view.follows;
    if (next === node) return circle;
  }
  return null;
}

/**
 * Whether a node follows the primary that the majority names, and is listed there; the primary
 * itself follows nobody, and has its links to those that follow it.
 */
export async function lookAtOrder({ context, node }: OnNode<RepointDegree>): Promise<Finding> {
  const replication = REPLICATION.of(context.capabilities);
  const primary = await offered(context.capabilities, 'primaries').primary();
  if (primary === null) return { asExpected: false, words: ['the majority names no primary'] };
  const view = await ask(replication, node);
  if (typeof view === 'string') return silent(node, view);
  const words = [`the majority names ${primary} as primary`, inWords(node, view)];
  if (node !== primary) {
    const source = await ask(replication, primary);
    if (typeof source === 'string') return silent(primary, source);
    words.push(listing(primary, source));
    const listed = source.followers.includes(node);
    return { asExpected: view.follows === primary && view.linkUp && listed, words };
  }
  const missing: string[] = [];
  for (const other of replication.nodes.filter((one) => one !== node)) {
    const itsView = await ask(replication, other);
    const linked = typeof itsView !== 'string' && (itsView.follows !== node || itsView.linkUp);
    if (!linked) missing.push(other);
  }
  if (missing.length > 0) words.push(`${listInWords(missing)} have no link to it`);
  return { asExpected: view.role === 'primary' && missing.length === 0, words };
}

function silent(node: string, problem: string): Finding {
  return { asExpected: false, words: [`${node} could not be asked: ${problem}`] };
}

function listing(node: string, { followers }: ReplicationView): string {
  return `${node} lists ${listInWords(followers)} as following it`;
}

function inWords(node: string, { role, follows, linkUp }: ReplicationView): string {
  if (role === 'primary') return `${node} says that it is a primary`;
  return `${node} says that it follows ${follows}, with its link ${linkUp ? 'up' : 'down'}`;
}
