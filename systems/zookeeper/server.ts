import type { NodeAddress, ProgramSpec } from '../../harness/index.js';
import { imageOfVersion } from './image.js';
import { CLIENT_PORT } from './protocol/session.js';
import { configurationOf, type ZooKeeperOptions } from './options.js';

const DATA_FOLDER = '/var/lib/faultline-zookeeper';
const CONFIG_FOLDER = '/etc/faultline-zookeeper';

/** Files that hold its data: the log of transactions, and snapshots of the tree. */
export const DATA_FILES = { log: /\/version-2\/log\.[^/]+$/, snapshot: /\/snapshot\.[^/]+$/ };

const LOGGING = `
log4j.rootLogger=INFO, CONSOLE
log4j.appender.CONSOLE=org.apache.log4j.ConsoleAppender
log4j.appender.CONSOLE.layout=org.apache.log4j.PatternLayout
log4j.appender.CONSOLE.layout.ConversionPattern=%d{ISO8601} %-5p %C{1} - %m%n
`;

/** ZooKeeper on one node, a server of an ensemble of all nodes. */
export function serverOn(
  node: NodeAddress,
  nodes: readonly NodeAddress[],
  options: ZooKeeperOptions,
): ProgramSpec {
  const servers = nodes.map(({ address }, at) => `server.${at + 1}=${address}:2888:3888`);
  const configuration = [
    `dataDir=${DATA_FOLDER}`,
    `clientPort=${CLIENT_PORT}`,
    '4lw.commands.whitelist=srvr',
    ...configurationOf(options),
    ...servers,
  ];
  return {
    name: 'zookeeper',
    image: imageOfVersion(options.version),
    entrypoint: ['java'],
    command: [
      '-Xmx192m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-cp',
      `${CONFIG_FOLDER}:/usr/share/java/zookeeper.jar`,
      'org.apache.zookeeper.server.quorum.QuorumPeerMain',
      `${CONFIG_FOLDER}/zoo.cfg`,
    ],
    files: {
      [`${CONFIG_FOLDER}/zoo.cfg`]: `${configuration.join('\n')}\n`,
      [`${CONFIG_FOLDER}/log4j.properties`]: LOGGING,
      [`${DATA_FOLDER}/myid`]: `${nodes.indexOf(node) + 1}\n`,
    },
    dataFolders: [DATA_FOLDER],
  };
}
