"""Charts, a module per subject: arrays -> tidy table -> chart, and the sentence that says what the chart shows.

A chart is built without its data, which it names: building and checking a specification takes Altair 100 ms, so
`specification` keeps it, and a rerun sends a new table to the chart that stands.
"""
