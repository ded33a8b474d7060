"""
Backfile: a static site generator for article archives in any number of languages.

The rooms, from the ground up.  Each may import only what stands before it; those of
one step, source, catalogue and images, pages and theme, do not import each other::

    errors       problems and the exceptions that stop a command
    model        the frozen values that cross room borders
    fingerprint  any frozen value -> 16 bytes
    yaml         strict YAML with positions, and typed reading of mappings
    site         site.yaml -> Site, every problem at once
    language     per language: dates, plurals, collation, slugs, quotes, messages
    markup       pure text functions: front matter, Markdown, summaries
    source       reading content/: changes, articles, records
    catalogue    the only room with SQL
    images       reading photographs
    pages        what there is to publish, one module per kind of page
    theme        templates, assets, messages of a theme
    build        changes -> rows -> stale pages -> files
    serve        the preview: a site while it is being written
    deploy       the output folder -> static hosting
    check        what an editor wants to know before publishing
    desk         new sites, new articles, and schemas for editors' programs
    terminal     what a command says: to a terminal, a pipe, a program
    cli          arguments -> one call; the only place that prints or exits
"""

__version__ = "0.1.0"
