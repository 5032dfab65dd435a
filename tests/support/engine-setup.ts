import { doctor, fix } from '../../docker/index.js';

/**
 * Before the tests that need real nodes: installs and starts what is missing, where it can be
 * and nobody is there to be asked. Where there is no engine after that, those tests skip with a
 * message, or fail if FAULTLINE_REQUIRE_ENGINE is set.
 */
export async function setup(): Promise<void> {
  const findings = await doctor({ images: [] });
  const fixable = findings.some(({ status, fixable: can }) => status === 'missing' && can);
  if (!fixable || (process.stdin.isTTY && process.env['CI'] === undefined)) return;
  await fix(findings, {
    progress: (line) => {
      process.stderr.write(`${line}\n`);
    },
  });
}
