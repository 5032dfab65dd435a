import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { quoted } from './quote.js';

test.each([[['a b', "it's", '$HOME', '`id`', '"', '', '\n', '*', '\\', '!', '-n']]])(
  'a shell reads the words of a command as they were: %j',
  (words) => {
    const line = quoted(['printf', '%s\\0', ...words]);
    expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe(`${words.join('\0')}\0`);
  },
);
