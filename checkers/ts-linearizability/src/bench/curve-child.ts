/// <reference types="node" />
import process from 'node:process';
import { measureCurve } from './scaling.js';

process.stdout.write(JSON.stringify(measureCurve(process.argv[2] ?? '')));
