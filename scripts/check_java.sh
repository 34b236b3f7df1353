#!/usr/bin/env bash
# Names what is missing when Spark could not start: it needs a JDK 17, by JAVA_HOME or as `java` on PATH.
set -euo pipefail
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if ! version=$("$java" -version 2>&1); then
  echo "make spark needs a JDK 17: set JAVA_HOME or put java on PATH" >&2
  exit 1
fi
case $version in
  *'version "17.'*) ;;
  *) echo "make spark needs a JDK 17, and $java says: ${version%%$'\n'*}" >&2; exit 1 ;;
esac
