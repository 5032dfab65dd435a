import { composeError, type Service } from './service.js';

/**
 * Services, each after those that it depends on, and else as they stand in the file.
 * @throws InputError where they depend on each other in a circle, or on one that is not there.
 */
export function inOrder(
  path: string,
  services: Readonly<Record<string, Service>>,
): readonly (readonly [name: string, service: Service])[] {
  const done = new Map<string, Service>();
  const visit = (name: string, waiting: readonly string[]): void => {
    if (done.has(name)) return;
    const service = services[name];
    if (service === undefined) {
      const by = waiting.at(-1) ?? '';
      throw composeError(path, `the services that ${by} depends on`, `there is no ${name}`);
    }
    if (waiting.includes(name)) {
      const circle = [...waiting, name].join(' -> ');
      throw composeError(path, 'services that depend on each other in no circle', circle);
    }
    const { depends_on: needs = [] } = service;
    for (const need of Array.isArray(needs) ? needs : Object.keys(needs)) {
      visit(need, [...waiting, name]);
    }
    done.set(name, service);
  };
  for (const name of Object.keys(services)) visit(name, []);
  return [...done];
}
