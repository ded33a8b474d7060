"""
A build: changes become rows, rows name pages that may be stale, those become files.

`pipeline` is the whole of it on one screen.
"""
