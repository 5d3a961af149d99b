"""From an article to an accepted form.

People work here: articles are taken in, read and coded, forms are reviewed, and what
was accepted leaves as one build input. This layer knows `eventbook.schema` and never
`eventbook.datasets`, so that what a coder sees cannot depend on how releases are made.
"""
