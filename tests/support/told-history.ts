import { HistoryBuilder } from '../../harness/core/history-builder.js';
import { REDIS_FAULTS } from '../../systems/redis/faults/testing/stub-redis.js';

type BuiltFault = Parameters<HistoryBuilder['fault']>[0];

/** Histories by hand in which faults say of themselves what the real ones say. */
export class ToldHistory extends HistoryBuilder {
  override fault(fault: BuiltFault): this {
    const begun = REDIS_FAULTS.find(({ fs }) => fs[0] === fault.f);
    const account = begun?.account?.(fault.f, fault.effect ?? {});
    return super.fault(account === undefined ? fault : { account, ...fault });
  }
}
