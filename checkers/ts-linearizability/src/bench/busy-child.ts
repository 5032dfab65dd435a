/// <reference types="node" />
import process from 'node:process';

const LOOK_EVERY = 1_000_000;
const parent = process.ppid;

/** Keeps a core busy, as a neighbour of what is measured, for as long as its parent lives. */
for (let i = 1; i % LOOK_EVERY !== 0 || process.ppid === parent; i++) {
  Math.random();
}
