"""From reports to a release.

Reports of the same incident are found, merged under stated rules, given permanent ids
and written as files that never change. This layer knows `eventbook.schema` and never
`eventbook.coders`, so that a release can be built, read and checked with no desk at all.
"""
