/**
 * The first place at or below a folder where something else than the disk is mounted, of the text of
 * `/proc/<pid>/mountinfo`; `null` where there is none.
 * @param device the number of the disk, such as `7:0`.
 */
export function coveringMountIn(mountinfo: string, folder: string, device: string): string | null {
  const path = folder.replace(/\/+$/, '');
  for (const line of mountinfo.split('\n')) {
    const [, , number, , escaped = ''] = line.split(' ');
    const at = escaped.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    if ((at === path || at.startsWith(`${path}/`)) && number !== device) return at;
  }
  return null;
}
