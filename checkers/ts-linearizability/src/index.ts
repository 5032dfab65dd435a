export type * from './types.js';
export type * from './models/inputs.js';
export { structuralKey, valueKey } from './values/key.js';
