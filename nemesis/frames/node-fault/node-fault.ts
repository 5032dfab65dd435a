import type { Fault } from '../../../harness/core/fault.js';
import type { JsonObject } from '../../../harness/core/json.js';
import { nodeAccount, recordedNodes, sparedIn } from '../node-account.js';
import { needsPrimary, scopeOf, targetRefusal } from '../target.js';
import { valueInWords } from '../value-words.js';
import { ActiveNodeFault } from './active-node-fault.js';
import { endIntent } from './end-value.js';
import { nodeIntent, parsedIntent } from './intent.js';
import type { NodeFaultKind } from './kind.js';

/** The fault of a kind: `start-x` puts nodes under it, `stop-x` ends it on all of them. */
export function nodeFault<Degree extends JsonObject>(kind: NodeFaultKind<Degree>): Fault {
  const start = `start-${kind.name}`;
  return {
    name: kind.name,
    summary: kind.summary,
    provenBy: kind.provenBy,
    needs: kind.needs,
    kernel: kind.kernel ?? [],
    value: valueInWords(kind.schema, 'a node, a role or "all"'),
    presets: kind.presets ?? [],
    fs: [start, `stop-${kind.name}`],
    overlap: () => kind.overlap,
    scope(f, value, nodes) {
      if (kind.overlap.ofGroup === true) return null;
      if (f !== start) return endIntent(f, value, nodes).nodes;
      return scopeOf(parsedIntent(kind, value).target, nodes);
    },
    validate(f, value, nodes) {
      if (f === start) nodeIntent(kind, value, nodes);
      else endIntent(f, value, nodes);
    },
    alsoNeeds(f, value, nodes) {
      const byRole = f === start && needsPrimary(nodeIntent(kind, value, nodes).target);
      return byRole ? ['primaries'] : [];
    },
    refusal(f, value, layout) {
      if (f !== start) return null;
      const { target, degree } = parsedIntent(kind, value);
      const misplaced = kind.on === undefined ? null : targetRefusal(f, target, kind.on, layout);
      return misplaced ?? kind.refusal?.(degree, target, layout) ?? null;
    },
    account: (_f, effect) =>
      nodeAccount(kind.name, recordedNodes(kind.name, effect), kind.harm, sparedIn(effect)),
    create: (context) => new ActiveNodeFault(context, kind),
  };
}
