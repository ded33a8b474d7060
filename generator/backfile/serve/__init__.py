"""
The preview: a site as it would be published, while it is being written.

Two processes.  The *keeper* brings a catalogue of its own up to date with what
is saved; the *server* renders the pages that are asked for, straight from that
catalogue.  Nothing is rendered before somebody looks at it, and nothing is
written into the output folder, so that an archive of any size starts at once.

    session      starts both, and ends them
    messages     what they tell one another
    keeper       what was saved -> rows, or problems
    seed         the keeper's first catalogue: that of the last build, if there is one
    watch        events of the file system -> where to look
    preview      an output path -> bytes, from the rows
    about        a page -> what the bar says of it
    gate         which requests are answered at all
    answers      a request -> a response
    frames       a problem -> the lines around it
    events       what open pages are told
    server       sockets and threads
    browser/     what runs in an open page

Source:  SPEC §5 "serve".
"""
