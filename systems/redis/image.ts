import { imageFolder } from '../image-folder.js';

/** Redis and Redis Sentinel, on the base that Faultline brings. */
export const REDIS_IMAGE = { folder: imageFolder('redis') };
