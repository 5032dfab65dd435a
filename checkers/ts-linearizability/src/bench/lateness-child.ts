/// <reference types="node" />
import process from 'node:process';
import { measureLateness } from './lateness.js';

process.stdout.write(JSON.stringify(await measureLateness(process.argv[2] ?? '')));
