import { expect, test } from 'vitest';
import { processAge } from './process-stat.js';

test('the age of a process is read past any name', () => {
  const fields = `S ${Array.from({ length: 18 }, (_, i) => i).join(' ')} 4200 0 0`;
  expect(processAge('100.50 12.00', `17 (redis (odd) name) ${fields}`)).toBeCloseTo(58.5);
});
