"""pullquote beside other programs, from one run: ``make bench-peers``, ``python -m bench.peers --help``.

``tasks`` says what is compared with what; ``ours`` and ``theirs`` are the calls; ``worker`` runs one of them
in a process of its own, which ``process`` starts and ``rounds`` asks in turn; ``fresh`` measures import,
first result and installed size, ``growth`` cost against size; ``report`` makes tables of the figures, for
the screen and for docs/benchmarks.md. The whole runs in the environment of the other programs
(``install``), and imports nothing of ours.
"""
