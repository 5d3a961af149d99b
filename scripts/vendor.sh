#!/bin/sh
# Make schema/web/vendored/parquet.js anew: what reads Parquet in a browser, from three packages of npm in one file.
# Needs npm and the network; run it only to take a newer version, then put versions, integrity and hash into
# schema/web/vendored/VENDORED.toml. npm checks each package against the integrity that it prints here.
set -eu
cd "$(dirname "$0")/.."
target=$PWD/schema/web/vendored/parquet.js
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --ignore-scripts --save-exact hyparquet@1.33.0 fzstd@0.1.1 esbuild@0.28.2
cat >parquet.js <<'END'
import { decompress } from 'fzstd'
export { parquetMetadata } from 'hyparquet/src/metadata.js'
export { parquetRead, parquetReadObjects } from 'hyparquet/src/read.js'
export const compressors = { ZSTD: (input, length) => decompress(input, new Uint8Array(length)) }
END
node_modules/.bin/esbuild parquet.js --bundle --minify --format=esm --target=es2022 --charset=ascii \
    --outfile=bundle.js --log-level=warning
{
    echo '/* hyparquet 1.33.0 and fzstd 0.1.1, bundled by scripts/vendor.sh. Their licences:'
    cat node_modules/hyparquet/LICENSE node_modules/fzstd/LICENSE
    echo '*/'
    cat bundle.js
} >"$target"
for package in hyparquet fzstd esbuild; do
    node -p "const all = require('./package-lock.json').packages['node_modules/$package']; '$package ' + all.version + ' ' + all.integrity"
done
sha256sum "$target" | cut -d ' ' -f 1
