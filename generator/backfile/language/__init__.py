"""
What differs from one language to another, as pure functions of text and a tag.

    locales    tag -> CLDR locale, script, month names
    capitals   the first letter of a heading
    dates      dates and times as readers of a language write them
    weeks      names of days, and the first of the week
    numbers    numbers and lists of words
    quotes     quotation marks
    spacing    spaces at which no line ends
    terms      when two spellings are one term
    slugs      text -> the last part of an address (tables: romanization)
    collation  text -> bytes that sort as the alphabet does (tables: alphabets)
    messages   PO files -> what the theme says in a language

A *tag* is BCP 47 (`uk`, `sr-Latn`).  A tag that CLDR does not know is never an
error here: dates, numbers and messages are then in English, order and letters
are those of Unicode.  Results depend on the versions of Babel, pyuca and
translitua, not on the machine, its locale or the order of calls.

Imports: errors.  Babel's formatting, pyuca and translitua are imported at the
first call that needs them, since they cost 5 to 90 ms.
"""
