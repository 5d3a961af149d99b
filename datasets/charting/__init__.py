"""Events as pictures: maps and timelines as SVG, made at the build, so that a page needs no script to show them."""
