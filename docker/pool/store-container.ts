import { DATA_FOLDER } from '../../harness/core/node.js';
import type { ContainerSpec, Labels } from '../engine/engine.js';
import { MARKER } from './reset.js';

/**
 * First process of a container in which a system starts its programs itself. It reaps orphans (the
 * kernel does, where SIGCHLD is ignored); as process 1 it survives the SIGKILL to all that a reset
 * sends.
 */
const RESIDENT = `
  $SIG{CHLD} = 'IGNORE';
  $SIG{TERM} = sub { exit 0 };
  mkdir('${DATA_FOLDER}') and chmod(01777, '${DATA_FOLDER}');
  unless (-e '${MARKER}') {
    open(my $mark, '>', '${MARKER}') or die "${MARKER}: $!";
    close($mark);
    utime(undef, undef, '${MARKER}');
  }
  sleep 3600 while 1;
`;

/** A container with the store's image in the network of a sandbox, kept from run to run. */
export function storeSpec(
  image: string,
  name: string,
  sandbox: string,
  labels: Labels,
): ContainerSpec {
  return {
    name,
    image,
    entrypoint: ['perl'],
    command: ['-e', RESIDENT],
    network: { sharedWith: sandbox },
    // Among them is libfaketime.
    volumesFrom: sandbox,
    capabilities: [],
    labels,
  };
}
