import { checkers, models } from '../../checkers/index.js';
import { workloads } from '../../workloads/index.js';
import { defineConfig } from '../core/catalogue.js';

/** What judging takes of what Faultline brings itself: no store, no driver, no fault. */
export default defineConfig({ workloads, checkers, models });
