"""
Themes: templates, assets and messages, and turning a context into text.

Modules, in the order of use::

    files        which files a theme's folder holds
    description  what one theme.yaml says
    css          what a setting may say in a stylesheet
    rules        what the values of settings must be
    settings     values that templates see, merged along the chain
    tokens       settings that are custom properties: `settings.css`
    crops        shapes that photos are cut to
    queries      lists of articles beside the pages
    chain        NAME -> extends -> ... -> default: `load_theme`
    assets       stylesheets, fonts and pictures under addresses that name their bytes
    pictures     which renditions of a photo there are, and how templates write them
    filters      how templates write dates, numbers, names and addresses
    graph        structured data: what a page says of itself to search engines
    phrases      the gettext family of a language
    steady       parts of templates that say the same on every page of a language
    compiler     how templates become code
    compiled     what that code calls at run time
    environment  Jinja: where templates come from, what they may use
    closure      a digest over everything that one template draws on
    analysis     what is known of templates, kept for the next build
    blocks       blocks that fill nothing
    failure      an error in a template, with its file and line
    renderer     `open_renderer`: all of the above, for every language of a site

Imports: nothing; a caller names the module that it needs, so that commands
which render nothing load no Jinja.
"""
