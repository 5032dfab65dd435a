import { listInWords } from '../harness/index.js';

/** Why an option can't have this value, where it has to be one of these; `undefined` where it is. */
export function problemWithChoice(
  option: string,
  value: string,
  choices: readonly string[],
): string | undefined {
  return choices.includes(value)
    ? undefined
    : `${option} is ${value}, and there are ${listInWords(choices)}`;
}
