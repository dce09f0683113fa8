"""What search costs and how well it ranks, beside other engines on the same documents and queries.

`make bench-search` measures time, size and memory; `make bench-ranking` measures ranking on public test collections.
Each prints a table and writes it to `var/bench/`. Every engine runs in a process of its own, driven over pipes.
"""
