"""
From the output folder to static hosting: what is to be done, and in what order.

    listing    what there is to deploy
    extras     files that a host wants beside those of the site; compress: siblings
    headers    with which headers a file is sent
    manifest   what a target holds, written down at the target itself
    plan       what is to be done; phases: in which order; rails: when it is refused
    remote     what every kind of target can do; bucket, folder, rsync, git: they
    lease      the lock on a target
    purge      telling caches what changed
    run        a deploy, on one screen

Imports: build, pages, site, catalogue, fingerprint, model, errors.
"""
