/** How a piece of text may stand out. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** A piece of text with a style: whoever prints it makes it harmless first, and then adds the style. */
export interface Styled {
  readonly style: Style;
  readonly text: string;
}

/** Text to be printed. Escape sequences inside of it are never obeyed; styles stand beside it. */
export type Text = string | readonly (string | Styled)[];

/** A piece of text that stands out. */
export function styled(style: Style, text: string): Styled {
  return { style, text };
}
