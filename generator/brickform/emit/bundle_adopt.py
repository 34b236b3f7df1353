"""``adopt.sh``: binds, rebinds and unbinds existing jobs, which a bundle file cannot say by itself."""

from __future__ import annotations

from collections.abc import Iterator

from brickform.compile.graph import ResourceGraph
from brickform.emit.bundle_files import lifecycle_file
from brickform.emit.header import HEADER

ADOPT_FILE = "adopt.sh"

_SCRIPT = r"""
# Tells the deployment of one target which jobs exist already, before `databricks bundle deploy`.
# What is done already is left alone, so it may be run again. It reads, from resources/TARGET:
#   KEY.renamed   "KEY OLD": the job that was OLD's is KEY's from now on
#   KEY.released  "KEY": the job is let go; it stays in the workspace
#   KEY.adopted   "KEY ID": the job of that id becomes KEY's
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
folder=resources/$target

cli() {
    databricks bundle "$@" -t "$target" </dev/null
}

# Prints the id of the job that is bound as $1, or nothing.
bound_id() {
    printf '%s\n' "$summary" | awk -v line="      \"$1\": {" '
        /^  "/ { resources = /^  "resources": / }
        /^      "/ { here = resources && $0 == line }
        here && /^        "id": / { gsub(/[^0-9]/, ""); print; exit }'
}

bind() {
    if output=$(cli deployment bind "$1" "$2" --auto-approve 2>&1); then
        echo "bound job $2 as $1"
        return
    fi
    case $output in
        *"bound to the requested ID"*) echo "job $2 is bound as $1 already" ;;
        *)
            printf '%s\n' "$output" >&2
            exit 1
            ;;
    esac
}

# Unbinds $1 and leaves its id in $folder/$1.unbound; there is no such file where $1 was not bound.
# The CLI unbinds only what the configuration holds, so a job stands in for the one that is gone. It
# refers to a job that does not exist, so that no deploy comes in between, even after a failure here.
unbind() {
    id=$(bound_id "$1")
    if [ -n "$id" ]; then
        stand_in="{jobs: {\"$1\": {description: \"\${resources.jobs.run_adopt_sh_again.id}\"}}}"
        printf '# %s\ntargets: {"%s": {resources: %s}}\n' "$id" "$target" "$stand_in" >"$folder/$1.unbind.yml"
        cli deployment unbind "$1"
        echo "unbound job $id, which was $1"
    fi
    if [ -f "$folder/$1.unbind.yml" ]; then mv "$folder/$1.unbind.yml" "$folder/$1.unbound"; fi
}

stand_in_again() {
    for left in "$folder"/*.unbound; do
        if [ -f "$left" ]; then mv "$left" "${left%.unbound}.unbind.yml"; fi
    done
}

rename() {
    unbind "$2"
    if [ ! -f "$folder/$2.unbound" ]; then return; fi
    read -r _ id <"$folder/$2.unbound"
    bind "$1" "$id"
    rm "$folder/$2.unbound"
}

release() {
    unbind "$1"
    rm -f "$folder/$1.unbound"
}

trap stand_in_again EXIT
trap 'exit 1' HUP INT TERM

summary=
for file in "$folder"/*.renamed "$folder"/*.released; do
    if [ -f "$file" ] && [ -z "$summary" ]; then summary=$(cli summary -o json); fi
done

found=
for file in "$folder"/*.renamed "$folder"/*.released "$folder"/*.adopted; do
    if [ ! -f "$file" ]; then continue; fi
    found=yes
    while read -r key other; do
        case $file in
            *.renamed) rename "$key" "$other" ;;
            *.released) release "$key" ;;
            *.adopted) bind "$key" "$other" ;;
        esac
    done <"$file"
done
if [ -z "$found" ]; then
    echo "target '$target' has no job to adopt, to rename or to let go: there is nothing in $folder" >&2
    exit 2
fi
"""


def adoption_files(graph: ResourceGraph) -> dict[str, bytes]:
    """Return the script and what it reads, or nothing where no job exists already."""
    data = {path: f"{text}\n".encode() for path, text in _lines(graph)}
    script = f"#!/bin/sh\n# {HEADER}\n{_SCRIPT.lstrip()}".encode()
    return {ADOPT_FILE: script, **data} if data else {}


def _lines(graph: ResourceGraph) -> Iterator[tuple[str, str]]:
    target = graph.target.name
    for job in graph.jobs:
        if job.existing_job_id is not None:
            yield lifecycle_file(target, job.key, "adopted"), f"{job.key} {job.existing_job_id.value}"
        if job.previous_keys:
            renames = "\n".join(f"{job.key} {old.value}" for old in job.previous_keys)
            yield lifecycle_file(target, job.key, "renamed"), renames
    for released in graph.released:
        keys = [released.key, *(old.value for old in released.previous_keys)]
        yield lifecycle_file(target, released.key, "released"), "\n".join(keys)
