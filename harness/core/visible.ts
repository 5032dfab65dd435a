/**
 * What a terminal may obey instead of showing: control characters (C0, DEL, C1) but the end of a line
 * and the tab, separators of lines and paragraphs, and marks that change the direction of writing.
 */
const STEERING =
  // eslint-disable-next-line no-control-regex -- control characters are what it finds
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text in which nothing can steer a terminal: each such character is shown as an escape, `\u001b`.
 * Inside of JSON the escape stands for the very character, so a JSON document keeps its value.
 */
export function visible(text: string): string {
  return text.replaceAll(
    STEERING,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
