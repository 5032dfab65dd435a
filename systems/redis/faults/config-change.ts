import { ADMINISTRATION_OVERLAP, parameterFault } from '../../../harness/index.js';
import { ADMINISTRATION } from '../capabilities.js';

/** Changes a parameter of a running server, until it is set back. */
export const configChange = parameterFault({
  name: 'config-change',
  summary: 'changes a parameter of a running server, and sets it back',
  provenBy: 'the parameter, read back before, during and afterwards',
  presets: [
    {
      name: 'config-change',
      summary: 'the primary is told to want more replicas than there are, and refuses writes',
      values: [{ target: 'primary', parameter: 'min-replicas-to-write', value: '99' }],
      stopsWrites: true,
      mixes: ['everything'],
    },
  ],
  needs: [ADMINISTRATION.name],
  // What is changed is written to the node's configuration file, too.
  overlap: { ...ADMINISTRATION_OVERLAP, relies: ['reach', 'processes', 'node', 'data'] },
  target: 'primary',
  on: 'data',
  parameters({ capabilities }) {
    const administration = ADMINISTRATION.of(capabilities);
    return {
      get: (node, parameter) => administration.parameter(node, parameter),
      set: (node, parameter, value) => administration.setParameter(node, parameter, value),
    };
  },
});
