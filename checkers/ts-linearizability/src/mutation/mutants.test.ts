import { describe, expect, it } from 'vitest';
import { mutantsOf, mutated } from './mutants.js';
import { parseModule } from './syntax.js';

/** What the code may become. */
function become(code: string): string[] {
  return mutantsOf('file.js', code).map((mutant) => mutated(code, mutant));
}

describe('mutants', () => {
  it.each([
    ['a < b;', ['a <= b;', 'a >= b;', 'true;', 'false;']],
    ['a === b;', ['a !== b;', 'true;', 'false;']],
    ['a && b;', ['a || b;', 'true;', 'false;']],
    ['a ?? b;', ['((a) && (b));']],
    ['if (a) { b(); }', ['if (true) { b(); }', 'if (false) { b(); }', 'if (a) {}']],
    ['a ? b : c;', ['true ? b : c;', 'false ? b : c;']],
    ['while (a) { b(); }', ['while (false) { b(); }', 'while (a) {}']],
    ['!(a && b) || c;', ['(a && b) || c;']],
    ['a?.b;', ['a.b;']],
    ['a?.[b];', ['a[b];']],
    ['a?.(b);', ['a(b);']],
    ['switch (a) { case b: c(); d(); }', ['switch (a) { case b:  }']],
  ])('turn conditions: %s', (code, expected) => {
    expect(become(code)).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    ['a + b;', ['a - b;']],
    ['a >>> b;', ['a << b;']],
    ['a += b;', ['a -= b;']],
    ['a ??= b;', ['a &&= b;']],
    ['a++;', ['a--;']],
    ['--a;', ['++a;']],
    ['-a;', ['+a;']],
    ['~a;', ['a;']],
    ['Math.min(a, b);', ['Math.max(a, b);']],
    ['a.slice(1);', ['a;', 'a.slice(2);']],
  ])('turn what computes: %s', (code, expected) => {
    expect(become(code)).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    ['f(true);', ['f(false);']],
    ['f(7);', ['f(8);']],
    [`f('a');`, [`f('');`]],
    [`f('');`, [`f('another');`]],
    ['f(`a${b}`);', ['f(``);']],
    ['f([a]);', ['f([]);']],
    ['f([]);', [`f(['another']);`]],
    ['f({ a });', ['f({});']],
  ])('turn values: %s', (code, expected) => {
    expect(become(code)).toEqual(expect.arrayContaining(expected));
  });

  it('leave out statements, and the whole block', () => {
    expect(become('function f() { a(); b = c; }')).toEqual([
      'function f() {}',
      'function f() { ; b = c; }',
      'function f() { a(); ; }',
    ]);
    expect(become('for (;;) { continue; }')).toEqual(['for (;;) {}']);
    expect(become('const f = () => a;')).toEqual(['const f = () => undefined;']);
  });

  it('leave names of modules and sizes of budgets alone', () => {
    expect(become(`import { a } from './a.js';`)).toEqual([]);
    expect(become('export const MOST = 4 * 1024;')).toEqual(['export const MOST = 4 / 1024;']);
    expect(become(`const c = { 'a': b };`)).toEqual(['const c = {};']);
  });

  it('do not meet what is in comments and texts', () => {
    expect(become('// a < b\nconst c = d; /* 1 + 2 */')).toEqual([]);
    expect(become(`const c = 'a < b';`)).toEqual([`const c = '';`]);
  });

  it('are programs, and each another', () => {
    const code = `function* f(a, b) {
      if (!(a?.b ?? b) || (a < b && -b > ~1)) { return [...a, { b: 'c' }]; }
      for (let i = 0; i < 3; i++) { yield a ?? b ?? \`\${i}\`; }
    }`;
    const all = become(code);
    all.forEach(parseModule);
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain(code);
  });

  it('have names that do not depend on the lines before', () => {
    const names = (code: string) => mutantsOf('a.js', code).map(({ id }) => id);
    const once = names('const c = a < b;');
    expect(once).toContain('a.js: const c = a < b;: < -> <=');
    expect(names('\n\nconst c = a < b;')).toEqual(once);
    const twice = names('{\nconst c = a < b;\n}\n{\nconst c = a < b;\n}');
    expect(twice).toEqual(expect.arrayContaining(once));
    expect(twice).toContain('a.js: const c = a < b;: < -> <= (2)');
  });
});
