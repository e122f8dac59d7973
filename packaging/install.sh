#!/bin/sh
# Installs Kirikae on a system without its package: ./install.sh [--root DIRECTORY] [--remove]. Run it as root, or with --root as
# anybody. The configuration and the state of an earlier installation are kept; --remove leaves them too. It starts nothing.
set -eu
umask 022
cd "$(dirname "$0")"
to=
what=install
while [ $# -gt 0 ]; do
  case $1 in
  --root) to=${2:?a folder}; shift ;;
  --remove) what=remove ;;
  *) echo "usage: ./install.sh [--root DIRECTORY] [--remove]" >&2; exit 2 ;;
  esac
  shift
done
live() { [ -z "$to" ] && [ "$(id -u)" -eq 0 ]; }
systemd() { live && [ -d /run/systemd/system ]; }

if [ "$what" = remove ]; then
  if systemd; then systemctl disable --now kirikae.service >/dev/null 2>&1 || true; fi
  (cd files && find . ! -type d ! -path './etc/*') | while read -r file; do rm -f "$to/$file"; done
  rm -rf "$to/usr/share/kirikae" "$to/usr/share/doc/kirikae" "$to/var/cache/kirikae"
  if systemd; then systemctl daemon-reload; fi
  echo "removed; left as they are: $to/etc/kirikae, $to/etc/default/kirikae, $to/var/lib/kirikae, the user kirikae"
  exit 0
fi

if [ -z "$to" ]; then
  [ "$(id -u)" -eq 0 ] || { echo "install.sh: needs root, or --root DIRECTORY" >&2; exit 1; }
  command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" >/dev/null || { echo "install.sh: Java 17 or later is missing" >&2; exit 1; }
fi
(cd files && find . -type d) | while read -r folder; do
  [ -d "$to/$folder" ] || mkdir -p "$to/$folder"
done
(cd files && find . ! -type d) | while read -r file; do
  case $file in
  ./etc/*) [ ! -e "$to/$file" ] || continue ;;
  esac
  rm -f "$to/$file"
  cp -P -p "files/$file" "$to/$file"
done
if live; then
  getent passwd kirikae >/dev/null ||
    useradd --system --user-group --no-create-home --home-dir /var/lib/kirikae --shell /usr/sbin/nologin kirikae
  chown -R root:root /usr/share/kirikae
  chown root:kirikae /etc/kirikae /etc/kirikae/conf.d /etc/kirikae/kirikae.conf
  chmod 0750 /etc/kirikae /etc/kirikae/conf.d
  chmod 0640 /etc/kirikae/kirikae.conf
  chown root:root /etc/kirikae/secrets
  chmod 0700 /etc/kirikae/secrets
  rm -f /var/cache/kirikae/kirikae.jsa
  /usr/share/kirikae/kirikae-archive >/dev/null 2>&1 || true
fi
if systemd; then systemctl daemon-reload; fi
echo "installed; next: edit $to/etc/kirikae/kirikae.conf, then: systemctl enable --now kirikae"
