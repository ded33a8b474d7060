"""
Everything an editor wants to know before publishing, without publishing.

The rows are brought up to date as a build does it; what a build reports is reported
here, and what only the whole archive can tell besides.

    run           a check, on one screen
    findings      what was found, by kind: counted, and kept as far as it is shown
    survey        what a check looks at
    links         links to addresses of this site, and to parts of pages
      addresses     which addresses the site has, and what was probably meant
      anchors       which ids a page has
      places        where in a source something is written
    photos        photos without a text for those who do not see them
    terms         terms without a record, and terms that are nearly one another
      likeness      when two words are nearly one
    translations  what is not translated, and what has fallen behind its original
    metadata      what search engines and lists of articles miss
    external      links that leave the site
      gather        which there are, and where
      ask           one address: HEAD, then GET, through redirects
      request       one request, without its body
      turns         one request at a time for each host, with a pause
      answers       what hosts said lately, kept from check to check
    wording       the report as lines

Imports: build and below.
"""
