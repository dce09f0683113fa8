"""Haystack's published tests of its Whoosh backend, run against our engine: `make test-haystack`.

They are read from the source distribution of the Haystack that is installed and never copied in here. What differs is
listed in expected_differences.toml, each with its reason; anything else that fails is a fault of ours.
"""
