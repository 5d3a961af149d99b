#!/bin/sh
# The main job on the samples, from nothing to two verified releases: every command is shown
# as a person would type it. The workspace is made anew in demo/ each time.
set -eu
cd "$(dirname "$0")/.."
eventbook=$PWD/.venv/bin/eventbook
samples=$PWD/samples
unset EVENTBOOK_WORKSPACE EVENTBOOK_PERSON

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
run() {
    printf '$ eventbook'
    for word in "$@"; do
        case $word in *' '*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done | sed "s|$samples|../samples|g"
    echo
    "$eventbook" "$@"
}

rm -rf demo
say '1. A workspace, with who publishes, who takes part and where things happen'
run init demo
cd demo
run outlets add --from "$samples/outlets.toml" >/dev/null
run actors add --from "$samples/actors.toml" >/dev/null
run places add --from "$samples/places.toml" >/dev/null

say '2. Articles come in; the same text printed twice is one article'
run article add "$samples/articles" >/dev/null

say '3. Three coders fill in sheets; every fault is named with its line before anything is kept'
sed 's/Suicide bomb$/Suicide bom/; s/last: 2021-11-16/last: 2021-11-12/' \
    "$samples/sheets/round-1/kampala-amira.yaml" >broken.yaml
if run check broken.yaml; then echo 'a broken sheet passed'; exit 1; fi
rm broken.yaml
for coder in amira jonas leyla; do
    run --as $coder submit "$samples"/sheets/round-1/*-$coder.yaml | tail -n 3
done

say '4. A fourth person reviews: one form waits, one of two sheets on an article loses, the rest is accepted'
run --as rosa hold rio-manso-leyla-1 --reason 'one unnamed witness; waiting for a second source'
run --as rosa reject lokwaro-jonas-1 --reason 'a protest that turns violent is a riot'
sheets() { grep -L '^nothing_to_code: .' "$samples"/sheets/round-"$1"/*.yaml | xargs -n 1 basename -s .yaml; }
run --as rosa accept $(sheets 1 | grep -v -e rio-manso -e lokwaro-jonas) | tail -n 3
run build
run release show

say '5. Late reports, a rising toll, two corrections: the second release'
run --as rosa reopen auno-amira-1 --reason 'the dateline is not where it happened'
run --as rosa withdraw tchin-jonas-1 --reason 'the paper withdrew its report: there was no raid'
for coder in amira jonas leyla; do
    run --as $coder submit "$samples"/sheets/round-2/*-$coder.yaml
done
run --as rosa accept $(sheets 2) | tail -n 3
run judge
run --as rosa judge plains-week-jonas-3 vaccinators-amira-1 same --why 'three vaccinators, taken on 18 July'
run build

say '6. What changed, and whether both releases are whole'
set -- releases/*/
first=$(basename "$1") second=$(basename "$2")
run release diff "$first" "$second"
run release verify "$first"
run release verify "$second"

say '7. Where a number comes from'
run release show --event SOM1 | sed -n '1,/^counts.injuries/p' | sed '$d'

cat <<END

The workspace is in demo/, the releases in demo/releases/. To try next:
  cd demo
  ../.venv/bin/eventbook                                 what to do next
  ../.venv/bin/eventbook release show --event UGA1       an event, each value with its words
  ../.venv/bin/eventbook sheet new $(basename "$("$eventbook" article list | awk 'NR==1 {print $1}')")      a sheet to fill in
  less releases/$second/changes.md                        what changed, in words
  open releases/$second/codebook.html                     the codebook, in a browser
END
