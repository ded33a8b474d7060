"""
The tables of the catalogue.

Three groups.  *Sources* say what was read: one row a file, with what it said.
*Content* is what follows from them: articles after inheritance, lists and their
members.  *Outputs* are the manifest: what is to be published, and what was.

The catalogue is derived: no table is ever migrated.  Another `VERSION` means
another catalogue, made anew.

Imports: nothing of ours.
"""

from __future__ import annotations

VERSION = 4
"""Raise it with every change to a table, or to the encoding of a value in one."""

SOURCES = """
CREATE TABLE sources (                     -- every file below content/
  path TEXT PRIMARY KEY,                   -- relative to the site folder
  folder TEXT NOT NULL,
  kind TEXT NOT NULL,                      -- article page author terms photo static other
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  digest BLOB NOT NULL,                    -- of the bytes that were read
  facts BLOB                               -- PhotoFacts of a photo that could be read
) WITHOUT ROWID;
CREATE INDEX sources_by_folder ON sources (folder, path);
CREATE INDEX sources_by_kind ON sources (kind, path);

CREATE TABLE texts (                       -- what an article or static page says itself
  path TEXT PRIMARY KEY,
  stem TEXT NOT NULL,                      -- path without content/, language and suffix
  story TEXT NOT NULL,
  fields BLOB NOT NULL,                    -- SourceFields
  first_paragraph TEXT NOT NULL
);
CREATE INDEX texts_by_story ON texts (story, path);
CREATE INDEX texts_by_stem ON texts (stem);

CREATE TABLE bodies (                      -- Markdown rendered once
  path TEXT NOT NULL,
  language TEXT NOT NULL,                  -- of a biography; empty for articles and pages
  body BLOB NOT NULL,                      -- Body
  PRIMARY KEY (path, language)
);

CREATE TABLE links (                       -- from a body to another source
  path TEXT NOT NULL,
  target TEXT NOT NULL,                    -- the stem that it leads to
  written TEXT NOT NULL,
  line INTEGER NOT NULL,
  column INTEGER NOT NULL
);
CREATE INDEX links_by_path ON links (path);
CREATE INDEX links_by_target ON links (target, path);

CREATE TABLE photo_references (            -- from a source to a photo
  path TEXT NOT NULL,
  written TEXT NOT NULL,
  beside TEXT NOT NULL,                    -- looked up first
  shared TEXT NOT NULL,                    -- then this one; both empty for a linked photo
  role TEXT NOT NULL,                      -- lead | body | inline | portrait
  credited INTEGER NOT NULL,               -- says whose it is, or that nobody need be named
  line INTEGER NOT NULL,
  column INTEGER NOT NULL
);
CREATE INDEX photo_references_by_path ON photo_references (path);
CREATE INDEX photo_references_by_beside ON photo_references (beside);
CREATE INDEX photo_references_by_shared ON photo_references (shared);

CREATE TABLE author_records (
  key TEXT NOT NULL,                       -- folded
  path TEXT NOT NULL,
  record BLOB NOT NULL,                    -- AuthorRecord
  PRIMARY KEY (key, path)                  -- the first path counts, another is an error
);
CREATE INDEX author_records_by_path ON author_records (path);

CREATE TABLE term_records (
  taxonomy TEXT NOT NULL,
  key TEXT NOT NULL,                       -- folded
  path TEXT NOT NULL,
  record BLOB NOT NULL,                    -- TermRecord
  PRIMARY KEY (taxonomy, key)
);
CREATE INDEX term_records_by_path ON term_records (path);

CREATE TABLE spellings (                   -- how terms are written in sources
  taxonomy TEXT NOT NULL,
  key TEXT NOT NULL,
  spelling TEXT NOT NULL,
  uses INTEGER NOT NULL,
  PRIMARY KEY (taxonomy, key, spelling)
) WITHOUT ROWID;

CREATE TABLE problems (
  owner TEXT NOT NULL,                     -- what must be looked at again to take it back
  path TEXT NOT NULL,
  line INTEGER NOT NULL,
  column INTEGER NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL,
  severity TEXT NOT NULL
);
CREATE INDEX problems_by_owner ON problems (owner);
CREATE INDEX problems_by_code ON problems (code, owner);
"""

CONTENT = """
CREATE TABLE articles (                    -- after inheritance; static pages too
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  story TEXT NOT NULL,
  language TEXT NOT NULL,
  kind TEXT NOT NULL,                      -- article | page
  original INTEGER NOT NULL,
  published INTEGER NOT NULL,
  draft INTEGER NOT NULL,
  date_us INTEGER NOT NULL,
  expires_us INTEGER,
  sort_key BLOB NOT NULL,                  -- date, then path: unique
  url TEXT NOT NULL,
  template TEXT NOT NULL,
  card BLOB NOT NULL,                      -- Card
  article BLOB NOT NULL                    -- StoredArticle
);
CREATE UNIQUE INDEX articles_by_story ON articles (story, language);
CREATE INDEX articles_by_path ON articles (path);
CREATE INDEX articles_in_order ON articles (language, sort_key)
  WHERE published AND kind = 'article';
CREATE INDEX articles_by_date ON articles (date_us);
CREATE INDEX articles_by_expiry ON articles (expires_us) WHERE expires_us IS NOT NULL;
CREATE INDEX articles_by_template ON articles (template) WHERE template != '';
CREATE INDEX articles_held_back ON articles (draft, date_us, expires_us) WHERE NOT published;
CREATE INDEX articles_in_draft ON articles (draft) WHERE draft;
CREATE INDEX static_pages ON articles (language, url) WHERE published AND kind = 'page';

CREATE TABLE redirects (                   -- one row an alias
  owner TEXT NOT NULL,                     -- path of the source that names it
  number INTEGER NOT NULL,
  alias TEXT NOT NULL,
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (owner, number)
);

CREATE TABLE photo_uses (                  -- photos that something published shows
  owner TEXT NOT NULL,                     -- a story, or author:KEY
  photo TEXT NOT NULL,
  role TEXT NOT NULL,                      -- lead | body | portrait
  focus TEXT NOT NULL,                     -- of the crops; empty for the middle
  PRIMARY KEY (owner, photo, role, focus)
) WITHOUT ROWID;
CREATE INDEX photo_uses_by_photo ON photo_uses (photo, role, focus);

CREATE TABLE lists (                       -- front pages, months, terms; one row a language
  id INTEGER PRIMARY KEY,
  taxonomy TEXT NOT NULL,                  -- front | month | tags | authors | …
  language TEXT NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  url TEXT NOT NULL,                       -- empty: the term has no page
  sort_name BLOB NOT NULL,                 -- collation key of the language
  letter TEXT NOT NULL,
  bucket INTEGER NOT NULL,                 -- 0 to 255, for sitemaps
  genre TEXT NOT NULL,                     -- of articles in this section that name none
  size INTEGER NOT NULL DEFAULT 0,         -- members, fallbacks included
  own INTEGER NOT NULL DEFAULT 0           -- members in the list's own language
);
CREATE UNIQUE INDEX lists_by_key ON lists (taxonomy, key, language);
CREATE INDEX lists_in_order ON lists (taxonomy, language, sort_name, key) WHERE own > 0;
CREATE INDEX lists_by_bucket ON lists (taxonomy, language, bucket, key, size) WHERE own > 0;
CREATE INDEX lists_by_size ON lists (language, size);

CREATE TABLE members (
  list INTEGER NOT NULL,
  sort_key BLOB NOT NULL,
  article INTEGER NOT NULL,
  fallback INTEGER NOT NULL,               -- stands in for a missing translation
  PRIMARY KEY (list, sort_key)
) WITHOUT ROWID;
CREATE INDEX members_by_article ON members (article, list, sort_key, fallback);

CREATE TABLE windows (                     -- where the numbered pages of a list begin
  list INTEGER NOT NULL,
  size INTEGER NOT NULL,                   -- articles in a page
  number INTEGER NOT NULL,                 -- 1 is the oldest; the last row begins the rest
  first_key BLOB NOT NULL,
  PRIMARY KEY (list, size, number)
) WITHOUT ROWID;
"""

OUTPUTS = """
CREATE TABLE outputs (                     -- the manifest, one row a page
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  number INTEGER NOT NULL,
  path TEXT NOT NULL,                      -- relative to the output folder
  folded TEXT NOT NULL,                    -- NFC and case folded: one owner each
  pending INTEGER NOT NULL DEFAULT 1,      -- may be stale
  staged INTEGER NOT NULL DEFAULT 0,       -- rendered, not yet in its place
  fingerprint BLOB,
  parts BLOB,
  digest BLOB,
  size INTEGER,
  mtime_ns INTEGER,
  cached BLOB,                             -- name in the cache of what a picture is copied from
  seen INTEGER NOT NULL DEFAULT 0          -- number of the last complete plan that had it
);
CREATE UNIQUE INDEX outputs_by_key ON outputs (kind, language, subject, number);
CREATE INDEX outputs_by_folded ON outputs (folded);
CREATE INDEX outputs_pending ON outputs (path) WHERE pending;
CREATE INDEX outputs_staged ON outputs (path) WHERE staged;
CREATE INDEX pictures_pending ON outputs (subject, number) WHERE pending AND kind = 'picture';
CREATE INDEX outputs_by_cached ON outputs (cached) WHERE cached IS NOT NULL;

CREATE TABLE orphans (                     -- files to remove
  path TEXT PRIMARY KEY,
  kind TEXT NOT NULL,                      -- of the page that was there; empty: none was published
  language TEXT NOT NULL,
  subject TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE uncached (name BLOB PRIMARY KEY) WITHOUT ROWID;  -- cached pictures to remove

CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""
