import { EnvironmentError } from '../../harness/core/errors.js';
import type { ExecResult } from '../../harness/core/exec.js';
import { engineGone } from '../engine/engine-error.js';
import type {
  ContainerFile,
  ContainerInfo,
  ContainerSpec,
  Engine,
  Labels,
  NetworkInfo,
} from '../engine/engine.js';
import type { Routes } from '../network/routes.js';

const DONE: ExecResult = { exitCode: 0, stdout: '', stderr: '' };

interface FakeContainer extends ContainerSpec {
  readonly id: string;
  /** The name of its node, and what it is there: `n1` for the sandbox, `n1-store`. */
  readonly label: string;
  state: ContainerInfo['state'];
}

/** An engine in memory. Calls can be made to fail, or to be gone, at any moment. */
export class FakeEngine implements Engine {
  readonly address = 'fake://engine';
  /** Every call that changes something, in order: `createContainer n1`. */
  readonly calls: string[] = [];
  readonly containerTable = new Map<string, FakeContainer>();
  readonly networkTable = new Map<string, NetworkInfo>();
  /** What was put into containers, by id and path. */
  readonly files = new Map<string, Map<string, Buffer | null>>();
  /** Id by tag. */
  readonly imageTable = new Map<string, string>();
  /** Calls whose text starts with one of these are refused. */
  readonly refused = new Set<string>();
  gone = false;
  log = '';
  onExec: (container: string, command: readonly string[]) => ExecResult = () => DONE;
  #id = 0;

  async info() {
    this.#check('info');
    return { version: 'fake', rootFolder: '/' };
  }

  async imageId(tag: string) {
    this.#check('imageId');
    return this.imageTable.get(tag) ?? null;
  }

  async pull(tag: string) {
    this.#change(`pull ${tag}`);
    this.imageTable.set(tag, `id-of-${tag}`);
  }

  async importImage(_archive: unknown, tag: string) {
    this.#change(`importImage ${tag}`);
    this.imageTable.set(tag, `id-of-${tag}`);
  }

  async build(spec: { readonly tag: string }) {
    this.#change(`build ${spec.tag}`);
    this.imageTable.set(spec.tag, `id-of-${spec.tag}`);
  }

  async networks() {
    this.#check('networks');
    return [...this.networkTable.values()];
  }

  async createNetwork(spec: { name: string; subnet: string; labels: Labels }) {
    this.#change(`createNetwork ${spec.name}`);
    const id = `network-${String((this.#id += 1))}`;
    const { name, subnet, labels } = spec;
    this.networkTable.set(id, { id, name, subnets: [subnet], labels });
    return id;
  }

  async removeNetwork(id: string) {
    this.#change(`removeNetwork ${this.networkTable.get(id)?.name ?? ''}`);
    this.networkTable.delete(id);
  }

  async containers(label: string) {
    this.#check('containers');
    const [name = '', value] = label.split('=');
    return [...this.containerTable.values()].filter(({ labels }) =>
      value === undefined ? name in labels : labels[name] === value,
    );
  }

  async findContainer(name: string) {
    this.#check('findContainer');
    const found = [...this.containerTable.values()].find(
      (one) => one.id === name || one.name === name,
    );
    if (found === undefined) return null;
    const { id, state, network } = found;
    const shared = 'sharedWith' in network;
    return {
      id,
      name: found.name,
      state,
      incarnation: state === 'running' ? 'process 1' : null,
      networkMode: shared ? `container:${network.sharedWith}` : network.network,
      addresses: shared ? {} : { [network.network]: network.address },
    };
  }

  async createContainer(spec: ContainerSpec) {
    const label = spec.name.replace(/^faultline-[0-9a-f]+-/, '');
    this.#change(`createContainer ${label}`);
    const id = `container-${String((this.#id += 1))}`;
    this.containerTable.set(id, { ...spec, id, label, state: 'created' });
    return id;
  }

  async startContainer(id: string) {
    this.#change(`startContainer ${this.#container(id).label}`);
    this.#container(id).state = 'running';
  }

  async killContainer(id: string) {
    this.#change(`killContainer ${this.#container(id).label}`);
    this.#container(id).state = 'exited';
  }

  async signalContainer(id: string, signal: string) {
    this.#change(`signalContainer ${this.#container(id).label} ${signal}`);
    this.#container(id).state = 'exited';
  }

  async containerStarted(id: string) {
    this.#check('containerStarted');
    return Promise.resolve(this.#container(id).state === 'running' ? 0 : null);
  }

  async containerIncarnation(id: string) {
    this.#check('containerIncarnation');
    return this.#container(id).state === 'running' ? 'process 1' : null;
  }

  async hasPath(id: string, path: string) {
    this.#check('hasPath');
    return this.files.get(id)?.has(path) ?? false;
  }

  async containerProcess(id: string) {
    this.#check(`containerProcess ${this.#container(id).label}`);
    return 4711;
  }

  async containerState(id: string) {
    this.#check('containerState');
    return this.#container(id).state;
  }

  async putFiles(id: string, files: readonly ContainerFile[]) {
    this.#check(`putFiles ${this.#container(id).label}`);
    const there = this.files.get(id) ?? new Map<string, Buffer | null>();
    for (const { path, content } of files) there.set(path, content);
    this.files.set(id, there);
  }

  async getFile(id: string, path: string) {
    this.#check(`getFile ${this.#container(id).label}`);
    return this.files.get(id)?.get(path) ?? null;
  }

  async filesBelow(id: string, folder: string) {
    this.#check('filesBelow');
    return [...(this.files.get(id) ?? [])].flatMap(([path, content]) =>
      content !== null && path.startsWith(`${folder}/`)
        ? [{ path, size_bytes: content.length, modified_ms: 0 }]
        : [],
    );
  }

  async replaceFile(id: string, path: string, content: Buffer) {
    this.#check('replaceFile');
    this.files.get(id)?.set(path, content);
  }

  async pauseContainer(id: string) {
    this.#change(`pauseContainer ${this.#container(id).label}`);
    this.#container(id).state = 'paused';
  }

  async unpauseContainer(id: string) {
    this.#change(`unpauseContainer ${this.#container(id).label}`);
    this.#container(id).state = 'running';
  }

  async limitCpu(id: string, percent: number | null) {
    this.#change(`limitCpu ${this.#container(id).label} ${String(percent)}`);
  }

  async limitMemory(id: string, bytes: number | null) {
    this.#change(`limitMemory ${this.#container(id).label} ${String(bytes)}`);
  }

  async removeContainer(id: string) {
    this.#change(`removeContainer ${this.containerTable.get(id)?.label ?? ''}`);
    this.containerTable.delete(id);
  }

  async containerLog() {
    this.#check('containerLog');
    return this.log;
  }

  async exec(id: string, command: readonly string[]) {
    this.#check('exec');
    if (this.#container(id).state !== 'running') throw this.#refusal('exec');
    return this.onExec(id, command);
  }

  #container(id: string): FakeContainer {
    const container = this.containerTable.get(id);
    if (container === undefined) throw this.#refusal(`no container ${id}`);
    return container;
  }

  #change(call: string): void {
    this.#check(call);
    this.calls.push(call);
  }

  #check(call: string): void {
    if (this.gone) throw engineGone(this.address, `${call} ended in: connect ECONNREFUSED`);
    for (const refused of this.refused) if (call.startsWith(refused)) throw this.#refusal(call);
  }

  #refusal(call: string): EnvironmentError {
    return new EnvironmentError({
      code: 'E_ENGINE',
      expected: 'the engine to do it',
      actual: `refused: ${call}`,
      advice: '',
    });
  }
}

/** A routing table in memory. */
export class FakeRoutes implements Routes {
  readonly guarded = new Set<string>();
  readonly others: string[] = [];
  readonly #calls: string[];

  /** Notes its calls among others', so that their order can be seen. */
  constructor(calls: string[] = []) {
    this.#calls = calls;
  }

  async destinations() {
    return [...this.guarded, ...this.others];
  }

  async addGuard(subnet: string) {
    this.#calls.push('addGuard');
    this.guarded.add(subnet);
  }

  async removeGuard(subnet: string) {
    this.#calls.push('removeGuard');
    this.guarded.delete(subnet);
  }
}
