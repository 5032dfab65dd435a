/// <reference types="node" />
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { ratios } from './ratios.js';

process.stdout.write(JSON.stringify(ratios(pathToFileURL(`${process.argv[2]}/`))));
