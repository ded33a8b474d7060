"""
Photographs: what a file says of itself, and what is made of it.

`probe`      what a file is, without decoding it
`facts`      size, format, credit, captions: all that pages may know of a photo
`statement`  what people wrote into a file, cleaned; `xmp` and `iptc` read it
`recipes`    which renditions a photo has, how they are called, how HTML names them
`derive`     the renditions themselves; `pixels` decodes and cuts, `encode` writes
`codecs`     which versions do so
"""
