import { ADMINISTRATION_OVERLAP, parameterFault } from '../../../harness/index.js';
import { SENTINELS } from '../capabilities.js';

/** Changes how a Sentinel judges and acts (`SENTINEL SET`), until it is set back. */
export const sentinelConfig = parameterFault({
  name: 'sentinel-config',
  summary: 'changes a parameter of the group on running Sentinels, and sets it back',
  provenBy: 'the parameter, read back before, during and afterwards',
  presets: [
    {
      name: 'sentinel-hasty',
      summary: 'the Sentinels take a primary for down that is silent for 100 ms',
      values: [{ parameter: 'down-after-milliseconds', value: '100' }],
      mixes: ['everything'],
    },
    {
      name: 'sentinel-patient',
      summary: 'the Sentinels wait a minute for a primary that is silent',
      values: [{ parameter: 'down-after-milliseconds', value: '60000' }],
      mixes: ['everything'],
    },
  ],
  needs: [SENTINELS.name],
  // Sentinels write what they are told to their files.
  overlap: { ...ADMINISTRATION_OVERLAP, relies: ['reach', 'processes', 'node', 'data'] },
  target: 'all',
  on: 'watchers',
  applies: {
    to: ({ capabilities }, node) => SENTINELS.of(capabilities).nodes.includes(node),
    because: () => 'a Sentinel',
  },
  parameters({ capabilities }) {
    const sentinels = SENTINELS.of(capabilities);
    return {
      get: (node, parameter) => sentinels.parameter(node, parameter),
      set: (node, parameter, value) => sentinels.setParameter(node, parameter, value),
    };
  },
});
