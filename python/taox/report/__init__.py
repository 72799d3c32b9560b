"""What people look at after a run.

* `leaderboard`: who earned what, for a terminal (rich) or as plain text
* `explain`: why one neuron earned or did not, from the chain's own intermediate values
* `facts`, `masks`: what `explain` finds out, before it becomes words
* `picture`: a run as one SVG file

Imports sim and economy; imported by cli. rich is loaded by `leaderboard` only when it draws.
"""
