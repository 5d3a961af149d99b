#!/bin/sh
# The main job on the samples, from nothing to two releases: every command is shown as a person
# would type it in demo/, and can be typed again there. The workspace is made anew each time.
set -eu
cd "$(dirname "$0")/.."
eventbook=$PWD/.venv/bin/eventbook
samples=$PWD/samples
unset EVENTBOOK_WORKSPACE EVENTBOOK_PERSON

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
note() { printf '%s\n' "$@"; }
exec 3>&1 # a command is shown even where only the end of what it says is; `shown` stands for a long one
run() {
    {
        printf '$ eventbook'
        if [ -n "${shown:-}" ]; then printf ' %s' "$shown"; else
            for word in "$@"; do
                case $word in *[\ \(]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
            done | sed "s|$samples|../samples|g"
        fi
        echo
    } >&3
    "$eventbook" "$@"
}
# The sheets of a round that hold events: a sheet with nothing to code has nothing to review.
sheets() { grep -L '^nothing_to_code: .' "$samples"/sheets/round-"$1"/*.yaml | xargs -n 1 basename -s .yaml; }

rm -rf demo
say '1. A workspace, with who publishes, who takes part and where things happen'
run init demo
cd demo
for list in outlets actors places; do
    run $list add --from "$samples/$list.toml" >/dev/null
done
note 'One armed group has four names in our articles, one of them Arabic; all lead to one actor:'
run actors list renewal
note 'A place is never settled by its name alone; a name in any script leads to it:'
run places list 'Верболози'

say '2. Articles come in, in six languages; the same text printed twice is one article'
run article add "$samples/articles" >/dev/null

say '3. Three coders fill in sheets; every fault is named with its line before anything is kept'
sed 's/Suicide bomb$/Suicide bom/; s/last: 2021-11-16/last: 2021-11-12/' \
    "$samples/sheets/round-1/kampala-amira.yaml" >broken.yaml
if run check broken.yaml; then echo 'a broken sheet passed'; exit 1; fi
rm broken.yaml
for coder in amira jonas leyla; do
    shown="--as $coder submit ../samples/sheets/round-1/*-$coder.yaml" \
        run --as $coder submit "$samples"/sheets/round-1/*-$coder.yaml | tail -n 1
done

say '4. A fourth person reviews'
note 'One unnamed witness: that waits. Two sheets on one article: the better one stays. The rest is accepted.'
run --as rosa hold rio-manso-leyla-1 --reason 'one unnamed witness; waiting for a second source'
run --as rosa reject lokwaro-jonas-1 --reason 'a protest that turns violent is a riot'
shown='--as rosa accept am-dahab-leyla auno-amira baghdad-jonas …' \
    run --as rosa accept $(sheets 1 | grep -v -e rio-manso -e lokwaro-jonas) | tail -n 1
run build

say '5. Weeks later: a rising toll, a correction, a report that its paper takes back'
run --as rosa reopen auno-amira-1 --reason 'the dateline is not where it happened'
run --as rosa withdraw tchin-jonas-1 --reason 'the paper withdrew its report: there was no raid'
for coder in amira jonas leyla; do
    shown="--as $coder submit ../samples/sheets/round-2/*-$coder.yaml" \
        run --as $coder submit "$samples"/sheets/round-2/*-$coder.yaml | tail -n 1
done
shown='--as rosa accept auno-amira dalugan-correction-jonas grave-amira …' \
    run --as rosa accept $(sheets 2) | tail -n 1
note 'Of one pair the program is not sure: three people abducted, three people found dead. A person decides.'
run judge --list
run --as rosa judge plains-week-jonas-3 vaccinators-amira-1 same --why 'three vaccinators, taken on 18 July'
run build
run release show

say '6. What changed, why, and whether all is whole'
set -- releases/[0-9]*/
first=$(basename "$1") second=$(basename "$2")
run release diff "$first" "$second" | cut -c -150
run release verify "$second"

say '7. Where a number comes from'
run release show --event SOM1 | sed -n '1,3p; /^counts.deaths/,/^counts.injuries/p' | sed '$d'

cat <<END

The workspace is in demo/, the releases in demo/releases/. To try next:
  cd demo
  ../.venv/bin/eventbook                              what to do next
  ../.venv/bin/eventbook release show --event TCD3    a siege, each value with its words in Arabic
  ../.venv/bin/eventbook sheet show lokwaro-jonas     a form that was rejected: nothing is lost
  ../.venv/bin/eventbook places search Херсон         any place of the world (half a minute the first time)
  ../.venv/bin/eventbook sheet new $(basename "$("$eventbook" article list | awk 'NR==1 {print $1}')")   a sheet to fill in yourself
  ../.venv/bin/eventbook release serve                map, timeline and table in a browser; each event with its quotes
  less releases/$second/changes.md                     what changed, in words
  open releases/$second/codebook.html                  the codebook, in a browser
Ten minutes to a dataset of your own: docs/coders.md
END
