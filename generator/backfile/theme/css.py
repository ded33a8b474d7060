"""
What a setting may say in a stylesheet: colours, fonts, lengths.

Each grammar is a part of CSS that needs no escaping: nothing that it lets pass can
end a declaration, open a block or name an address.  A value of another form is
refused, not cleaned.

Source:  CSS Color 4 §4 to §9, CSS Fonts 4 §2.1, CSS Values 4 §6.
Imports: nothing of ours.
"""

from __future__ import annotations

import re

_NUMBER = r"[-+]?(?:[0-9]{1,6}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})"
_CHANNEL = rf"(?:{_NUMBER}(?:%|deg|grad|rad|turn)?|none)"
_HEX = r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})"
_SPACED = rf"{_CHANNEL}(?: +{_CHANNEL}){{2}}(?: */ *{_CHANNEL})?"
_COMMAS = rf"{_CHANNEL}(?: *, *{_CHANNEL}){{2,3}}"
_COLOUR = re.compile(
    rf"{_HEX}|(?:rgb|hsl)a?\( *(?:{_SPACED}|{_COMMAS}) *\)|oklch\( *{_SPACED} *\)", re.IGNORECASE
)

_WORDS = r"-?[a-z_][a-z0-9_-]*(?: +-?[a-z_][a-z0-9_-]*)*"
_INSIDE = r"[\w .,&+-]{1,80}"
_FAMILY = rf"""(?:{_WORDS}|"{_INSIDE}"|'{_INSIDE}')"""
_FONT = re.compile(rf"{_FAMILY}(?: *, *{_FAMILY}){{0,19}}", re.IGNORECASE)

_UNITS = "px|pt|pc|cm|mm|in|q|em|rem|ex|rex|ch|rch|cap|ic|lh|rlh|v[wh]|vi|vb|vmin|vmax|[sld]v[wh]|%"
_LENGTH = re.compile(rf"[-+]?0|{_NUMBER}(?:{_UNITS})", re.IGNORECASE)

_NAMES = """
aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown
burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue
darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange
darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise
darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia
gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo
ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue
lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon
mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin
navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen
paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red
rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue
slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
whitesmoke yellow yellowgreen transparent currentcolor
"""
COLOUR_NAMES = frozenset(_NAMES.split())


def is_colour(text: str) -> bool:
    """Tell whether *text* is `#rgb` and the like, `rgb()`, `hsl()`, `oklch()`, or a name."""
    return text.lower() in COLOUR_NAMES or _COLOUR.fullmatch(text) is not None


def is_font(text: str) -> bool:
    """Tell whether *text* is a list of font families; a name with digits or signs needs quotes."""
    return _FONT.fullmatch(text) is not None


def is_length(text: str) -> bool:
    """Tell whether *text* is a number with a unit, or 0."""
    return _LENGTH.fullmatch(text) is not None
