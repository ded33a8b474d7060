"""
The catalogue: the only room with SQL.

`schema` has the tables, `connection` opens and heals; each other module holds
the questions that one part of the build asks.  Functions take an open
connection first, and make one query or write one kind of row.
"""
