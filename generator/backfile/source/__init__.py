"""
Reading content/.

Which files there are and have changed (`scan`), where links and photos between
them lead (`paths`), what an article says (`article`), and the records of authors
and terms (`records`).
"""
