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
    value: valueInWords(kind.schema, 'a node, a role or "all"; or targets: a list of nodes'),
    presets: kind.presets ?? [],
    fs: [start, `stop-${kind.name}`],
    overlap: () => kind.overlap,
    scope(f, value, nodes) {
      if (kind.overlap.ofGroup === true) return null;
      if (f !== start) return endIntent(f, value, nodes).nodes;
      const { targets } = parsedIntent(kind, value);
      const [target = '', ...others] = targets;
      return others.length > 0 ? targets : scopeOf(target, nodes);
    },
    validate(f, value, nodes) {
      if (f === start) nodeIntent(kind, value, nodes);
      else endIntent(f, value, nodes);
    },
    alsoNeeds(f, value, nodes) {
      const byRole = f === start && nodeIntent(kind, value, nodes).targets.some(needsPrimary);
      return byRole ? ['primaries'] : [];
    },
    refusal(f, value, layout) {
      if (f !== start) return null;
      const { targets, degree } = parsedIntent(kind, value);
      const { on } = kind;
      const [reason = null] = targets.flatMap(
        (target) =>
          (on === undefined ? null : targetRefusal(f, target, on, layout)) ??
          kind.refusal?.(degree, target, layout) ??
          [],
      );
      return reason;
    },
    account: (_f, effect) =>
      nodeAccount(kind.name, recordedNodes(kind.name, effect), kind.harm, sparedIn(effect)),
    create: (context) => new ActiveNodeFault(context, kind),
  };
}
