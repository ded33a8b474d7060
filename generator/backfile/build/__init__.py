"""
A build: changes become rows, rows name the pages that may be stale, and stale
pages become files.  `pipeline` is the whole of it on one screen.
"""
