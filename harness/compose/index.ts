export { compose, type ComposedNodes } from './compose.js';
