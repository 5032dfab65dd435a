/** ZooKeeper as a system under test. */
export { zookeeper } from './zookeeper.js';
