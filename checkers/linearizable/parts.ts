import { partitionsOf } from 'ts-linearizability';
import type { JudgedOperation, ObjectOperations } from './operations.js';
import type { AnySpecification } from './specification.js';

/** Operations that are judged by themselves: those on one object, or on a part of it. */
export interface Part {
  /** What it is about, in words; empty where that is the whole history. */
  readonly key: string;
  readonly operations: readonly JudgedOperation[];
  /** Without further parts. */
  readonly specification: AnySpecification;
  readonly object: ObjectOperations;
  /** Of the whole object. */
  readonly ofObject: AnySpecification;
}

/** The parts of a history that are linearizable if and only if all of it is, one by one. */
export function* partsOf(
  objects: readonly ObjectOperations[],
  specificationOf: (key: string | undefined) => AnySpecification,
): Generator<Part> {
  for (const object of objects) {
    const ofObject = specificationOf(object.key);
    const name = object.key ?? '';
    const one = (key: string, of: string, operations: readonly JudgedOperation[]): Part => ({
      key,
      operations,
      specification: undivided(ofObject.ofPart?.(of, operations) ?? ofObject),
      object,
      ofObject,
    });
    if (ofObject.partition === undefined) {
      yield one(name, name, object.operations);
      continue;
    }
    for (const { key, indices } of partitionsOf(ofObject, object.operations)) {
      const operations = Array.from(indices, (at) => object.operations[at] as JudgedOperation);
      yield one([name, key].filter((text) => text !== '').join(' / '), key, operations);
    }
  }
}

function undivided(specification: AnySpecification): AnySpecification {
  const { partition: _partition, ofPart: _ofPart, ...whole } = specification;
  return whole;
}
