/**
 * What `LD_PRELOAD` holds for a program whose clock shall be set. libfaketime goes first and glibc
 * second: alone, it deadlocks with jemalloc before the program's port is open (jemalloc asks for the
 * time while it starts, libfaketime looks a symbol up, and that allocates). The loader finds glibc by
 * its name.
 */
export function preloadOf(library: string): string {
  return `${library} libc.so.6`;
}

/** What libfaketime reads from the environment: where the time is told, and that only wall clocks are set. */
export function faketimeEnvironment(clockFile: string): Readonly<Record<string, string>> {
  return {
    FAKETIME_TIMESTAMP_FILE: clockFile,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

/**
 * Of the shell: removes what killed processes left of libfaketime in /dev/shm. It would keep another
 * process with the number of one of them from starting.
 */
export const CLEAR_LEFT_BEHIND =
  'for left in /dev/shm/*faketime*_*; do [ -e "/proc/${left##*_}" ] || rm -f "$left"; done';
