import type { z } from 'zod';
import type { CapabilityName } from '../../harness/core/capabilities.js';
import type { ActiveFault, Fault, FaultContext, Overlap } from '../../harness/core/fault.js';
import type { Json, JsonObject } from '../../harness/core/json.js';
import type { NodeLayout } from '../../harness/core/layout.js';
import type { Preset } from '../../harness/core/preset.js';
import type { FaultRecord } from '../../harness/core/schedule.js';
import { type Harm, nodeAccount } from './node-account.js';
import { TargetChoice } from './target-choice.js';
import { checkTarget, needsPrimary, scopeOf, targetRefusal } from './target.js';
import { valueInWords } from './value-words.js';
import { checkedValue } from './value.js';

/** A node to which something happens now. */
export interface HappensOn<Degree> {
  readonly context: FaultContext;
  readonly node: string;
  /** What the fault's value says besides the target. */
  readonly degree: Degree;
}

/** Something that happens to one node and is over when its operation ends. */
export interface NodeEventKind<Degree extends JsonObject> {
  /** The fault's name, and its only f. */
  readonly name: string;
  readonly summary: string;
  readonly provenBy: string;
  readonly needs: readonly CapabilityName[];
  readonly overlap: Overlap;
  /** What `--nemesis` may name of it. */
  readonly presets?: readonly Preset[];
  /** What it does to the store on the node, for whoever judges the run; nothing special when absent. */
  readonly harm?: Harm;
  /** The nodes beside this one whose store it hurts, by the effect; none when absent. */
  readonly hurts?: (effect: JsonObject) => readonly string[];
  /** Of the value: a `target` (a node or a role), and the degree. */
  readonly schema: z.ZodType<Degree & { readonly target: string }>;
  /** Where it can happen to some nodes only: to those that do this. */
  readonly on?: keyof NodeLayout;
  /** Lets it happen, and proves it. The moment and the node's name are added to the effect. */
  readonly happen: (on: HappensOn<Degree>) => Promise<FaultRecord>;
}

function intentOf<Degree extends JsonObject>(
  kind: NodeEventKind<Degree>,
  value: Json | undefined,
  nodes: readonly string[],
): { readonly target: string; readonly degree: Degree } {
  const { target, ...rest } = checkedValue(kind.name, kind.schema, value);
  checkTarget(kind.name, target, nodes);
  // The schema's own type says so; TypeScript does not follow a rest of a generic type.
  return { target, degree: rest as unknown as Degree };
}

function activeEvent<Degree extends JsonObject>(
  kind: NodeEventKind<Degree>,
  context: FaultContext,
): ActiveFault {
  const choice = new TargetChoice(
    context,
    kind.name,
    kind.on === undefined ? context.nodes : context.layout[kind.on],
  );
  return {
    async invoke(_f, value) {
      const { target, degree } = intentOf(kind, value, context.nodes);
      const { node, recorded } = await choice.choose(target);
      const { effect, proof } = await kind.happen({ context, node, degree });
      return { effect: { ...recorded, node, ...effect }, proof };
    },
    heal: () => Promise.resolve(null),
  };
}

/** The fault of a kind that ends by itself. */
export function nodeEvent<Degree extends JsonObject>(kind: NodeEventKind<Degree>): Fault {
  return {
    name: kind.name,
    summary: kind.summary,
    provenBy: kind.provenBy,
    needs: kind.needs,
    value: valueInWords(kind.schema),
    presets: kind.presets ?? [],
    fs: [kind.name],
    overlap: () => kind.overlap,
    scope: (f, value, nodes) =>
      kind.overlap.ofGroup === true
        ? null
        : scopeOf(checkedValue(f, kind.schema, value).target, nodes),
    validate: (_f, value, nodes) => {
      intentOf(kind, value, nodes);
    },
    alsoNeeds: (_f, value, nodes) =>
      needsPrimary(intentOf(kind, value, nodes).target) ? ['primaries'] : [],
    refusal: (f, value, layout) =>
      kind.on === undefined
        ? null
        : targetRefusal(f, checkedValue(f, kind.schema, value).target, kind.on, layout),
    account(_f, effect) {
      const { node } = effect;
      const nodes = typeof node === 'string' ? [[node, undefined] as const] : [];
      const account = nodeAccount(kind.name, new Map(nodes), kind.harm);
      return { ...account, hurt: [...account.hurt, ...(kind.hurts?.(effect) ?? [])] };
    },
    create: (context) => activeEvent(kind, context),
  };
}
