import { offered } from '../capability.js';
import { ADMINISTRATION_OVERLAP } from './overlap.js';
import { parameterFault } from './parameter-fault.js';

/** Changes how a Sentinel judges and acts (`SENTINEL SET`), until it is set back. */
export const sentinelConfig = parameterFault({
  name: 'sentinel-config',
  summary: 'changes a parameter of the group on running Sentinels, and sets it back',
  provenBy: 'the parameter, read back before, during and afterwards',
  needs: ['sentinels'],
  // Sentinels write what they are told to their files.
  overlap: { ...ADMINISTRATION_OVERLAP, relies: ['reach', 'processes', 'node', 'data'] },
  target: 'all',
  on: 'sentinels',
  applies: {
    to: ({ capabilities }, node) => offered(capabilities, 'sentinels').nodes.includes(node),
    because: () => 'a Sentinel',
  },
  parameters({ capabilities }) {
    const sentinels = offered(capabilities, 'sentinels');
    return {
      get: (node, parameter) => sentinels.parameter(node, parameter),
      set: (node, parameter, value) => sentinels.setParameter(node, parameter, value),
    };
  },
});
