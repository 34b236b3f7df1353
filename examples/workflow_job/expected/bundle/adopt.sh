#!/bin/sh
# Made by brickform. Change the project and generate again, not this file.
# Binds the jobs of one target that exist already, before its first deploy.
# A job that is bound already is left alone, so it may be run again.
set -eu

usage() {
    echo "usage: ./adopt.sh -t TARGET" >&2
    exit 2
}

target=
while getopts t: option; do
    case $option in
        t) target=$OPTARG ;;
        *) usage ;;
    esac
done
shift $((OPTIND - 1))
if [ -z "$target" ] || [ $# -ne 0 ]; then usage; fi

cd "$(dirname "$0")"

bind() {
    databricks bundle deployment bind "$1" "$2" --auto-approve -t "$target" 2>&1 </dev/null
}

for file in "resources/$target"/*.adopted; do
    if [ ! -f "$file" ]; then
        echo "target '$target' adopts no job: there is no $file" >&2
        exit 2
    fi
    read -r key id <"$file"
    if output=$(bind "$key" "$id"); then
        echo "bound job $id as $key"
        continue
    fi
    case $output in
        *"bound to the requested ID"*)
            echo "job $id is bound as $key already"
            continue
            ;;
    esac
    printf '%s\n' "$output" >&2
    exit 1
done
