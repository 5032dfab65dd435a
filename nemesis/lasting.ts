import { NS_PER_MS } from '../harness/core/clock.js';
import {
  DONE,
  type Draw,
  type Generator,
  type GeneratorEvent,
  sleep,
} from '../harness/core/generator/index.js';
import { isJsonObject } from '../harness/core/json.js';

/** The share of its time for which a fault lasts after its proof, however long the proof took, and past the end. */
const SHARE_AFTER_PROOF = 0.5;

/** When a fault took effect, and when its op ended: with its proof, where it is proven. */
interface Begun {
  readonly inEffect_ns: number;
  readonly ended_ns: number;
  /** Whether the op failed. Nobody knows what it did then, if anything. */
  readonly failed: boolean;
}

/**
 * One op that begins a fault, and the time for which the fault is to last. The time counts from the
 * order, or from when the fault took effect where its record tells that it did so later. The time
 * that its proof takes is a part of it; but half of the time is left after the proof, because what
 * clients do counts only from there. This half alone may go on beyond the end of the phase. A fault whose op failed has no such half.
 */
export function lasting(begin: Generator, active_ms: number, end_ns: number): Generator {
  return beginning(begin, { active_ns: active_ms * NS_PER_MS, end_ns }, null);
}

/** For how long a fault is to last, and when the phase is to end. */
interface Span {
  readonly active_ns: number;
  readonly end_ns: number;
}

function beginning(begin: Generator, span: Span, begun: Begun | null): Generator {
  const self: Generator = {
    op(context): Draw {
      const draw = begin.op(context);
      if (draw.kind !== 'done') {
        return { ...draw, next: beginning(draw.next, span, begun) };
      }
      // While the op is under way its thread is busy.
      if (context.freeThread() === undefined) return { kind: 'pending', next: self };
      const { inEffect_ns, ended_ns, failed } = begun ?? {
        inEffect_ns: context.time,
        ended_ns: context.time,
        failed: false,
      };
      const { active_ns, end_ns } = span;
      const until_ns = Math.max(
        Math.min(inEffect_ns + active_ns, end_ns),
        failed ? ended_ns : ended_ns + active_ns * SHARE_AFTER_PROOF,
      );
      const rest_ms = (until_ns - context.time) / NS_PER_MS;
      if (rest_ms <= 0) return DONE;
      const rest = sleep(rest_ms).op(context);
      // It is over when the sleep is, and not when that begins.
      return rest.kind === 'op' ? { ...rest, next: self } : rest;
    },
    update(context, event) {
      const { time } = event;
      const inEffect_ns =
        event.type === 'invoke' || begun === null
          ? time
          : Math.min(time, begun.inEffect_ns + tookEffectAfter_ms(event) * NS_PER_MS);
      return beginning(begin.update(context, event), span, {
        inEffect_ns,
        ended_ns: time,
        failed: event.error !== undefined,
      });
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
