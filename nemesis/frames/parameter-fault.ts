import { z } from 'zod';
import type { CapabilityName } from '../../harness/core/capabilities.js';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { Fault, FaultContext, Overlap } from '../../harness/core/fault.js';
import type { NodeLayout } from '../../harness/core/layout.js';
import type { Preset } from '../../harness/core/preset.js';
import { poll } from '../../harness/core/poll.js';
import type { Finding, NodeFaultKind, Note, OnNode } from './node-fault/kind.js';
import { nodeFault } from './node-fault/node-fault.js';

const RESTORE_BOUNDS = { within_ms: 5000, every_ms: 100 } as const;

type ParameterDegree = { readonly parameter: string; readonly value: string };

/** Parameters of one program on each node, by name. */
export interface Parameters {
  /** A value now; `null` where there is none of that name. */
  readonly get: (node: string, parameter: string) => Promise<string | null>;
  readonly set: (node: string, parameter: string, value: string) => Promise<void>;
}

/** A fault that changes parameters of running programs. */
export interface ParameterFaultKind {
  readonly name: string;
  readonly summary: string;
  readonly provenBy: string;
  /** What `--nemesis` may name of it. */
  readonly presets?: readonly Preset[];
  readonly needs: readonly CapabilityName[];
  readonly overlap: Overlap;
  /** Whom it is about where the value does not say. */
  readonly target: string;
  readonly on?: keyof NodeLayout;
  readonly applies?: NonNullable<NodeFaultKind<ParameterDegree>['applies']>;
  readonly parameters: (context: FaultContext) => Parameters;
}

/** The parameters that were changed on a node, and what they were at first. */
function changedOn(on: OnNode<ParameterDegree>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(on.before).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** What a parameter was before it was changed for the first time. */
async function remember(
  parameters: Parameters,
  node: string,
  { parameter }: ParameterDegree,
): Promise<{ readonly [parameter: string]: string }> {
  const before = await parameters.get(node, parameter);
  if (before !== null) return { [parameter]: before };
  throw new EnvironmentError({
    code: 'E_FAULT_PARAMETER',
    expected: `a parameter ${parameter} on ${node}`,
    actual: 'the store knows none of that name',
    advice: 'name a parameter that this version of the store has',
  });
}

async function bites(parameters: Parameters, on: OnNode<ParameterDegree>): Promise<Finding> {
  const { node, degree } = on;
  const { parameter } = degree;
  const before = changedOn(on).get(parameter) ?? '';
  const during = await parameters.get(node, parameter);
  return {
    // The store may write a value in another form (`1mb`), but not as what it was.
    asExpected: during !== null && during !== before,
    words: [`${parameter} of ${node} was "${before}" and is "${during}"`],
    measured: { before, during },
  };
}

/** Whether none of the changed parameters is what it was at first. */
async function holds(parameters: Parameters, on: OnNode<ParameterDegree>): Promise<Finding> {
  const found = await Promise.all(
    [...changedOn(on)].map(async ([parameter, before]) => {
      const now = await parameters.get(on.node, parameter);
      return {
        changed: now !== null && now !== before,
        words: `${parameter} of ${on.node} was "${before}" and is "${now}"`,
      };
    }),
  );
  return {
    asExpected: found.every(({ changed }) => changed),
    words: found.map(({ words }) => words),
  };
}

/** Sets back all that was changed on a node, which another fault may just have given back. */
async function setBack(parameters: Parameters, on: OnNode<ParameterDegree>): Promise<Note> {
  const words: string[] = [];
  for (const [parameter, before] of changedOn(on)) {
    const last = { problem: '' };
    // No signal: what was changed is set back after an interruption too.
    const restored = await poll(on.context.clock, RESTORE_BOUNDS, async () => {
      try {
        await parameters.set(on.node, parameter, before);
        return (await parameters.get(on.node, parameter)) === before ? true : null;
      } catch (thrown) {
        last.problem = messageOf(thrown);
        return null;
      }
    });
    if (restored.reached || last.problem === '') continue;
    words.push(`${parameter} of ${on.node} could not be set back: ${last.problem}`);
  }
  return { words };
}

async function healed(parameters: Parameters, on: OnNode<ParameterDegree>): Promise<Finding> {
  const now: Record<string, string | null> = {};
  const words: string[] = [];
  for (const [parameter, before] of changedOn(on)) {
    const value = await parameters.get(on.node, parameter).catch(() => null);
    now[parameter] = value;
    words.push(
      `${parameter} of ${on.node} was "${before}" at first, and ${value === null ? 'could not be read' : `is "${value}" now`}`,
    );
  }
  const asExpected = [...changedOn(on)].every(([name, before]) => now[name] === before);
  return { asExpected, words, measured: now };
}

/** A fault of one kind on parameters; several of one node may be changed one after the other. */
export function parameterFault(kind: ParameterFaultKind): Fault {
  const { target, parameters, ...rest } = kind;
  return nodeFault<ParameterDegree>({
    ...rest,
    schema: z.strictObject({
      target: z.string().default(target),
      parameter: z.string().regex(/^[a-z][a-z0-9-]*$/),
      value: z.string(),
    }),
    remember: (context, node, degree) => remember(parameters(context), node, degree),
    begin: ({ context, node, degree }) =>
      parameters(context).set(node, degree.parameter, degree.value),
    bites: (on) => bites(parameters(on.context), on),
    holds: (on) => holds(parameters(on.context), on),
    held: (on) => holds(parameters(on.context), on),
    end: (on) => setBack(parameters(on.context), on),
    healed: (on) => healed(parameters(on.context), on),
  });
}
