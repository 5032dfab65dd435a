import { describe, expect, test } from 'vitest';
import { runRecordOf } from '../../tests/fixtures/run.js';
import { splitBrainReport, splitBrainScenario } from '../../tests/fixtures/split-brain.js';
import { ToldHistory } from '../../tests/support/told-history.js';
import { HELD_ELSEWHERE } from '../core/final-read.js';
import type { Bound } from '../core/bound.js';
import type { RunReport, ScenarioRecord } from '../core/results.js';
import type { Judgement } from '../core/scenario.js';
import type { Verdict } from '../core/verdict.js';
import { judge, judgeRefusal, type Case } from './judge.js';

const violated = splitBrainReport({ faults: true });
const healthy = splitBrainReport({ faults: false });

function caseOf({ plan, run, history, analysis }: RunReport, changes: Partial<Case>): Case {
  return {
    scenario: splitBrainScenario,
    plan,
    run,
    history,
    verdicts: analysis.verdicts,
    ...changes,
  };
}

function expecting(expectation: ScenarioRecord['expectation']): ScenarioRecord {
  return { ...splitBrainScenario, expectation, conditions: [] };
}

function missingIn(judgement: Judgement): string {
  return judgement.result === 'proved-nothing' ? judgement.missing.join('; ') : '';
}

describe('VIOLATION', () => {
  test('is as expected when the anomaly shows and the conditions are met', () => {
    const judgement = judge(caseOf(violated, {}));
    expect(judgement.result).toBe('as-expected');
    expect(judgement.sentence).toMatch(
      /^sentinel-split-brain: [\d,]+ of [\d,]+ acknowledged writes lost, .*expected VIOLATION$/,
    );
  });

  test('is not as expected when nothing was violated', () => {
    const judgement = judge(caseOf(healthy, { scenario: expecting('VIOLATION') }));
    expect(judgement.result).toBe('not-as-expected');
    expect(judgement.sentence).toContain('the expected violation was not seen');
  });

  test('is not as expected when another anomaly than the one named was found', () => {
    const scenario = { ...expecting('VIOLATION'), anomaly: 'nonlinearizable' };
    const judgement = judge(caseOf(violated, { scenario }));
    expect(judgement.result).toBe('not-as-expected');
    expect(judgement.sentence).toContain('found lost-write, not nonlinearizable');
  });

  test.each([
    [[{ proven: 'pause' }], 'proved nothing, because the fault had no effect (expected'],
    [[{ acknowledged: 1_000_000 }], 'proved nothing, because too little happened (expected'],
    [
      [{ proven: 'pause' }, { acknowledged: 1_000_000 }],
      'because the fault had no effect and too little happened (expected',
    ],
  ])('says why a run proves nothing: %j', (conditions, words) => {
    const scenario = { ...expecting('VIOLATION'), conditions };
    expect(judge(caseOf(violated, { scenario })).sentence).toContain(words);
  });

  test('proves nothing when a condition is not met, and names what is missing', () => {
    const scenario = (conditions: ScenarioRecord['conditions']): Partial<Case> => ({
      scenario: { ...splitBrainScenario, conditions },
    });
    const missing = (conditions: ScenarioRecord['conditions']): string =>
      missingIn(judge(caseOf(violated, scenario(conditions))));
    expect(missing([{ acknowledged: 1_000_000 }])).toMatch(
      /^1,000,000 acknowledged ops \(there were [\d,]+\)$/,
    );
    expect(missing([{ acknowledged: 100, during: 'partition' }])).toBe('');
    expect(missing([{ acknowledged: 1_000_000, during: 'partition' }])).toMatch(
      /^1,000,000 acknowledged writes during partition \(there were [\d,]+\)$/,
    );
    expect(missing([{ acknowledged: 1, during: 'pause' }])).toBe('the fault pause (it never ran)');
    expect(missing([{ proven: 'pause' }])).toBe('the fault pause (it never ran)');
    const reached = judge(caseOf(healthy, scenario([{ reached: 'primary-changed' }])));
    expect(missingIn(reached)).toContain('the state primary-changed');
    const fourth = { plan: { ...violated.plan, nodes: ['n1', 'n2', 'n3', 'n4'] } };
    const silent = judge(
      caseOf(violated, { ...fourth, ...scenario([{ finalReads: 'every-node' }]) }),
    );
    expect(missingIn(silent)).toBe('final reads from n4');
  });

  test('a node whose final reads came in pieces was read only where the last one came', () => {
    const scan = (cursors: readonly string[]) => {
      const builder = new ToldHistory();
      for (const [i, cursor] of cursors.entries()) {
        const result = { cursor, elements: [] };
        const [start_ms, end_ms] = [10 * i + 1, 10 * i + 2];
        builder.op({ process: 0, f: 'final-read', result, start_ms, end_ms, node: 'n1' });
      }
      const plan = { ...violated.plan, nodes: ['n1'] };
      const conditions = [{ finalReads: 'every-node' }] as const;
      const scenario = { ...splitBrainScenario, conditions };
      return missingIn(judge(caseOf(violated, { plan, scenario, history: builder.build() })));
    };
    expect(scan(['7', '3'])).toContain('final reads from n1');
    expect(scan(['7', '3', '0'])).not.toContain('final reads');
  });

  test('counts a node as read that said that others hold what was asked for', () => {
    const refusing = (code: string) => {
      const read = { process: 0, f: 'final-read', start_ms: 1, end_ms: 2, node: 'n1' };
      const history = new ToldHistory().op({ ...read, type: 'fail', error: { code } }).build();
      const plan = { ...violated.plan, nodes: ['n1'] };
      const conditions = [{ finalReads: 'every-node' }] as const;
      const scenario = { ...splitBrainScenario, conditions };
      return missingIn(judge(caseOf(violated, { plan, scenario, history })));
    };
    expect(refusing('timeout')).toContain('final reads from n1');
    expect(refusing(HELD_ELSEWHERE)).not.toContain('final reads');
  });

  test('asks for a figure of a checker to be within a bound', () => {
    const missing = (figure: Bound) => {
      const scenario = { ...splitBrainScenario, conditions: [{ figure }] };
      return missingIn(judge(caseOf(violated, { scenario })));
    };
    const lost = { checker: 'lost-writes', figure: 'counts.lost' };
    expect(missing({ ...lost, atLeast: 1 })).toBe('');
    expect(missing({ ...lost, atMost: 0 })).toMatch(
      /counts.lost of lost-writes is at most 0 \(it is \d/,
    );
    expect(missing({ ...lost, figure: 'counts.none', atLeast: 1 })).toContain('(it is not told)');
    expect(missing({ ...lost, checker: 'other', atLeast: 1 })).toContain('(it is not told)');
  });

  test('counts as acknowledged what came before the final reads', () => {
    const history = new ToldHistory()
      .op({ process: 0, f: 'add', value: 1, start_ms: 1, end_ms: 2, node: 'n1' })
      .op({ process: 0, f: 'final-read', result: [1], start_ms: 3, end_ms: 4, node: 'n1' })
      .build();
    const scenario = { ...splitBrainScenario, conditions: [{ acknowledged: 2 }] };
    expect(missingIn(judge(caseOf(violated, { scenario, history })))).toBe(
      '2 acknowledged ops (there were 1)',
    );
  });

  test('a state counts as reached only if that state was awaited', () => {
    const history = new ToldHistory()
      .fault({ f: 'await', intent: { until: { acknowledged: 5 } }, start_ms: 1, end_ms: 2 })
      .build();
    const scenario = {
      ...splitBrainScenario,
      conditions: [{ reached: 'primary-changed' }],
    } as const;
    expect(missingIn(judge(caseOf(violated, { scenario, history })))).toContain('primary-changed');
  });

  test('proves nothing when a fault was not proven, though the anomaly shows', () => {
    const doubt: Verdict = {
      checker: 'faults-proven',
      outcome: 'unknown',
      reason: 'start-partition was not proven',
      anomalies: [],
      details: {},
      about: 'faults',
    };
    const judgement = judge(caseOf(violated, { verdicts: [...violated.analysis.verdicts, doubt] }));
    expect(missingIn(judgement)).toContain('faults-proven (start-partition was not proven)');
  });

  test('stands though another checker ran out of time', () => {
    const late: Verdict = {
      checker: 'linearizable',
      outcome: 'unknown',
      reason: 'no verdict within 5 ms',
      anomalies: [],
      details: {},
    };
    const judgement = judge(caseOf(violated, { verdicts: [...violated.analysis.verdicts, late] }));
    expect(judgement.result).toBe('as-expected');
  });
});

describe('HOLDS', () => {
  test('is as expected on a valid history', () => {
    const judgement = judge(caseOf(healthy, { scenario: expecting('HOLDS') }));
    expect(judgement.result).toBe('as-expected');
  });

  test('a violation is one even where the conditions of proof are not met', () => {
    const scenario: ScenarioRecord = {
      ...expecting('HOLDS'),
      conditions: [{ acknowledged: 1_000_000 }],
    };
    const judgement = judge(caseOf(violated, { scenario }));
    expect(judgement.result).toBe('not-as-expected');
    expect(judgement.sentence).toContain('found a violation');
  });

  test('proves nothing without a verdict, or when the run was cut short', () => {
    const scenario = expecting('HOLDS');
    expect(judge(caseOf(healthy, { scenario, verdicts: [] })).result).toBe('proved-nothing');
    const run = runRecordOf({ ended: 'failed', failure: 'the engine is gone' });
    expect(missingIn(judge(caseOf(healthy, { scenario, run })))).toBe(
      'a complete run (the run failed: the engine is gone)',
    );
  });
});

describe('other expectations', () => {
  describe('UNAVAILABLE', () => {
    const scenario = expecting('UNAVAILABLE');
    /** Two kills: from 10 and from 20 to 60 ms, so that the second half of both is from 40 ms on. */
    const judged = (
      ...ops: readonly (readonly [f: string, start_ms: number, type: 'ok' | 'fail'])[]
    ) => {
      const builder = new ToldHistory()
        .fault({ f: 'start-kill', effect: { targets: ['n2'] }, start_ms: 9, end_ms: 10 })
        .fault({ f: 'start-kill', effect: { targets: ['n3'] }, start_ms: 19, end_ms: 20 })
        .fault({ f: 'stop-kill', start_ms: 60, end_ms: 61 });
      for (const [f, start_ms, type] of ops) {
        builder.op({ process: 0, f, type, start_ms, end_ms: start_ms + 1 });
      }
      const { verdicts } = healthy.analysis;
      return judge(caseOf(healthy, { scenario, verdicts, history: builder.build() }));
    };

    test('is as expected where ops are refused, and no write is acknowledged in the end', () => {
      const judgement = judged(
        ['add', 30, 'ok'],
        ['add', 45, 'fail'],
        ['read', 50, 'ok'],
        ['add', 62, 'ok'],
      );
      expect(judgement.result).toBe('as-expected');
      expect(judgement.sentence).toContain('1 op not acknowledged during faults');
    });

    test('is not as expected where nothing is refused, or writes go on being acknowledged', () => {
      expect(judged(['add', 5, 'ok']).sentence).toContain('no op was refused');
      const goingOn = judged(['add', 30, 'fail'], ['add', 45, 'ok']);
      expect(goingOn.result).toBe('not-as-expected');
      expect(goingOn.sentence).toContain('1 write acknowledged in the second half of the time');
    });

    test('is not as expected where something was lost', () => {
      expect(judge(caseOf(violated, { scenario })).result).toBe('not-as-expected');
    });
  });

  test('BOUNDED is never claimed without a bound to compare with', () => {
    expect(judge(caseOf(healthy, { scenario: expecting('BOUNDED') })).result).toBe(
      'proved-nothing',
    );
  });

  describe('BOUNDED', () => {
    const bounded = (bound: Omit<Bound, 'checker'>, run = violated): Judgement => {
      const scenario = {
        ...expecting('BOUNDED'),
        bound: { checker: 'lost-writes', ...bound },
      };
      return judge(caseOf(run, { scenario }));
    };

    test('is as expected where the figure is within the bound, also where writes were lost', () => {
      expect(bounded({ figure: 'counts.lost', atMost: 1_000_000 })).toMatchObject({
        result: 'as-expected',
        sentence: expect.stringMatching(
          /^sentinel-split-brain: counts\.lost of lost-writes is at most 1,000,000: it is [\d,]+; expected BOUNDED$/,
        ) as unknown,
      });
      expect(bounded({ figure: 'counts.lost', atLeast: 1, atMost: 1_000_000 }).result).toBe(
        'as-expected',
      );
    });

    test('is not as expected where the figure is beyond it, on either side', () => {
      const over = bounded({ figure: 'counts.lost', atMost: 0 });
      expect(over.result).toBe('not-as-expected');
      expect(over.sentence).toMatch(/the bound is broken: counts\.lost .* at most 0: it is [1-9]/);
      const under = bounded({ figure: 'counts.lost', atLeast: 1 }, healthy);
      expect(under.result).toBe('not-as-expected');
    });

    test('proves nothing where there is no such figure, or no such verdict', () => {
      const absent = bounded({ figure: 'counts.gone', atMost: 1 });
      expect(missingIn(absent)).toMatch(/^the figure counts\.gone .* \(it tells .*counts/);
      expect(missingIn(bounded({ figure: 'counts', atMost: 1 }))).toMatch(/^the figure counts /);
      const scenario = {
        ...expecting('BOUNDED'),
        bound: { checker: 'gone', figure: 'lost', atMost: 1 },
      };
      expect(missingIn(judge(caseOf(violated, { scenario })))).toBe('a verdict of gone');
    });

    test('proves nothing where the conditions of proof are not met', () => {
      const scenario: ScenarioRecord = {
        ...expecting('BOUNDED'),
        conditions: [{ acknowledged: 1_000_000 }],
        bound: { checker: 'lost-writes', figure: 'counts.lost', atMost: 1_000_000 },
      };
      expect(judge(caseOf(violated, { scenario })).result).toBe('proved-nothing');
    });
  });

  test('UNSUPPORTED is met by a refusal, for the reason that is expected where one is', () => {
    const scenario = expecting('UNSUPPORTED');
    const reason = 'start-clocks needs "clocks"';
    expect(judgeRefusal(scenario, reason)).toMatchObject({
      result: 'as-expected',
      sentence: expect.stringContaining(reason) as string,
    });
    const of = (refusal: string) => judgeRefusal({ ...scenario, refusal }, reason).result;
    expect(of('clocks')).toBe('as-expected');
    expect(of('disks')).toBe('not-as-expected');
    expect(judgeRefusal(scenario, null).result).toBe('not-as-expected');
  });

  test('UNSUPPORTED is refuted by a run that took place', () => {
    expect(judge(caseOf(healthy, { scenario: expecting('UNSUPPORTED') })).result).toBe(
      'not-as-expected',
    );
  });
});
