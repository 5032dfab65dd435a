import { offered } from '../capability.js';
import { ADMINISTRATION_OVERLAP } from './overlap.js';
import { parameterFault } from './parameter-fault.js';

/** Changes a parameter of a running server, until it is set back. */
export const configChange = parameterFault({
  name: 'config-change',
  summary: 'changes a parameter of a running server, and sets it back',
  provenBy: 'the parameter, read back before, during and afterwards',
  needs: ['administration'],
  // What is changed is written to the node's configuration file, too.
  overlap: { ...ADMINISTRATION_OVERLAP, relies: ['reach', 'processes', 'node', 'data'] },
  target: 'primary',
  on: 'data',
  parameters({ capabilities }) {
    const administration = offered(capabilities, 'administration');
    return {
      get: (node, parameter) => administration.parameter(node, parameter),
      set: (node, parameter, value) => administration.setParameter(node, parameter, value),
    };
  },
});
