"""The offices of an area: who is competent for what, where, for whom, and since when."""
