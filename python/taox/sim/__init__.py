"""A whole local Bittensor: what runs in it, and what it leaves behind.

* `scenario`, `scenario_toml`, `loading`: a run as data, and the classes it names
* `progress`: how far a run has come
* `record`, `record_builder`, `record_io`: the tables of a run, made, asked, saved, loaded
* `columns`, `packing`, `plain`, `same`: their columns, and carrying and comparing their data
* `standings`, `figures`: who earned what, as rows and as plain text
* `errors`: what can go wrong with a record or a scenario

Imports neurons, economy and actors; imported by report and cli.
"""
