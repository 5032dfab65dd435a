#!/bin/sh
# Starts the PostgreSQL that is installed, with the options given. The file /etc/follow says whom this node follows: it is
# empty on the primary, and holds the primary's address on a replica.
set -eu
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
data=/var/lib/postgresql/data
primary=$(cat /etc/follow)

if [ -z "$primary" ] && [ ! -e "$data" ]; then
  initdb --pgdata "$data" --username postgres --auth trust --no-sync > /dev/null
  echo 'host all all all trust' >> "$data/pg_hba.conf"
  echo 'host replication all all trust' >> "$data/pg_hba.conf"
fi

# A replica begins as a copy of its primary. So does a primary that has become a replica: what it has
# written and the new primary has not received is thrown away here.
if [ -n "$primary" ] && [ ! -e "$data/standby.signal" ]; then
  until pg_basebackup --dbname "host=$primary user=postgres connect_timeout=2" \
    --pgdata "$data.new" --checkpoint fast --no-sync --write-recovery-conf; do
    rm -rf "$data.new"
    sleep 0.5
  done
  rm -rf "$data"
  mv "$data.new" "$data"
fi

exec postgres -D "$data" "$@"
