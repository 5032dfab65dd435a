import { NS_PER_MS } from '../harness/core/clock.js';
import {
  DONE,
  type Draw,
  type Generator,
  type GeneratorEvent,
  sleep,
} from '../harness/core/generator/index.js';
import { isJsonObject } from '../harness/core/nemesis-record.js';

/**
 * One op that begins a fault, and the time for which the fault is to last. The time counts from the
 * order, or from when the fault took effect where its record tells that it did so later. The time
 * that its proof takes is a part of it; so the next op comes when the time is over, or as soon as
 * the fault is proven where that takes longer.
 */
export function lasting(begin: Generator, active_ms: number): Generator {
  return beginning(begin, active_ms, null);
}

function beginning(begin: Generator, active_ms: number, inEffect_ns: number | null): Generator {
  const self: Generator = {
    op(context): Draw {
      const draw = begin.op(context);
      if (draw.kind !== 'done') {
        return { ...draw, next: beginning(draw.next, active_ms, inEffect_ns) };
      }
      // While the op is under way its thread is busy.
      if (context.freeThread() === undefined) return { kind: 'pending', next: self };
      const until_ns = (inEffect_ns ?? context.time) + active_ms * NS_PER_MS;
      const rest_ms = (until_ns - context.time) / NS_PER_MS;
      return rest_ms > 0 ? sleep(rest_ms).op(context) : DONE;
    },
    update(context, event) {
      const at_ns =
        event.type === 'invoke' || inEffect_ns === null
          ? event.time
          : Math.min(event.time, inEffect_ns + tookEffectAfter_ms(event) * NS_PER_MS);
      return beginning(begin.update(context, event), active_ms, at_ns);
    },
  };
  return self;
}

/** How long after its order a fault was in effect, by its record. */
function tookEffectAfter_ms({ value }: GeneratorEvent): number {
  if (!isJsonObject(value) || !isJsonObject(value['effect'])) return 0;
  const { inEffectAfter_ms, waitedForPrimary_ms } = value['effect'];
  const after_ms = inEffectAfter_ms ?? waitedForPrimary_ms;
  return typeof after_ms === 'number' ? after_ms : 0;
}
