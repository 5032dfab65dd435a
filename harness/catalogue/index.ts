/** From config files to one catalogue, in which each entry knows where it comes from. */
export { CONFIG_FILES, findConfig } from './find-config.js';
export {
  BUILT_IN,
  type ConfigSource,
  type JudgingCatalogue,
  loadCatalogue,
  loadJudging,
  type LoadedCatalogue,
} from './load-catalogue.js';
