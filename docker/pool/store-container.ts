import { DATA_FOLDER, FAKETIME_LIBRARY } from '../../harness/core/node.js';
import type { ContainerFile, ContainerSpec, Labels } from '../engine/engine.js';
import { MARKER } from './reset.js';

/**
 * First process of a container in which a system starts its programs itself. It reaps orphans (the
 * kernel does, where SIGCHLD is ignored); as process 1 it survives the SIGKILL to all that a reset
 * sends.
 */
const RESIDENT = `
  $SIG{CHLD} = 'IGNORE';
  $SIG{TERM} = sub { exit 0 };
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
    capabilities: [],
    labels,
  };
}

/** What every container of a store is given before its first start. */
export function storeFiles(libfaketime: Buffer): readonly ContainerFile[] {
  return [
    { path: DATA_FOLDER, content: null, mode: 0o1777 },
    { path: FAKETIME_LIBRARY, content: libfaketime, mode: 0o644 },
  ];
}
