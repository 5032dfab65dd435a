/** etcd as a system under test. */
export { etcd } from './etcd.js';
