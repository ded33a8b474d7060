"""
The values that cross room borders.

All are frozen `msgspec` structs of strings, numbers, booleans, tuples and one
another: they compare, pickle, go into the catalogue and are fingerprinted
without any code of their own.  A template sees one *context* (the classes whose
names end in `Page`, and the documents) as `page`, and one `Frame` as `site`;
what is not in them cannot reach an output.

Addresses in contexts are paths that begin with a slash and include the path of
the site's base URL (`/archive/ua/…`); `Frame.origin + url` is absolute.

Modules: `site`, `sources`, `pictures`, `shown`, `frame`, `contexts`, `bookkeeping`; all names are
here as well.
Imports: nothing of ours.
"""

from __future__ import annotations

from backfile.model.bookkeeping import (
    Output,
    PageKey,
)
from backfile.model.contexts import (
    ArchivePage,
    ArticlePage,
    Byline,
    Calendar,
    CalendarDay,
    ChooserPage,
    CopiedFile,
    FeedDocument,
    FeedEntry,
    ListPage,
    MonthEntry,
    NewsEntry,
    NewsSitemap,
    NotFoundPage,
    Pager,
    PictureFile,
    Profile,
    RedirectPage,
    RobotsFile,
    SitemapDocument,
    SitemapEntry,
    SitemapIndex,
    StaticPage,
    TermEntry,
    TermGroup,
    TermsPage,
    WebManifest,
    YearEntry,
)
from backfile.model.delivery import (
    Item,
    Manifest,
)
from backfile.model.frame import (
    Alternate,
    FeedLink,
    Frame,
    Head,
    Publisher,
    Query,
    Selection,
    SwitcherEntry,
)
from backfile.model.pictures import (
    Crop,
    PhotoFacts,
    Rendition,
)
from backfile.model.shown import (
    Article,
    BodyPart,
    Card,
    Correction,
    Link,
    Moment,
    Person,
    Photo,
    PhotoRights,
    Picture,
    PictureSource,
    StoredArticle,
    TermLink,
)
from backfile.model.site import (
    Language,
    MenuEntry,
    PublisherFields,
    Site,
)
from backfile.model.sources import (
    AuthorRecord,
    Body,
    CorrectionFields,
    ImageFields,
    Marks,
    PhotoFields,
    SourceFields,
    SourceLink,
    TermRecord,
)
from backfile.model.targets import (
    Kind,
    Purge,
    Target,
)
from backfile.model.value import (
    Value,
)

__all__ = [
    "Alternate",
    "ArchivePage",
    "Article",
    "ArticlePage",
    "AuthorRecord",
    "Body",
    "BodyPart",
    "Byline",
    "Calendar",
    "CalendarDay",
    "Card",
    "ChooserPage",
    "CopiedFile",
    "Correction",
    "CorrectionFields",
    "Crop",
    "FeedDocument",
    "FeedEntry",
    "FeedLink",
    "Frame",
    "Head",
    "ImageFields",
    "Item",
    "Kind",
    "Language",
    "Link",
    "ListPage",
    "Manifest",
    "Marks",
    "MenuEntry",
    "Moment",
    "MonthEntry",
    "NewsEntry",
    "NewsSitemap",
    "NotFoundPage",
    "Output",
    "PageKey",
    "Pager",
    "Person",
    "Photo",
    "PhotoFacts",
    "PhotoFields",
    "PhotoRights",
    "Picture",
    "PictureFile",
    "PictureSource",
    "Profile",
    "Publisher",
    "PublisherFields",
    "Purge",
    "Query",
    "RedirectPage",
    "Rendition",
    "RobotsFile",
    "Selection",
    "Site",
    "SitemapDocument",
    "SitemapEntry",
    "SitemapIndex",
    "SourceFields",
    "SourceLink",
    "StaticPage",
    "StoredArticle",
    "SwitcherEntry",
    "Target",
    "TermEntry",
    "TermGroup",
    "TermLink",
    "TermRecord",
    "TermsPage",
    "Value",
    "WebManifest",
    "YearEntry",
]
