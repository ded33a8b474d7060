"""
Strict YAML for people: text -> nodes with positions -> typed values.

`decode` turns bytes into text, `document` text into `nodes`, `root` does both for
a file that must be a mapping, `fields` reads the keys of a mapping with their
types, and `wording` words what is wrong.  All of them collect problems and go
on, so that an editor sees everything at once.

Imports: errors.
"""

from backfile.yaml.decode import decode_source
from backfile.yaml.document import parse_yaml
from backfile.yaml.fields import Fields
from backfile.yaml.nodes import Mapping, Node, Scalar, Sequence, plain_value
from backfile.yaml.root import parse_mapping, read_mapping

__all__ = [
    "Fields",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "decode_source",
    "parse_mapping",
    "parse_yaml",
    "plain_value",
    "read_mapping",
]
