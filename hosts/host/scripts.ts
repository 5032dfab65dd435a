import { CLEAR_LEFT_BEHIND } from '../../harness/core/faketime/preload.js';
import { HANG_CHAIN, REMOVE_CHAIN, restoreTrafficScript } from '../../nodes/index.js';

/** Where a host keeps what is to be undone on it. One harness process at a time has it. */
export const STATE = '/run/faultline/node';
/** What tells programs their time, which may run as any user. */
export const CLOCKS = `${STATE}/clocks`;
/** In the environment of every process that is started on a host, and so of its children. */
export const MARK = 'FAULTLINE_NODE';
/** Exit code where another harness process has the host; stdout names it. */
export const TAKEN = 46;
/** Exit code where something is there already that is not ours. */
export const NOT_OURS = 47;

/** What a host must have, and the package of Debian that has it. */
export const TOOLS: Readonly<Record<string, string>> = {
  base64: 'coreutils',
  find: 'findutils',
  grep: 'grep',
  ip: 'iproute2',
  iptables: 'iptables',
  'iptables-restore': 'iptables',
  'iptables-save': 'iptables',
  perl: 'perl',
  prlimit: 'util-linux',
  sed: 'sed',
  setpriv: 'util-linux',
  setsid: 'util-linux',
  tc: 'iproute2',
  timeout: 'coreutils',
};

/** Prints who we are, by which connection we came, whether sudo works, and each tool that is missing. */
export const IDENTIFY = `
id -u
echo "$SSH_CONNECTION"
sudo -n true 2>/dev/null && echo sudo || echo no-sudo
for tool in ${Object.keys(TOOLS).join(' ')}; do command -v "$tool" >/dev/null || echo "$tool"; done
`;

/** Takes a host for the owner `$1`: all of it, or nothing where somebody has it. */
export const TAKE = `
set -eu
if [ "$(cat ${STATE}/owner 2>/dev/null)" = "$1" ]; then exit 0; fi
mkdir -p /run/faultline
new=$(mktemp -d /run/faultline/new.XXXXXX)
printf %s "$1" > "$new/owner"; : > "$new/sessions"; : > "$new/files"; : > "$new/folders"; : > "$new/made"
# A folder that is not empty is never replaced: of two who try, one gets the host.
mv -T "$new" ${STATE} 2>/dev/null && exit 0
rm -r "$new"; cat ${STATE}/owner; exit ${String(TAKEN)}
`;

/** Prints the device by which a host reaches the address `$1`. */
export const DEVICE_TO = `ip -o route get "$1" | sed -n 's/.* dev \\([^ ]*\\).*/\\1/p'`;

/**
 * Of the shell: prints the ids of our processes: those with our mark, and those of a session that we
 * began (a program may write over its environment). A process id that was used again is not taken
 * for ours. With an argument, only those of the program of that name.
 */
const OURS = `
ours() {
  mark="${MARK}="; sessions=${STATE}/sessions; leaders=' '
  if [ $# -gt 0 ]; then mark="${MARK}_PROGRAM=$1\\$"; sessions=${STATE}/programs/$1/pid; fi
  while read -r pid tick; do
    line=; { read -r line < "/proc/$pid/stat"; } 2>/dev/null || true
    if [ -n "$line" ]; then set -- \${line##*) }; [ "\${20}" = "$tick" ] || continue; fi
    leaders="$leaders$pid "
  done < "$sessions"
  {
    grep -lz "^$mark" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
    for stat in /proc/[0-9]*/stat; do
      { read -r line < "$stat"; } 2>/dev/null || continue
      set -- \${line##*) }
      [ "$1" != Z ] || continue
      case "$leaders" in *" $4 "*) stat=\${stat#/proc/}; echo "\${stat%/stat}" ;; esac
    done
  } | sort -un
}
# Kills what ours prints for the same argument until it prints nothing.
kill_ours() {
  tries=0
  while pids=$(ours "$@"); [ -n "$pids" ]; do
    kill -KILL $pids 2>/dev/null || true
    tries=$((tries + 1))
    [ $tries -lt 250 ] || { echo "processes survive SIGKILL:" $pids >&2; exit 1; }
    sleep 0.02
  done
}
`;

const UNTRAFFIC = `
if [ -e ${STATE}/device ]; then
device=$(cat ${STATE}/device)
${restoreTrafficScript({ device: '"$device"' })}
fi`;

/**
 * Ends all that a run has left on a host: processes, files, the content of data folders, rules. The
 * host stays ours.
 */
const RESET = `
set -eu
${OURS}
kill_ours
: > ${STATE}/sessions
while IFS= read -r path; do rm -f -- "$path"; done < ${STATE}/files
: > ${STATE}/files
while IFS= read -r folder; do
  [ ! -d "$folder" ] || find "$folder" -xdev -mindepth 1 -delete
done < ${STATE}/folders
if [ -d ${CLOCKS} ]; then ${CLEAR_LEFT_BEHIND} fi
rm -rf ${STATE}/programs ${CLOCKS}
${UNTRAFFIC}
`;

/** Makes a host as good as new; `$1` is the device by which it reaches the others. */
export const PREPARE = `${RESET}
printf %s "$1" > ${STATE}/device
${HANG_CHAIN}`;

/** Undoes all that the owner `$1` has done to a host, and gives it back. */
export const UNDO = `
[ -e ${STATE}/owner ] || exit 0
[ "$(cat ${STATE}/owner)" = "$1" ] || { cat ${STATE}/owner; exit ${String(TAKEN)}; }
${RESET}
${REMOVE_CHAIN}# The deepest come last.
tac ${STATE}/made | while IFS= read -r folder; do
  [ ! -d "$folder" ] || rmdir --ignore-fail-on-non-empty -- "$folder"
done
rm -rf ${STATE}
rmdir /run/faultline 2>/dev/null || true
`;

/** Of the shell: makes a folder, and notes each folder above it that was not there. */
const MAKE_FOLDER = `
make_folder() {
  path=$1; absent=
  while [ ! -d "$path" ] && [ -n "$path" ]; do
    absent="$path
$absent"; path=\${path%/*}
  done
  printf %s "$absent" >> ${STATE}/made; mkdir -p -- "$1"
}
`;

/**
 * Takes the folder `$1` for data, of the user `$2` where that is not empty. It must be empty, or ours
 * already: all that is in it will be deleted.
 */
export const TAKE_FOLDER = `
set -eu
${MAKE_FOLDER}
if ! grep -qxF -e "$1" ${STATE}/folders; then
  if [ -d "$1" ]; then [ -z "$(ls -A -- "$1")" ] || exit ${String(NOT_OURS)}; fi
  make_folder "$1"
  echo "$1" >> ${STATE}/folders
fi
[ -z "$2" ] || chown -- "$2" "$1"
`;

/**
 * Writes what it reads to the file `$1`, atomically; of the user `$2` where that is not empty. A file
 * outside of our folders is noted, to be removed; one that was there before is left alone.
 */
export const WRITE = `
set -eu
${MAKE_FOLDER}
free=
while IFS= read -r folder; do case "$1" in "$folder"/*) free=yes ;; esac; done < ${STATE}/folders
case "$1" in ${STATE}/*) free=yes ;; esac
case "$1" in ${CLOCKS}/*) umask 022; chmod 711 ${STATE} ;; esac
if [ -z "$free" ] && ! grep -qxF -e "$1" ${STATE}/files; then
  [ ! -e "$1" ] || exit ${String(NOT_OURS)}
  echo "$1" >> ${STATE}/files
fi
make_folder "\${1%/*}"
cat > "$1.faultline"
[ -z "$2" ] || chown -- "$2" "$1.faultline"
mv -f -- "$1.faultline" "$1"
`;

/** Of the shell: notes the session that begins with it. */
const LEAD = `read -r line < /proc/$$/stat; tick=$(echo "\${line##*) }" | cut -d" " -f20)
echo "$$ $tick" >> ${STATE}/sessions`;

const LOG_MIB = 32;
/** Lets a log begin anew when it has grown too large, as long as its process lives. */
const BOUND_LOG = `while kill -0 "$1" 2>/dev/null; do
  [ "$(stat -c %s "$2" 2>/dev/null || echo 0)" -lt ${String(LOG_MIB << 20)} ] || truncate -s 0 "$2"
  sleep 2
done`;

/** Starts a process that outlives the call: `$1` is its log, the rest its command. */
export const SPAWN = `
log=$1; shift
mkdir -p "\${log%/*}/"; command -v "$1" >/dev/null || exit 127
setsid sh -c '${LEAD}; exec "$@"' sh "$@" >>"$log" 2>&1 </dev/null &
setsid sh -c '${BOUND_LOG}' sh "$!" "$log" >/dev/null 2>&1 </dev/null &
`;

/** Prints where libfaketime is; nothing where it is not installed. */
export const FIND_FAKETIME =
  'find /usr/lib* /lib* /usr/local/lib* -name libfaketime.so.1 2>/dev/null | head -n 1';

/**
 * Starts a program: `$1` is its name, `$2` its user, `$3` its folder, `$4` what is to be loaded first
 * (these three may be empty), the rest its command. Ends when its process is there.
 */
export const START = `
[ -z "$4" ] || { ${CLEAR_LEFT_BEHIND} }
folder=${STATE}/programs/$1; mkdir -p "$folder"; chmod 700 ${STATE}/programs; rm -f "$folder/pid"
setsid sh -c '${LEAD}; name=$1; user=$2; cd "\${3:-/}" || exit 1; preload=$4; shift 4
echo "$$ $tick" > ${STATE}/programs/$name/pid
[ -z "$preload" ] || set -- env LD_PRELOAD="$preload" "$@"
[ -z "$user" ] || exec setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups "$@"
exec "$@"' sh "$@" >>"$folder/log" 2>&1 </dev/null &
setsid sh -c '${BOUND_LOG}' sh "$!" "$folder/log" >/dev/null 2>&1 </dev/null &
tries=0
while [ ! -e "$folder/pid" ]; do
  tries=$((tries + 1)); [ $tries -lt 250 ] || { tail -n 5 "$folder/log" >&2; exit 1; }
  sleep 0.02
done
`;

/** Prints process id, tick of the start and state of a program, and for how many seconds the host is up; nothing where it is gone. */
export const LOOK = `
{ read -r pid tick < ${STATE}/programs/$1/pid; } 2>/dev/null || exit 0
{ read -r line < "/proc/$pid/stat"; } 2>/dev/null || exit 0
set -- \${line##*) }
read -r up idle < /proc/uptime
[ "\${20}" != "$tick" ] || echo "$pid $tick $1 $up"
`;

/** Sends the signal `$2` to a program: SIGTERM to its first process, the others to all of them. */
export const SIGNAL = `
set -eu
${OURS}
read -r first tick < ${STATE}/programs/$1/pid
[ -e "/proc/$first" ] || { echo "its process is gone" >&2; exit 1; }
case $2 in
  TERM) kill -TERM "$first" ;;
  KILL) kill_ours "$1" ;;
  *) kill "-$2" $(ours "$1") ;;
esac
`;
/** Prints how many descriptors the first process of a program has open, and the limit of each. */
export const TELL_DESCRIPTORS = `
set -eu
${OURS}
read -r first tick < ${STATE}/programs/$1/pid
ls "/proc/$first/fd" | wc -l
for pid in $(ours "$1"); do
  sed -n 's/^Max open files *\\([0-9]*\\).*/\\1/p' "/proc/$pid/limits" 2>/dev/null || true
done
`;

/** Lets each process of the program `$1` have `$2` descriptors open; what the first one forks has its limit. */
export const LIMIT_DESCRIPTORS = `
set -eu
${OURS}
read -r first tick < ${STATE}/programs/$1/pid
prlimit --pid "$first" --nofile="$2:"
for pid in $(ours "$1"); do
  prlimit --pid "$pid" --nofile="$2:" || [ ! -e "/proc/$pid" ] || exit 1
done
`;

/** Kills a program, if it runs. */
export const END_PROGRAM = `
set -eu
${OURS}
[ ! -e ${STATE}/programs/$1/pid ] || kill_ours "$1"
rm -rf ${STATE}/programs/$1
`;
