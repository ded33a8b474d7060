"""
Texts: front matter, Markdown, typographic quotes, as pure functions.

    front_matter   the head of a source, apart from its body
    markdown       a body -> `Body`: HTML with gaps, its links and images
      parser         the Markdown dialect, and the parser that knows it
      blocks         lines -> block tokens, by the first character of a line
      inlines        text of a block -> inline tokens, by the next character
      spans          the short way for plain links and plain emphasis
      attributes     `{.wide credit="…"}` after an image
      footnotes      bounded labels; notes that would be lost
      quotes         typographic quotes of a language
      spacing        spaces that do not break, by language
      shown          what a reader sees of a block, for those two
      line_breaks    line ends between ideographs are no spaces
      places         offsets in a block -> line and column of the source
      links          which addresses lead into the site
      images         image tokens -> `ImageFields`
      headings       levels and ids
      plain_text     tokens -> text
      html           tokens -> HTML with gaps; `inline_html` for what is in a block,
                     `draft` for what has been written so far

Imports: language.
"""
