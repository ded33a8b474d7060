"""
The editor's desk: what Backfile writes into a site's folder for people to go on with.

`found` makes a new site from `answers`: its files are in `starter`, their texts in the
folder of that name.  `article` begins an article, `translation` one in another language;
`places` finds the folder that the site would put it in.  `schemas` tells editors' programs
what YAML files may hold.  Nothing here replaces a file, but for the schemas.

Imports: build, theme, source, markup, language, site, yaml, model, errors.
"""
