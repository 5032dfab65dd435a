import { expect, test } from 'vitest';

import { repeatCommand } from './repeat-command.js';

test('the command that repeats a run has its seed, and what else was given', () => {
  const words = ['run', '--repeat', '3', '--seed=1', '--system-option', 'a=b c'];
  expect(repeatCommand('npx faultline', words, { seed: 7 })).toBe(
    "npx faultline run --system-option 'a=b c' --seed 7",
  );
});

test('of several workloads it has the one of the run', () => {
  for (const given of [['--workload', 'set,register'], ['--workload=set,register'], []]) {
    expect(
      repeatCommand('npx mine', ['run', ...given, '--rate', '5'], { seed: 7, workload: 'set' }),
    ).toBe('npx mine run --rate 5 --workload set --seed 7');
  }
});
